internal import Neighbors
public import VectorKernels

/// Labels spread over the neighbor graph of the training rows (Zhou and others 2004), read where a query would join it.
///
/// With S = D^-1/2 W D^-1/2 of the symmetrised graph of the k nearest neighbors and R = (1 - a)(I - a S)^-1, the weights
/// of a query are R v, where v is 1 / sqrt(degree) for the k training rows nearest to the query and 0 elsewhere: what a
/// row that is joined with these would get in one step. Graph and weights depend on features alone.
public struct LabelPropagation: LabelLinear, Equatable {
  /// Number of neighbors that rows are joined with, k; 1 or more.
  public var neighborCount: Int
  /// How far labels are spread, a: above 0 and below 1.
  public var reach: Double

  /// Describes the classifier.
  ///
  /// - Parameters:
  ///   - neighborCount: k, 1 or more; 10 by default.
  ///   - reach: a, above 0 and below 1; 0.95 by default.
  public init(neighborCount: Int = 10, reach: Double = 0.95) {
    self.neighborCount = neighborCount
    self.reach = reach
  }

  /// Makes the graph.
  ///
  /// - Complexity: O(n² · d) at most.
  public func fit(
    _ features: Matrix, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> FittedLabelPropagation {
    try LabelLinearInput.check("k", neighborCount)
    guard reach > 0, reach < 1 else {
      throw .invalidParameter(name: "reach", value: "\(reach)", allowed: "above 0 and below 1")
    }
    try LabelLinearInput.check(features)
    let n = features.rowCount
    let joinedCount = min(neighborCount, n - 1)
    let graph: NeighborGraph
    do throws(NeighborError) {
      graph =
        joinedCount == 0
        ? NeighborGraph(
          rowCount: n, neighborCount: 0, metric: .euclidean, indices: [], distances: [])
        : try ExactNeighbors.graph(of: features, count: joinedCount, execution: execution.silent)
    } catch {
      throw .neighbors(error)
    }
    return FittedLabelPropagation(
      rows: try NearestTrainingRows(features, execution: execution),
      resolvent: GraphResolvent(
        graph: SymmetricGraph(graph, neighborCount: joinedCount), reach: reach),
      neighborCount: min(neighborCount, n))
  }
}

/// The graph that labels are spread over.
public struct FittedLabelPropagation: FittedLabelLinear {
  let rows: NearestTrainingRows
  let resolvent: GraphResolvent
  /// Number of training rows that a query is joined with, k.
  public let neighborCount: Int

  /// Number of training rows, n.
  public var rowCount: Int { rows.rowCount }

  /// The weights for some queries.
  ///
  /// - Complexity: O(m · n · k · sqrt(1 / (1 - a))) and the search.
  public func labelWeights(
    _ queries: Matrix, rows block: Range<Int>, execution: Execution
  ) throws(ClassifierError) -> [LabelWeights] {
    try weights(queries, rows: block, execution: execution).map { .dense($0) }
  }

  /// The weights as plain numbers, one for each training row.
  func weights(
    _ queries: Matrix, rows block: Range<Int>, execution: Execution
  ) throws(ClassifierError) -> [[Double]] {
    let queries = try LabelLinearInput.block(queries, block, featureCount: rows.featureCount)
    let nearest = try rows.nearest(queries, count: neighborCount, execution: execution)
    let starts = (0..<block.count).map { query in
      var start = [Double](repeating: 0, count: rowCount)
      for row in nearest.neighbors(of: query) {
        // A row without neighbors passes on its own label alone.
        let scale = resolvent.graph.scales[Int(row)]
        start[Int(row)] = scale > 0 ? scale : 1
      }
      return start
    }
    return resolvent.apply(starts, tolerance: Self.tolerance, execution: execution.silent)
  }

  /// The relative residual that ends a solution.
  ///
  /// Whatever it is, weights are those of features alone.
  private static let tolerance = 1e-6
}
