import ArgumentParser
import Flipguard

/// What an attacker knows of the defense that it hides from or adapts to.
struct KnownDefenseOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What the labels go through before training: \(Sanitizers.all.help); by default knn.",
      valueName: "id"), completion: .list(Sanitizers.all.map(\.id)))
  var sanitizer: String?

  @Option(
    help: ArgumentHelp(
      "The learner that takes the victim's place, instead of a sanitizer: \(RobustLearners.all.help).",
      valueName: "id"), completion: .list(RobustLearners.all.map(\.id)))
  var robustLearner: String?

  @Option(
    help: ArgumentHelp(
      "The detector that must not see the flips, or that --sanitizer detector asks; 'flipguard scan --help' tells "
        + "of each. By default the vote of the nearest neighbors, or for a sanitizer "
        + "\(EvidenceOptions.defaultDetector).", valueName: "id"),
    completion: .list(Detectors.named.map(\.id)))
  var detector: String?

  @Option(
    help:
      "What the sanitizer does; by default auto where the detector gives probabilities, else relabel."
  )
  var action: SanitizeAction?

  @Option(
    help: ArgumentHelp(
      "Who gives class probabilities to the detector or learner: \(Scorer.help).", valueName: "id"),
    completion: .list(Scorer.names))
  var scorer: String?

  @Option(help: "Searches after the first, each from other random choices; by default 2.")
  var restarts: Int?

  @Option(
    help: ArgumentHelp(
      "Rows around which flips are tried at each step of a search, by default 16; or of which pairs are tried, by "
        + "default all.", valueName: "count"))
  var candidates: Int?

  @Option(help: "Most runs of the detector that must not see the flips; by default 100.")
  var trials: Int?

  /// The options that are given, each with the attacks that have it.
  var given: [(name: String, isGiven: Bool, takers: (Attacks.Entry) -> Bool)] {
    let adapts = { (entry: Attacks.Entry) in entry.settings.contains(.defense) }
    let hides = { (entry: Attacks.Entry) in entry.settings.contains(.detector) }
    return [
      ("--sanitizer", sanitizer != nil, adapts), ("--robust-learner", robustLearner != nil, adapts),
      ("--action", action != nil, adapts), ("--restarts", restarts != nil, adapts),
      (
        "--candidates", candidates != nil,
        { adapts($0) || $0.settings.contains(.pairedCandidates) }
      ), ("--trials", trials != nil, hides),
      ("--detector", detector != nil, { adapts($0) || hides($0) }),
      ("--scorer", scorer != nil, { adapts($0) || hides($0) }),
    ]
  }

  /// The sanitizer asked for, or the one that a detector belongs to.
  var chosenSanitizer: String { sanitizer ?? (detector == nil ? "knn" : "detector") }

  func validate() throws {
    if let sanitizer { _ = try Sanitizers.all.member(sanitizer, of: "--sanitizer") }
    if let robustLearner {
      _ = try RobustLearners.all.member(robustLearner, of: "--robust-learner")
    }
    if let detector { _ = try DetectorChoice.find(detector) }
    if let scorer { _ = try Scorer(scorer) }
    for (name, value, least) in [
      ("--restarts", restarts, 0), ("--candidates", candidates, 1), ("--trials", trials, 1),
    ] {
      if let value, value < least {
        throw ValidationError("\(name) is \(value); allowed: \(least) or more")
      }
    }
    for (name, isGiven) in [
      ("--sanitizer", sanitizer != nil), ("--detector", detector != nil),
      ("--action", action != nil),
    ] where isGiven && robustLearner != nil {
      throw ValidationError(
        "\(name) is for a sanitizer, but --robust-learner takes its place; leave one out")
    }
    if sanitizer == "knn", detector != nil {
      throw ValidationError(
        "--detector is for --sanitizer detector, but --sanitizer knn judges by neighbors alone; leave one out"
      )
    }
    if trials != nil, detector == nil {
      throw ValidationError("--trials is for a detector that is run; add --detector")
    }
    try validateAction()
  }

  /// Refuses actions that change nothing, or that need more than the judge gives.
  private func validateAction() throws {
    guard let action else { return }
    if action == .flag {
      throw ValidationError("--action flag changes no label, so there is nothing to adapt to")
    }
    guard [.auto, .weight].contains(action) else { return }
    let judge = try chosenSanitizer == "knn" ? nil : chosenDetector
    guard judge?.make(.init()).givesPosteriors != true else { return }
    throw ValidationError(
      "--action \(action.rawValue) needs the probability of every class, which "
        + (judge.map { "--detector \($0.id)" } ?? "--sanitizer knn") + " does not give")
  }

  /// The detector asked for, or the one of a sanitizer that asks one.
  var chosenDetector: Detectors.Named {
    get throws { try DetectorChoice.find(detector ?? EvidenceOptions.defaultDetector) }
  }
}
