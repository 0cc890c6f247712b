public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// Greedy label flipping with exact retraining: Algorithm 1 of Paudice, Muñoz-González and Lupu (2018).
///
/// At each step every label not yet flipped is tried with every other class; the learner is trained anew on the
/// result, from the same seed each time; and the flip that does most harm on the attacker's validation set is kept
/// (ties: lowest row, then class). Any ``/Classifiers/Classifier`` and any number of classes.
///
/// Against ``/Classifiers/LinearHinge`` with two classes, the learner of the paper, candidates are trained together.
/// Exactly the flips of the plain loop are found: wherever rounding could decide otherwise the plain loop is run and
/// decides. Every other learner is trained as it is.
///
/// The budget is spent as far as the limits allow, even if the objective falls.
/// - Complexity: `sum over t < budget of (n - t) (K - 1)` retrainings.
public struct GreedyLabelFlip: Attack {
  /// The learner that the attacker retrains: the victim's, or a surrogate.
  public let learner: any Classifier
  /// What the attacker raises.
  public let objective: FlipObjective

  /// Makes the attack.
  ///
  /// - Parameters:
  ///   - learner: The learner that the attacker retrains; the linear hinge learner by default.
  ///   - objective: What the attacker raises; the learner's mean loss by default.
  public init(learner: any Classifier = LinearHinge(), objective: FlipObjective = .loss) {
    self.learner = learner
    self.objective = objective
  }

  /// The learner's mean loss, or the share of wrong predictions.
  public var objectiveName: String? { LearnerLoss(of: learner).name(objective) }

  /// Candidates this close to the best objective, relative to its size where above 1, go to the plain loop.
  static let objectiveTolerance = 1e-9

  /// Chooses flips.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    try problem.requireClasses()
    try problem.requireValidation()
    var greedy = try start(problem, seed: seed, execution: execution)
    let initialObjective = greedy.damage.value(objective)
    var allowance = problem.allowance(budget)
    let flipCount = allowance.remaining
    var remaining = Array(0..<problem.labels.count)
    let trainings = flipCount * remaining.count - flipCount * max(0, flipCount - 1) / 2
    var trained = 0
    var steps: [FlipPlan.Step] = []
    while true {
      remaining = remaining.filter(allowance.allows(row:))
      guard !remaining.isEmpty else { break }
      let (flip, damage) = try greedy.best(among: remaining, execution: execution)
      greedy.keep(flip, damage)
      allowance.take(row: flip.row)
      trained += remaining.count
      remaining.removeAll { $0 == flip.row }
      steps.append(FlipPlan.Step(flip: flip, objective: damage.value(objective)))
      execution.progress?(Double(trained) / Double(trainings))
    }
    // With limits there are fewer trainings than foreseen.
    if trained < trainings { execution.progress?(1) }
    return FlipPlan(steps: steps, initialObjective: initialObjective)
  }

  private func start(
    _ problem: AttackProblem, seed: UInt64, execution: Execution
  ) throws(AttackError) -> any GreedySteps {
    if let learner = learner as? LinearHinge, problem.labels.classCount == 2 {
      return try HingeSteps(
        problem, learner: learner, objective: objective, seed: seed, execution: execution)
    }
    return try RetrainedSteps(
      Retraining(problem: problem, learner: learner, seed: seed), objective: objective,
      execution: execution)
  }
}
