internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import LabelDefenses
internal import Neighbors
internal import VectorKernels

/// Attacked labels as a defender gets them, and what models learn from them under every defense.
struct DefenseLabelling: Sendable {
  /// What is learnt from and judged by, besides the labels.
  struct Parts: Sendable {
    /// The training rows.
    let training: Matrix
    /// Their neighbors, as many as any defense asks for.
    let graph: NeighborGraph
    /// Rows with correct labels, for defenses that are given some; `nil` for none.
    let trusted: TrustedRows?
    /// The rows on which victims are judged.
    let test: (features: Matrix, labels: Labels)
    /// What learns from the labels.
    let victim: any Classifier
    /// The seed of what learns.
    let victimSeed: UInt64
  }

  private let parts: Parts
  /// The labels after the attack.
  private let given: Labels
  /// The seed of one part of the work.
  private let seed: @Sendable (String) -> UInt64
  /// What all defenses share.
  private let evidence: TrialEvidence

  /// Computes what the defenses share.
  ///
  /// - Parameters:
  ///   - given: The labels after the attack.
  ///   - parts: Rows and victim.
  ///   - defenses: All defenses that are going to be asked for.
  ///   - seed: The seed of one part of the work, by its name.
  init(
    _ given: Labels, parts: Parts, defenses: [Defense],
    seed: @escaping @Sendable (String) -> UInt64
  ) {
    self.given = given
    self.parts = parts
    self.seed = seed
    guard
      let scorer = Classifiers.all.first(where: { $0.id == DefensePlan.scorer })
    else { preconditionFailure("no classifier is called \(DefensePlan.scorer)") }
    evidence = TrialEvidence(
      given, features: parts.training, graph: parts.graph,
      needs: defenses.reduce(into: []) { $0.formUnion($1.needs.union($1.uses)) },
      classifier: scorer.make(), seed: seed("evidence"))
  }

  /// The test error that a defense leaves, and the number of labels that it changes, where it changes any.
  ///
  /// - Parameters:
  ///   - defense: The defense.
  ///   - isTrusting: Whether it is given the trusted rows.
  /// - Returns: The error, 0...1, and the number of changes; `nil` for what is no repair.
  /// - Throws: ``/LabelContracts/DefenseError`` or ``/Classifiers/ClassifierError`` where it cannot learn.
  func outcome(_ defense: Defense, trusting isTrusting: Bool) throws -> (
    error: Double, changes: Int?
  ) {
    let trusted = isTrusting ? parts.trusted : nil
    switch defense.kind {
    case .given: return (try error(given, weights: nil, with: trusted), nil)
    case .trustedOnly:
      guard let trusted else { throw DefenseError.missing(.trusted) }
      return (try error(trusted.features, trusted.labels, weights: nil), nil)
    case .repair(let sanitizer):
      var evidence = try evidence(for: defense, trusted)
      // Who can do without probabilities is judged as a user meets it, who gives none.
      if !sanitizer.needs.contains(.probabilities) { evidence.probabilities = nil }
      let sanitized = try sanitizer.sanitize(
        given, evidence: evidence,
        seed: seed("\(defense.id)/\(trusted?.labels.count ?? 0)"), execution: .serial)
      return (
        try error(sanitized.labels, weights: sanitized.weights, with: trusted),
        sanitized.changes.count
      )
    case .learner(let learner):
      let model = try learner.fit(
        parts.training, given, evidence: evidence(for: defense, trusted), seed: parts.victimSeed,
        execution: .serial)
      return (model.error(parts.test.features, parts.test.labels), nil)
    }
  }

  /// What a defense may look at.
  ///
  /// - Throws: ``DefenseOmission`` where a part that it needs cannot be had.
  private func evidence(for defense: Defense, _ trusted: TrustedRows?) throws -> Evidence {
    if let reason = evidence.fault(forAnyOf: defense.needs) {
      throw DefenseOmission(reason: reason)
    }
    var evidence = evidence.evidence
    evidence.trusted = trusted
    return evidence
  }

  /// The test error of the victim that learns from the training rows, and from trusted rows where there are some.
  private func error(
    _ labels: Labels, weights: [Double]?, with trusted: TrustedRows?
  ) throws -> Double {
    guard let trusted else { return try error(parts.training, labels, weights: weights) }
    let count = labels.count + trusted.labels.count
    return try error(
      Matrix(
        rowCount: count, columnCount: parts.training.columnCount,
        elements: parts.training.elements + trusted.features.elements),
      Labels(
        classIndices: labels.classIndices + trusted.labels.classIndices,
        classNames: labels.classNames),
      weights: weights.map { $0 + [Double](repeating: 1, count: trusted.labels.count) })
  }

  private func error(
    _ features: Matrix, _ labels: Labels, weights: [Double]?
  ) throws(ClassifierError) -> Double {
    try parts.victim.fit(
      features, labels, weights: weights, seed: parts.victimSeed, execution: .serial
    ).error(parts.test.features, parts.test.labels)
  }
}

/// Why a defense was not run: a part of the evidence cannot be had.
struct DefenseOmission: Error, CustomStringConvertible {
  /// The fault in one sentence.
  let reason: String

  var description: String { reason }
}
