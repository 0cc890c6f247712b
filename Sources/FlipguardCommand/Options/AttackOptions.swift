public import ArgumentParser
public import Flipguard

extension MarginLabel: ExpressibleByArgument {}
extension ColludingFlip.Pattern: ExpressibleByArgument {}

/// One number or several, as in `5,10,15`; each 1 or more.
struct CountList: ExpressibleByArgument, Equatable {
  let counts: [Int]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    counts = parts.compactMap { Int($0) }
    guard counts.count == parts.count, counts.allSatisfy({ $0 >= 1 }) else { return nil }
  }
}

/// Which attack, and what is set about it.
struct AttackOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Which labels are flipped: \(Attacks.all.help).",
      valueName: "id"), completion: .list(Attacks.all.map(\.id)))
  var attack = "lfa"

  @Option(help: ArgumentHelp("Class to flip from.", valueName: "class"))
  var source: String?

  @Option(help: ArgumentHelp("Class to flip to.", valueName: "class"))
  var target: String?

  @Option(help: "Step size of the attacked learner; by default 0.01.")
  var learningRate: Double?

  @Option(help: "Passes over the rows of the attacked learner; by default 100.")
  var epochs: Int?

  @Option(
    name: .customLong("learner"),
    help: ArgumentHelp(
      "The learner that is trained anew: \(Classifiers.all.help); by default the attack's own.",
      valueName: "id"), completion: .list(Classifiers.all.map(\.id)))
  var trainedLearner: String?

  @Option(help: "L2 penalty of the attacked least squares or logistic regression; by default 1.")
  var regularization: Double?

  @Option(
    help: ArgumentHelp(
      "Cost C of the attacked support vector machine, or \(MachineCost.tuned) for the best of several in cross-validation "
        + "on DATA; by default 1.", valueName: "cost"))
  var svmCost: MachineCost?

  @Option(help: "Kernel of the attacked support vector machine; by default linear.")
  var kernel: MachineKernel?

  @Option(
    help: ArgumentHelp(
      "Rate of the radial kernel exp(-gamma |x - z|²); by default 1 / (features · their variance), or with "
        + "--svm-cost \(MachineCost.tuned) the best of several.", valueName: "rate"))
  var gamma: Double?

  @Option(
    help:
      "What the attacker raises: loss (default) or error; for lfa-least-squares squared-loss (default), hinge-loss or error."
  )
  var objective: ObjectiveChoice?

  @Option(help: "The class that a row gets; by default runner-up.")
  var newLabel: MarginLabel?

  @Option(
    help: ArgumentHelp(
      "Number of neighbors that the defender asks; by default 10. Several, as in 5,10,15, for a defender "
        + "of whom the attacker knows no more. With --victim the number that vote; by default a fiftieth of the rows.",
      valueName: "k"))
  var k: CountList?

  @Option(
    help: "Smallest share of the neighbors with which the defender acts (eta); by default 0.5.")
  var threshold: Double?

  @Option(
    help: ArgumentHelp(
      "Most flipped labels that the defender may see in the end; by default 0.", valueName: "count")
  )
  var allowedFlags: Int?

  @Option(
    help: ArgumentHelp(
      "By how many the other labels that the defender sees may grow in number; by default any.",
      valueName: "count"))
  var allowedAlarms: Int?

  @Option(
    help: ArgumentHelp(
      "Flip the rows nearest to this row of DATA, from 0, to --target.", valueName: "row"))
  var around: Int?

  @Option(
    help: ArgumentHelp(
      "What colludes: clusters, or pairs of opposing ones; by default clusters.",
      valueName: "shape"))
  var shape: ColludingFlip.Pattern?

  @OptionGroup var defense: KnownDefenseOptions

  @Option(
    help: ArgumentHelp(
      "Whose prediction is to change, linear in the labels: \(VictimChoice.linear.help); or trained after each flip: "
        + "\(VictimChoice.trained.joined(separator: ", ")). By default least squares with --regularization.",
      valueName: "id"), completion: .list(VictimChoice.names))
  var victim: String?

  @Option(help: "How the defender measures distance; by default euclidean.")
  var metric: DistanceMetric?

  @Option(
    help: ArgumentHelp(
      "A file with the neighbors of DATA, as 'flipguard neighbors' writes it; then none are searched.",
      valueName: "file"),
    completion: .file(extensions: ["npz"]))
  var graph: String?

  /// The attack's entry in the list.
  var entry: Attacks.Entry {
    get throws { try Attacks.all.member(attack, of: "--attack") }
  }

  func validate() throws {
    let entry = try entry
    try checkIdle(entry)
    if entry.needsClasses, source == nil || target == nil {
      throw ValidationError("--attack \(attack) needs both --source and --target")
    }
    if entry.settings.contains(.center), (around == nil) != (target == nil) {
      throw ValidationError(
        "--around and --target go together: the rows around one get the class of the other")
    }
    if around != nil, regularization != nil {
      throw ValidationError(
        "--regularization is for a learner, but with --around none is trained; leave one out")
    }
    if around != nil, shape != nil {
      throw ValidationError(
        "--shape is for clusters, but with --around there are none; leave one out")
    }
    if let k, k.counts.count > 1, !entry.settings.contains(.defense) {
      throw ValidationError("--attack \(attack) takes one number for --k, but there are several")
    }
    if entry.settings.contains(.victim) { try VictimChoice.checkIdle(self) }
    if let threshold, !(0.5...1).contains(threshold) {
      throw ValidationError("--threshold is \(threshold); allowed: 0.5 to 1")
    }
    for (name, value) in [
      ("--allowed-flags", allowedFlags), ("--allowed-alarms", allowedAlarms),
      ("--around", around),
    ] {
      if let value, value < 0 {
        throw ValidationError("\(name) is \(value); allowed: 0 or more")
      }
    }
    if let gamma {
      guard kernel == .rbf else {
        throw ValidationError("--gamma is for --kernel rbf; add it, or leave --gamma out")
      }
      guard gamma > 0, gamma.isFinite else {
        throw ValidationError("--gamma is \(gamma); allowed: a number above 0")
      }
    }
    if let regularization, !(regularization > 0 && regularization.isFinite) {
      throw ValidationError("--regularization is \(regularization); allowed: a number above 0")
    }
    try LearnerChoice.checkIdle(self, entry)
    let objectives = ObjectiveChoice.names(of: entry)
    if let objective, !objectives.contains(objective.rawValue) {
      throw ValidationError(
        "--objective is '\(objective.rawValue)'; allowed with --attack \(attack): "
          + objectives.joined(separator: ", "))
    }
    do {
      try learner.checkParameters()
    } catch {
      throw ValidationError(error.description)
    }
  }

  /// Refuses what would have no effect on the attack.
  private func checkIdle(_ entry: Attacks.Entry) throws {
    let given: [(name: String, isGiven: Bool, takers: (Attacks.Entry) -> Bool)] = [
      ("--source", source != nil, { $0.settings.contains(.classes) }),
      (
        "--target", target != nil,
        { !$0.settings.isDisjoint(with: [.classes, .center, .targetClass]) }
      ),
      ("--learning-rate", learningRate != nil, { $0.settings.contains(.learner) }),
      ("--epochs", epochs != nil, { $0.settings.contains(.learner) }),
      ("--learner", trainedLearner != nil, { !$0.learners.isEmpty }),
      (
        "--regularization", regularization != nil,
        { !$0.settings.isDisjoint(with: [.leastSquares, .logistic]) || !$0.learners.isEmpty }
      ),
      ("--svm-cost", svmCost != nil, { $0.settings.contains(.supportVectors) }),
      ("--kernel", kernel != nil, { $0.settings.contains(.supportVectors) }),
      ("--gamma", gamma != nil, { $0.settings.contains(.supportVectors) }),
      ("--objective", objective != nil, { !ObjectiveChoice.names(of: $0).isEmpty }),
      ("--new-label", newLabel != nil, { $0.settings.contains(.newLabel) }),
      ("--k", k != nil, { !$0.settings.isDisjoint(with: [.neighborVote, .victim]) }),
      ("--threshold", threshold != nil, { $0.settings.contains(.neighborVote) }),
      ("--allowed-flags", allowedFlags != nil, { $0.settings.contains(.detection) }),
      ("--allowed-alarms", allowedAlarms != nil, { $0.settings.contains(.detection) }),
      ("--around", around != nil, { $0.settings.contains(.center) }),
      ("--victim", victim != nil, { $0.settings.contains(.victim) }),
      ("--shape", shape != nil, { $0.settings.contains(.center) }),
      ("--metric", metric != nil, { $0.needsNeighbors }),
      ("--graph", graph != nil, { $0.needsNeighbors }),
    ]
    for option in given + defense.given where option.isGiven && !option.takers(entry) {
      throw ValidationError(
        "--attack \(attack) has no \(option.name); those that have: "
          + Attacks.all.filter(option.takers).map(\.id).joined(separator: ", "))
    }
  }

  /// The learner that is attacked by retraining or by margins.
  var learner: LinearHinge {
    LinearHinge(learningRate: learningRate ?? 0.01, epochs: epochs ?? 100)
  }

  /// The learner that is attacked in closed form.
  var leastSquares: Ridge { Ridge(regularization: regularization ?? 1) }
}
