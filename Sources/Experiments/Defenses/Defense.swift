internal import LabelContracts
internal import LabelDefenses

/// A defense of the comparison: what is done with labels of which some may be flipped, until a model is learnt.
struct Defense: Sendable {
  /// How a defense comes to a model.
  enum Kind: Sendable {
    /// The victim learns from the given labels.
    case given
    /// The victim learns from the trusted rows alone.
    case trustedOnly
    /// The victim learns from the labels that a sanitizer makes, without the rows that it removes and with the weights
    /// that it gives.
    case repair(any Sanitizer)
    /// A robust learner takes the victim's place.
    case learner(any RobustLearner)
  }

  /// How tables call it.
  let id: String
  /// What it does, in half a sentence.
  let summary: String
  let kind: Kind
  /// The numbers of trusted rows that it is run with.
  let trustedCounts: [Int]

  /// kNN sanitization with k = 10 and eta = 0.5.
  static let knn = KNNSanitizer(neighborCount: 10, threshold: 0.5)

  /// Repairs by the default detector.
  static func repair(_ action: SanitizeAction) -> DetectorSanitizer {
    DetectorSanitizer(DefaultDetector(), action: action)
  }

  /// All defenses, in the order of tables.
  static let all: [Defense] =
    [
      Defense(id: "none", summary: "the labels as they are", kind: .given, trustedCounts: [0]),
      Defense(
        id: "knn", summary: "kNN sanitization, k = 10, eta = 0.5", kind: .repair(knn),
        trustedCounts: [0]),
      Defense(
        id: trustedOnly, summary: "the victim learns from the trusted rows alone",
        kind: .trustedOnly, trustedCounts: [full]),
      Defense(
        id: "trusted+given",
        summary: "the victim learns from the labels as they are and the trusted rows",
        kind: .given, trustedCounts: [full]),
    ] + repairs + learners

  /// The name of the baseline that sees no given label.
  static let trustedOnly = "trusted-only"
  private static let full = DefensePlan.trustedCount

  private static let repairs = [
    (SanitizeAction.relabel, "replaces the labels that the default detector takes for wrong"),
    (.remove, "removes the rows whose labels the default detector takes for wrong"),
    (.weight, "weights every row by the probability that its label is right"),
    (.auto, "replaces, removes or keeps, whichever is expected to help most"),
  ].map { action, summary in
    Defense(
      id: action.rawValue, summary: summary, kind: .repair(repair(action)),
      trustedCounts: [0, full])
  }

  private static let learners = RobustLearners.all.map { entry in
    let learner = entry.make()
    return Defense(
      id: entry.id, summary: entry.summary, kind: .learner(learner),
      trustedCounts: learner.needs.contains(.trusted)
        ? [full] : learner.uses.contains(.trusted) ? [0, full] : [0])
  }

  /// The parts of evidence that it cannot do without.
  var needs: Set<Evidence.Kind> {
    switch kind {
    case .given, .trustedOnly: []
    case .repair(let sanitizer): sanitizer.needs
    case .learner(let learner): learner.needs
    }
  }

  /// The parts of evidence that it looks at, as far as it tells.
  var uses: Set<Evidence.Kind> {
    switch kind {
    case .given, .trustedOnly: []
    case .repair(let sanitizer):
      (sanitizer as? DetectorSanitizer)?.detector.uses ?? sanitizer.needs
    case .learner(let learner): learner.uses
    }
  }

  /// Number of neighbors that the graph must list for it.
  var neighborCount: Int {
    if case .repair(let sanitizer) = kind { sanitizer.neighborCount } else { 0 }
  }
}

/// A defense with the number of trusted rows that it is given: what is compared.
public struct DefenseMethod: Codable, Hashable, Sendable {
  /// Name of the defense.
  public let name: String
  /// Number of trusted rows that it is given.
  public let trusted: Int

  /// Makes a method.
  public init(name: String, trusted: Int) {
    self.name = name
    self.trusted = trusted
  }

  /// All methods, in the order of tables.
  static let all = Defense.all.flatMap { defense in
    defense.trustedCounts.map { DefenseMethod(name: defense.id, trusted: $0) }
  }

  /// The labels as they are.
  static let none = DefenseMethod(name: "none", trusted: 0)
  /// The victim that learns from the trusted rows alone.
  static let trustedOnly = DefenseMethod(
    name: Defense.trustedOnly, trusted: DefensePlan.trustedCount)

  /// As tables call it; names that tell of trusted rows themselves need no more.
  var title: String {
    trusted == 0 || name.hasPrefix("trusted") ? name : "\(name), trusted"
  }
}
