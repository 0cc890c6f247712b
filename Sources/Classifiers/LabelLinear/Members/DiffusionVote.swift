public import VectorKernels

/// The vote of the m training rows that a diffusion from the query reaches most strongly, one vote each.
///
/// Rows are ranked by the weights of ``LabelPropagation`` (ties: lowest row) instead of by distance, so that they
/// follow the shape of a class, and far more of them can vote than are near. A construction of this project.
public struct DiffusionVote: LabelLinear, Equatable {
  /// Number of rows that vote, m; 1 or more, `nil` for a twentieth of the training rows, at least 10.
  public var voterCount: Int?
  /// Number of neighbors that rows are joined with, k; 1 or more.
  public var neighborCount: Int
  /// How far the diffusion reaches, a: above 0 and below 1.
  public var reach: Double

  /// Describes the classifier.
  ///
  /// - Parameters:
  ///   - voterCount: m, 1 or more; by default a twentieth of the training rows, at least 10.
  ///   - neighborCount: k, 1 or more; 10 by default.
  ///   - reach: a, above 0 and below 1; 0.99 by default.
  public init(voterCount: Int? = nil, neighborCount: Int = 10, reach: Double = 0.99) {
    self.voterCount = voterCount
    self.neighborCount = neighborCount
    self.reach = reach
  }

  /// Makes the graph.
  ///
  /// - Complexity: O(n² · d) at most.
  public func fit(
    _ features: Matrix, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> FittedDiffusionVote {
    try LabelLinearInput.check("number of voters", voterCount)
    let propagation = try LabelPropagation(neighborCount: neighborCount, reach: reach)
      .fit(features, seed: seed, execution: execution)
    let n = features.rowCount
    return FittedDiffusionVote(
      propagation: propagation, voterCount: min(n, voterCount ?? max(10, n / 20)))
  }
}

/// The graph that a diffusion follows.
public struct FittedDiffusionVote: FittedLabelLinear {
  let propagation: FittedLabelPropagation
  /// Number of rows that vote, m.
  public let voterCount: Int

  /// Number of training rows, n.
  public var rowCount: Int { propagation.rowCount }

  /// The votes for some queries, ascending.
  ///
  /// - Complexity: that of ``FittedLabelPropagation``, and O(n log n) for each query.
  public func labelWeights(
    _ queries: Matrix, rows block: Range<Int>, execution: Execution
  ) throws(ClassifierError) -> [LabelWeights] {
    let reached = try propagation.weights(queries, rows: block, execution: execution)
    return execution.silent.map(count: block.count) { query in
      let weights = reached[query]
      let order = weights.indices.sorted { (-weights[$0], $0) < (-weights[$1], $1) }
      return .votes(order.prefix(voterCount).map { Int32($0) }.sorted())
    }
  }
}
