internal import Classifiers
public import LabelContracts
public import LabelData
internal import Neighbors
public import VectorKernels

/// Where a label comes from: annotators, batches or sources whose labels disagree too often.
///
/// Each label is first judged by itself: s is its ``Base`` score, and it disagrees where the predicted label of the
/// base is another. ``GroupEvidence`` then tells how often the labels of each group are wrong, and which groups are
/// rejected. With e the estimated error rate of a label's group and m that of all labels, the label quality score
/// adds up the evidence as log odds,
///
///     label score = 1 / (1 + exp(-(log(s / (1 - s)) + log((1 - e) / e) - log((1 - m) / m))))
///
/// 0...1, low means probably wrong: in a group with the error rate of all it is s, in a worse one it is lower. All
/// labels of a rejected group are issues, and so are labels that score below a half. The predicted label is that of
/// the base.
/// - Complexity: O(n · k) or O(n · K), and O(n log n) for the ranks.
public struct Provenance: Detector, Equatable {
  /// What each label is judged by, before its group.
  public enum Base: String, CaseIterable, Sendable {
    /// The vote of the k nearest neighbors: (a + 1/2) / (k + 1) where a of them carry the given label.
    case neighbors
    /// The out-of-sample probability of the given label, kept within 1e-6 and 1 - 1e-6.
    case probabilities

    /// What it does, in half a sentence.
    var summary: String {
      switch self {
      case .neighbors: "labels disagree with the vote of their neighbors"
      case .probabilities: "labels disagree with their most probable class"
      }
    }
  }

  /// What each label is judged by, before its group.
  public var base: Base
  /// Number of neighbors that vote, k; 1 or more.
  public var voterCount: Int

  /// Makes the detector.
  ///
  /// - Parameters:
  ///   - base: What each label is judged by, before its group; ``Base/neighbors`` by default.
  ///   - voterCount: k, 1 or more; 10 by default.
  public init(base: Base = .neighbors, voterCount: Int = 10) {
    self.base = base
    self.voterCount = voterCount
  }

  /// The groups, and what the base needs.
  public var needs: Set<Evidence.Kind> {
    switch base {
    case .neighbors: [.groups, .neighbors]
    case .probabilities: [.groups, .probabilities]
    }
  }

  /// k; 0 where the base needs no graph.
  public var neighborCount: Int { base == .neighbors ? voterCount : 0 }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    let groups = try evidence.groups(for: labels)
    let (scores, predicted) = try judged(labels, evidence, execution)
    let disagrees = predicted.indices.map { predicted[$0] != labels[$0] }
    let found = GroupEvidence.all(groups, disagrees: disagrees, scores: scores)
    let overall = GroupEvidence.pooledRate(disagrees)
    return LabelIssues(rowCount: labels.count, execution: execution.silent) { rows in
      rows.map { row in
        let group = found[groups.groupIndices[row]]
        let odds =
          Self.odds(scores[row]) * Self.odds(overall) / Self.odds(group.errorRate)
        // Error rates are of wrong labels, so the odds of the group's divide.
        let score = odds / (1 + odds)
        return RowFinding(
          score: score, isIssue: group.isRejected || score < 0.5, predictedLabel: predicted[row],
          reason: .group(groups.groupIndices[row], errorRate: group.errorRate))
      }
    }
  }

  private static func odds(_ share: Double) -> Double { share / (1 - share) }

  /// The base's score and predicted label of every row.
  private func judged(
    _ labels: Labels, _ evidence: Evidence, _ execution: Execution
  ) throws(DefenseError) -> (scores: [Double], predicted: [Int]) {
    switch base {
    case .neighbors:
      let issues = try KNNAgreement(neighborCount: voterCount)
        .detect(labels, evidence: evidence, seed: 1, execution: execution)
      let voters = Double(min(voterCount, try evidence.graph(for: labels).neighborCount))
      return (
        issues.labelScores.map { ($0 * voters + 0.5) / (voters + 1) }, issues.predictedLabels
      )
    case .probabilities:
      let probabilities = try evidence.probabilities(for: labels)
      return (
        (0..<labels.count).map { min(1 - 1e-6, max(1e-6, probabilities[$0, labels[$0]])) },
        probabilities.predictedLabels
      )
    }
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "provenance",
    summary: "how often the labels of the same annotator, batch or source are wrong",
    cost: "O(n k) or O(n K), and O(n log n)",
    failure: "most groups bad; groups that label parts of the data that are hard",
    drawsAtRandom: false,
    variants: Base.allCases.map { base in
      Detectors.Variant(id: base.rawValue, summary: base.summary) {
        Provenance(base: base, voterCount: $0.neighborCount)
      }
    })
}
