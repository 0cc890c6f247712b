internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import LabelDefenses
internal import Neighbors
internal import VectorKernels

/// One trial at one poisoning rate: the labels as the defender gets them, and what models learn from them.
struct DefenseLabelling: Sendable {
  private let trial: DefenseTrial
  private let split: BenchmarkSplit
  private let poisoningRate: Double
  /// The labels after the attack.
  private let given: Labels
  private let flipCount: Int
  /// What all defenses share.
  private let evidence: TrialEvidence

  init(
    _ trial: DefenseTrial, split: BenchmarkSplit, graph: NeighborGraph, poisoningRate: Double,
    flips: [Flip]
  ) {
    self.trial = trial
    self.split = split
    self.poisoningRate = poisoningRate
    given = split.truth.applying(flips)
    flipCount = flips.count
    guard
      let scorer = Classifiers.all.first(where: { $0.id == DefensePlan.scorer })
    else { preconditionFailure("no classifier is called \(DefensePlan.scorer)") }
    evidence = TrialEvidence(
      given, features: split.training, graph: graph,
      needs: Defense.all.reduce(into: []) { $0.formUnion($1.needs.union($1.uses)) },
      classifier: scorer.make(), seed: trial.seed("\(poisoningRate)/evidence"))
  }

  /// The test error that a defense leaves.
  ///
  /// - Throws: ``/LabelContracts/DefenseError`` or ``/Classifiers/ClassifierError`` where it cannot learn.
  func row(_ defense: Defense, trusted count: Int) throws -> DefenseRow {
    let trusted = split.trusted(count)
    var row = DefenseRow(
      dataset: trial.source.name, attack: trial.attack, poisoningRate: poisoningRate,
      split: trial.number, defense: defense.id, trusted: count, flips: flipCount, error: 0)
    switch defense.kind {
    case .given: row.error = try error(given, weights: nil, with: trusted)
    case .trustedOnly:
      guard let trusted else { throw DefenseError.missing(.trusted) }
      row.error = try error(trusted.features, trusted.labels, weights: nil)
    case .repair(let sanitizer):
      var evidence = try evidence(for: defense, trusted)
      // Who can do without probabilities is judged as a user meets it, who gives none.
      if !sanitizer.needs.contains(.probabilities) { evidence.probabilities = nil }
      let sanitized = try sanitizer.sanitize(
        given, evidence: evidence,
        seed: trial.seed("\(poisoningRate)/\(defense.id)/\(count)"), execution: .serial)
      row.changes = sanitized.changes.count
      row.error = try error(sanitized.labels, weights: sanitized.weights, with: trusted)
    case .learner(let learner):
      let model = try learner.fit(
        split.training, given, evidence: evidence(for: defense, trusted), seed: trial.victimSeed,
        execution: .serial)
      row.error = model.error(split.test.features, split.test.labels)
    }
    return row
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
    guard let trusted else { return try error(split.training, labels, weights: weights) }
    let count = labels.count + trusted.labels.count
    return try error(
      Matrix(
        rowCount: count, columnCount: split.training.columnCount,
        elements: split.training.elements + trusted.features.elements),
      Labels(
        classIndices: labels.classIndices + trusted.labels.classIndices,
        classNames: labels.classNames),
      weights: weights.map { $0 + [Double](repeating: 1, count: trusted.labels.count) })
  }

  private func error(
    _ features: Matrix, _ labels: Labels, weights: [Double]?
  ) throws(ClassifierError) -> Double {
    try DefensePlan.victim.fit(
      features, labels, weights: weights, seed: trial.victimSeed, execution: .serial
    ).error(split.test.features, split.test.labels)
  }
}

/// Why a defense was not run: a part of the evidence cannot be had.
struct DefenseOmission: Error, CustomStringConvertible {
  /// The fault in one sentence.
  let reason: String

  var description: String { reason }
}
