import FlipguardTestSupport
import LabelContracts
import LabelData
import VectorKernels

/// What certificates of a few rows are held against.
enum TriedThreats {
  /// For each query the fewest allowed changes, in the threat's unit, after which the prediction is another; `nil` where
  /// none does that.
  static func fewestChanges(
    _ certificate: any Certificate, _ problem: CertificateProblem, seed: UInt64 = 1
  ) throws -> [Int?] {
    let before = try certificate.certify(problem, seed: seed, execution: .serial)
    var fewest = [Int?](repeating: nil, count: before.count)
    for relabelling in Relabelling.all(problem.labels)
    where relabelling.isAllowed(by: problem.threat) {
      let changed = CertificateProblem(
        features: problem.features, labels: relabelling.labels, queries: problem.queries)
      let after = try certificate.certify(changed, seed: seed, execution: .serial)
      let count = problem.threat.count(relabelling.flips)
      for query in before.indices
      where before[query].predictedLabel != after[query].predictedLabel {
        fewest[query] = min(fewest[query] ?? .max, count)
      }
    }
    return fewest
  }

  /// Threats of every unit, with and without trusted rows and allowed changes.
  static func all(rowCount: Int) -> [LabelThreat] {
    let units: [LabelThreat.Unit] = [
      .labels, .costs((0..<rowCount).map { 1 + $0 % 3 }),
      .groups(LabelGroups((0..<rowCount).map { "\($0 % 3)" })),
    ]
    return units.flatMap { unit in
      [
        LabelThreat(unit: unit),
        LabelThreat(trustedRows: [0, 2], unit: unit),
        LabelThreat(allowedChanges: [.init(from: 0, to: 1)], unit: unit),
      ]
    }
  }
}
