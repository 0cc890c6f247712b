internal import Neighbors
public import VectorKernels

/// The vote of the k nearest training rows, one vote each.
///
/// It predicts what ``KNearest`` predicts. Neighbors are ordered by (distance, row); with fewer than k rows all vote.
public struct NearestVote: LabelLinear, Equatable {
  /// Number of neighbors, k; 1 or more, `nil` for a fiftieth of the training rows, at least 10.
  public var neighborCount: Int?
  /// How distance is measured.
  public var metric: DistanceMetric

  /// Describes the classifier.
  ///
  /// - Parameters:
  ///   - neighborCount: k, 1 or more; by default a fiftieth of the training rows, at least 10.
  ///   - metric: How distance is measured; Euclidean by default.
  public init(neighborCount: Int? = nil, metric: DistanceMetric = .euclidean) {
    self.neighborCount = neighborCount
    self.metric = metric
  }

  /// Keeps the rows for the search.
  ///
  /// - Complexity: O(n · d).
  public func fit(
    _ features: Matrix, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> FittedNearestVote {
    try LabelLinearInput.check("k", neighborCount)
    try LabelLinearInput.check(features)
    let count = neighborCount ?? LabelLinearInput.voterCount(rowCount: features.rowCount)
    return FittedNearestVote(
      rows: try NearestTrainingRows(features, metric: metric, execution: execution),
      neighborCount: min(count, features.rowCount))
  }
}

/// Training rows that vote for the queries near them.
public struct FittedNearestVote: FittedLabelLinear {
  let rows: NearestTrainingRows
  /// Number of rows that vote, k.
  public let neighborCount: Int

  /// Number of training rows, n.
  public var rowCount: Int { rows.rowCount }

  /// The votes for some queries, nearest rows first.
  ///
  /// - Complexity: O(m · n · d) at most.
  public func labelWeights(
    _ queries: Matrix, rows block: Range<Int>, execution: Execution
  ) throws(ClassifierError) -> [LabelWeights] {
    let queries = try LabelLinearInput.block(queries, block, featureCount: rows.featureCount)
    let graph = try rows.nearest(queries, count: neighborCount, execution: execution)
    return (0..<block.count).map { .votes(Array(graph.neighbors(of: $0))) }
  }
}
