public import VectorKernels

/// The exact k nearest neighbors of every row, by looking at every pair.
///
/// A block of rows is held against all others in tiles of 4 x 16 pairs; nothing of size n x n is kept. For
/// Euclidean distances a screen in single precision first rules out nearly all pairs.
/// - Complexity: O(n² · d) time; n · k · 8 bytes for the graph, and one packed copy of the matrix.
public enum ExactNeighbors {
  /// Rows whose neighbors are sought together: with 16 packed rows they stay in the second-level cache.
  private static let blockSize = 64

  /// Finds the neighbors of every row among all other rows.
  ///
  /// - Parameters:
  ///   - matrix: n x d, finite.
  ///   - count: k, at least 1 and less than n.
  ///   - metric: How distance is measured.
  ///   - execution: Threads and progress. The graph does not depend on it.
  /// - Returns: For every row its neighbors by (distance, row).
  /// - Throws: ``NeighborError``.
  public static func graph(
    of matrix: Matrix, count: Int, metric: DistanceMetric = .euclidean,
    execution: Execution = Execution()
  ) throws(NeighborError) -> NeighborGraph {
    let n = matrix.rowCount
    guard (1..<max(n, 1)).contains(count) else {
      throw .neighborCount(given: count, rowCount: n)
    }
    let squaredNorms = metric == .cosine ? Self.squaredNorms(matrix) : []
    if let row = squaredNorms.firstIndex(of: 0) { throw .zeroRow(row) }
    let packed = PackedRows(matrix)
    let screen = ProductScreen(matrix, metric: metric)
    let blocks = execution.mapBlocks(of: n, size: blockSize) { block in
      if let screen { return screen.nearest(of: block, count: count, packed: packed) }
      var lists = NearestLists(rows: block, count: count)
      var tile = [Double](repeating: 0, count: PackedRows.tileRows * PackedRows.groupSize)
      for group in 0..<packed.groupCount {
        for row in stride(from: block.lowerBound, to: block.upperBound, by: PackedRows.tileRows) {
          packed.accumulate(
            metric.accumulation, rowsFrom: row, of: matrix, group: group, into: &tile)
          if metric == .cosine { complete(&tile, row, group, squaredNorms) }
          lists.offer(tile, rowsFrom: row, group: group, of: n) { accumulated in
            metric == .cosine
              ? accumulated
              : metric.distance(accumulated: accumulated, featureCount: matrix.columnCount)
          }
        }
      }
      return lists
    }
    let distances = blocks.flatMap { $0.distances.map { Float($0) } }
    if let place = distances.firstIndex(where: { !$0.isFinite }) {
      throw .overflow(row: place / count)
    }
    return NeighborGraph(
      rowCount: n, neighborCount: count, metric: metric, indices: blocks.flatMap(\.indices),
      distances: distances)
  }

  private static func squaredNorms(_ matrix: Matrix) -> [Double] {
    (0..<matrix.rowCount).map { row in
      matrix.row(row).reduce(0) { $0 + Double($1) * Double($1) }
    }
  }

  /// Turns products into cosine distances, whose order depends on the norms.
  private static func complete(
    _ tile: inout [Double], _ firstRow: Int, _ group: Int, _ squaredNorms: [Double]
  ) {
    for row in 0..<PackedRows.tileRows where firstRow + row < squaredNorms.count {
      for lane in 0..<PackedRows.groupSize {
        let other = group * PackedRows.groupSize + lane
        guard other < squaredNorms.count else { break }
        let place = row * PackedRows.groupSize + lane
        tile[place] = DistanceMetric.cosine.distance(
          accumulated: tile[place], featureCount: 0,
          squaredNorms: (squaredNorms[firstRow + row], squaredNorms[other]))
      }
    }
  }
}

/// Why neighbors cannot be found.
public enum NeighborError: Error, Equatable, Sendable {
  /// k is not in 1..<n.
  case neighborCount(given: Int, rowCount: Int)
  /// A row of zeros has no cosine distance.
  case zeroRow(Int)
  /// A distance from this row exceeds what a `Float` holds.
  case overflow(row: Int)
}

extension NeighborError: CustomStringConvertible {
  /// The fault in one sentence.
  public var description: String {
    switch self {
    case .neighborCount(let given, let rowCount):
      "k is \(given); allowed: 1 to \(rowCount - 1), the number of other rows"
    case .zeroRow(let row): "row \(row) is all zeros, which has no cosine distance"
    case .overflow(let row):
      "a distance from row \(row) exceeds the range of 32-bit numbers; scale the features"
    }
  }
}
