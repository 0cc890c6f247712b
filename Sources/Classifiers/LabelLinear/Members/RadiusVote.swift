internal import LabelData
internal import Neighbors
public import VectorKernels

/// The vote of all training rows within a distance, one vote each.
///
/// A query without such rows has no votes: nothing is said of it.
public struct RadiusVote: LabelLinear, Equatable {
  /// The largest distance, above 0; `nil` for what a tenth of the training rows lies within, at the median row.
  public var radius: Double?

  /// Describes the classifier.
  ///
  /// - Parameter radius: The largest distance, above 0. By default the median, over at most 300 training rows, of the
  ///   distance within which a tenth of the training rows lies.
  public init(radius: Double? = nil) {
    self.radius = radius
  }

  /// Keeps the rows for the search.
  ///
  /// - Complexity: O(n · d), and 300 searches where the radius is not given.
  public func fit(
    _ features: Matrix, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> FittedRadiusVote {
    try LabelLinearInput.check("radius", radius)
    try LabelLinearInput.check(features)
    let rows = try NearestTrainingRows(features, execution: execution)
    if let radius { return FittedRadiusVote(rows: rows, radius: radius) }
    var generator = SeededGenerator(seed: seed, key: "radius-vote")
    let sample = generator.permutation(count: features.rowCount).prefix(300)
    let count = max(1, features.rowCount / 10)
    let graph = try rows.nearest(
      features.selecting(rows: sample), count: count, execution: execution)
    let reaches = (0..<sample.count).map { Double(graph.distances(of: $0)[$0 * count + count - 1]) }
    return FittedRadiusVote(rows: rows, radius: reaches.sorted()[reaches.count / 2])
  }
}

/// Training rows that vote for the queries within a distance.
public struct FittedRadiusVote: FittedLabelLinear {
  let rows: NearestTrainingRows
  /// The largest distance.
  public let radius: Double

  /// Number of training rows, n.
  public var rowCount: Int { rows.rowCount }

  /// The votes for some queries, nearest rows first.
  ///
  /// - Complexity: O(m · n · d) at most.
  public func labelWeights(
    _ queries: Matrix, rows block: Range<Int>, execution: Execution
  ) throws(ClassifierError) -> [LabelWeights] {
    let queries = try LabelLinearInput.block(queries, block, featureCount: rows.featureCount)
    let found = try rows.within(radius, queries, execution: execution)
    return (0..<block.count).map { .votes(Array(found.neighbors(of: $0))) }
  }
}
