public import LabelContracts
public import LabelData
public import VectorKernels

/// Agreement of the given label with those of the k nearest neighbors.
///
/// The label quality score is the share of the neighbors, the row itself excluded, that carry the given label:
/// 0...1, low means probably wrong. A label is an issue where Algorithm 2 of Paudice et al. (2018) would
/// change it; see ``KNNSanitizer``. Needs no model, and fails where a whole neighborhood is flipped.
/// - Complexity: O(n · k) on top of the neighbor graph.
public struct KNNAgreement: Detector, Equatable {
  /// Number of neighbors, k; 1 or more.
  public var neighborCount: Int
  /// Smallest share of the neighbors that makes an issue, eta; 0.5...1.
  public var threshold: Double

  /// Makes the detector.
  ///
  /// - Parameters:
  ///   - neighborCount: k, 1 or more; 10 by default.
  ///   - threshold: eta, 0.5...1; 0.5 by default.
  public init(neighborCount: Int = 10, threshold: Double = 0.5) {
    self.neighborCount = neighborCount
    self.threshold = threshold
  }

  /// The neighbors alone.
  public var needs: Set<Evidence.Kind> { [.neighbors] }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    let graph = try evidence.graph(for: labels)
    try NeighborVoteParameters.check(
      neighborCount: neighborCount, threshold: threshold, graph: graph)
    return LabelIssues(rowCount: labels.count, execution: execution) { rows in
      var near = NearLabels(graph, labels, count: neighborCount)
      return rows.map { row in
        near.read(row: row)
        let vote = NeighborVote(near.values, own: labels[row])
        return RowFinding(
          score: vote.share(of: labels[row]),
          isIssue: vote.majority != labels[row] && vote.confidence >= threshold,
          predictedLabel: vote.majority, reason: .neighbors(vote.votes))
      }
    }
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "knn", summary: "share of the k nearest neighbors that carry the given label",
    cost: "O(n k)", failure: "a whole neighborhood flipped together; many features and few rows",
    drawsAtRandom: false
  ) {
    KNNAgreement(neighborCount: $0.neighborCount, threshold: $0.threshold)
  }
}
