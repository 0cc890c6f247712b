public import LabelContracts
public import LabelData
public import VectorKernels

/// Rows with the same features that carry different labels.
///
/// The label quality score is the share of the rows with the same features, the row itself included, that carry the
/// given label: above 0, 1 for a row without a twin; low means probably wrong. A label is an issue unless more of
/// these rows carry it than any other label. The predicted label is the most frequent; among equals the given label if
/// it is one of them, else the lowest class. 0 and -0 are the same.
/// - Complexity: O(n · d).
public struct ConflictingDuplicates: Detector, Equatable {
  /// Makes the detector.
  public init() {}

  /// The features alone.
  public var needs: Set<Evidence.Kind> { [.features] }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    let features = try evidence.features(for: labels)
    var findings = labels.classIndices.map { label in
      RowFinding(
        score: 1, isIssue: false, predictedLabel: label, reason: .duplicates(count: 1, agreeing: 1))
    }
    for rows in features.equalRows where rows.count > 1 {
      let votes = ClassVotes(rows.lazy.map { labels[$0] })
      let winners = votes.entries.filter { $0.count == votes.largest }.map(\.label)
      for row in rows {
        let own = labels[row]
        findings[row] = RowFinding(
          score: Double(votes[own]) / Double(rows.count), isIssue: winners != [own],
          predictedLabel: votes.majority(own: own),
          reason: .duplicates(count: rows.count, agreeing: votes[own]))
      }
    }
    let found = findings
    return LabelIssues(rowCount: labels.count, execution: execution) { Array(found[$0]) }
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "duplicates", summary: "rows with the same features that carry different labels",
    cost: "O(n d)", failure: "data without identical rows, about which it says nothing",
    drawsAtRandom: false
  ) { _ in
    ConflictingDuplicates()
  }
}
