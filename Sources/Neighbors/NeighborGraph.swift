public import VectorKernels

/// The k nearest neighbors of every row, nearest first.
///
/// Neighbors are ordered by (exact distance, row); a row is never its own neighbor.
public struct NeighborGraph: Equatable, Sendable {
  /// Number of rows whose neighbors are listed, n.
  public let rowCount: Int
  /// Number of neighbors of each row, k.
  public let neighborCount: Int
  /// The metric that ordered them; `nil` in a graph of somebody else's that does not tell.
  public let metric: DistanceMetric?
  /// n x k row numbers, row-major.
  public let indices: [Int32]
  /// n x k distances, row-major, ascending in each row; computed in double precision and rounded once.
  public let distances: [Float]
  /// What share of the true neighbors these are; `nil` where they are all of them.
  public let recall: RecallEstimate?

  /// Makes a graph from its parts.
  ///
  /// - Precondition: both lists have `rowCount * neighborCount` members.
  public init(
    rowCount: Int, neighborCount: Int, metric: DistanceMetric?, indices: [Int32],
    distances: [Float], recall: RecallEstimate? = nil
  ) {
    precondition(
      indices.count == rowCount * neighborCount && distances.count == indices.count,
      "a graph lists rowCount * neighborCount neighbors")
    self.rowCount = rowCount
    self.neighborCount = neighborCount
    self.metric = metric
    self.indices = indices
    self.distances = distances
    self.recall = recall
  }

  /// The neighbors of a row, nearest first.
  public func neighbors(of row: Int) -> ArraySlice<Int32> {
    indices[row * neighborCount..<(row + 1) * neighborCount]
  }

  /// The distances to the neighbors of a row, ascending.
  public func distances(of row: Int) -> ArraySlice<Float> {
    distances[row * neighborCount..<(row + 1) * neighborCount]
  }

  /// The graph of the `count` nearest of these neighbors.
  ///
  /// - Precondition: `1...neighborCount` contains `count`.
  public func nearest(_ count: Int) -> NeighborGraph {
    precondition((1...neighborCount).contains(count), "the graph has fewer neighbors")
    if count == neighborCount { return self }
    func kept<Value>(_ values: [Value]) -> [Value] {
      (0..<rowCount).flatMap { values[$0 * neighborCount..<$0 * neighborCount + count] }
    }
    return NeighborGraph(
      rowCount: rowCount, neighborCount: count, metric: metric, indices: kept(indices),
      distances: kept(distances), recall: recall)
  }

  /// The graph among some of the rows, without neighbors beside them.
  ///
  /// Every row keeps as many of its neighbors, the nearest, as the row with the fewest left has.
  ///
  /// - Parameter rows: Rows of the graph, ascending.
  /// - Returns: A graph whose row i is the i-th of these, possibly without any neighbors.
  /// - Complexity: O(n · k).
  public func among(_ rows: [Int]) -> NeighborGraph {
    var place = [Int32](repeating: -1, count: rowCount)
    for (index, row) in rows.enumerated() { place[row] = Int32(index) }
    let count =
      rows.map { row in neighbors(of: row).count { place[Int($0)] >= 0 } }.min() ?? 0
    var keptIndices: [Int32] = []
    var keptDistances: [Float] = []
    keptIndices.reserveCapacity(rows.count * count)
    keptDistances.reserveCapacity(rows.count * count)
    for row in rows {
      let kept = zip(neighbors(of: row), distances(of: row)).lazy
        .filter { place[Int($0.0)] >= 0 }.prefix(count)
      for (neighbor, distance) in kept {
        keptIndices.append(place[Int(neighbor)])
        keptDistances.append(distance)
      }
    }
    return NeighborGraph(
      rowCount: rows.count, neighborCount: count, metric: metric, indices: keptIndices,
      distances: keptDistances, recall: recall)
  }
}
