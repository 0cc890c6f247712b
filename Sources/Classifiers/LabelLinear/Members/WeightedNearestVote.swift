internal import Neighbors
public import VectorKernels

/// The vote of the k nearest training rows, near ones counting more.
///
/// A row at distance d weighs 1 - d / D, D being the distance of the row after the k nearest, so that weights fall to 0
/// where the next would begin (the triangular kernel of Hechenbichler and Schliep 2004). Where all rows are neighbors
/// D is twice the distance of the last. Where that gives no row a weight, all neighbors weigh 1.
public struct WeightedNearestVote: LabelLinear, Equatable {
  /// Number of neighbors, k; 1 or more, `nil` for a fiftieth of the training rows, at least 10.
  public var neighborCount: Int?

  /// Describes the classifier.
  ///
  /// - Parameter neighborCount: k, 1 or more; by default a fiftieth of the training rows, at least 10.
  public init(neighborCount: Int? = nil) {
    self.neighborCount = neighborCount
  }

  /// Keeps the rows for the search.
  ///
  /// - Complexity: O(n · d).
  public func fit(
    _ features: Matrix, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> FittedWeightedNearestVote {
    try LabelLinearInput.check("k", neighborCount)
    try LabelLinearInput.check(features)
    let count = neighborCount ?? LabelLinearInput.voterCount(rowCount: features.rowCount)
    return FittedWeightedNearestVote(
      rows: try NearestTrainingRows(features, execution: execution),
      neighborCount: min(count, features.rowCount))
  }
}

/// Training rows that vote for the queries near them, by their distance.
public struct FittedWeightedNearestVote: FittedLabelLinear {
  let rows: NearestTrainingRows
  /// Number of rows that vote, k.
  public let neighborCount: Int

  /// Number of training rows, n.
  public var rowCount: Int { rows.rowCount }

  /// The weights of some queries' neighbors, nearest rows first.
  ///
  /// - Complexity: O(m · n · d) at most.
  public func labelWeights(
    _ queries: Matrix, rows block: Range<Int>, execution: Execution
  ) throws(ClassifierError) -> [LabelWeights] {
    let queries = try LabelLinearInput.block(queries, block, featureCount: rows.featureCount)
    let count = min(neighborCount + 1, rowCount)
    let graph = try rows.nearest(queries, count: count, execution: execution)
    return (0..<block.count).map { query in
      let distances = graph.distances(of: query).map(Double.init)
      let last = distances[count - 1]
      let reach = count > neighborCount ? last : 2 * last
      var weights = distances.prefix(neighborCount).map { reach > 0 ? 1 - $0 / reach : 1 }
      if weights.allSatisfy({ $0 == 0 }) { weights = weights.map { _ in 1 } }
      return .sparse(
        rows: Array(graph.neighbors(of: query).prefix(neighborCount)), values: weights)
    }
  }
}
