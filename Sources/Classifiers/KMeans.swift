internal import LabelData
public import Neighbors
public import VectorKernels

/// Clusters of rows around their means, by Lloyd's algorithm (1982); it never looks at labels.
///
/// It starts as k-means++ does (Arthur and Vassilvitskii 2007).
/// The first center is a row drawn uniformly; each further one a row drawn with a probability in proportion to the
/// squared distance to the nearest center so far (uniformly, where no row is apart from a center). Then every row
/// joins the nearest center (ties: lowest) and every center moves to the mean of its rows, rounded to single
/// precision; one that has lost its rows stays. It ends when no row changes its center, or after ``rounds`` rounds.
public struct KMeans: Equatable, Sendable {
  /// Number of clusters, 1 or more; of fewer rows, as many as there are rows.
  public var clusterCount: Int
  /// Largest number of rounds, 1 or more.
  public var rounds: Int

  /// Describes a clustering.
  ///
  /// - Parameters:
  ///   - clusterCount: Number of clusters, 1 or more.
  ///   - rounds: Largest number of rounds, 1 or more; 25 by default.
  public init(clusterCount: Int, rounds: Int = 25) {
    self.clusterCount = clusterCount
    self.rounds = rounds
  }

  /// What a clustering found.
  public struct Clusters: Equatable, Sendable {
    /// The centers, one row each.
    public let centers: Matrix
    /// The nearest center of every row.
    public let assignments: [Int]
    /// Distance of every row to it.
    public let distances: [Float]

    /// The rows of every cluster, nearest to the center first (ties: lowest row).
    public var members: [[Int]] {
      var members = [[Int]](repeating: [], count: centers.rowCount)
      for row in assignments.indices { members[assignments[row]].append(row) }
      return members.map { rows in rows.sorted { (distances[$0], $0) < (distances[$1], $1) } }
    }
  }

  /// Finds clusters.
  ///
  /// - Parameters:
  ///   - features: n x d, finite, at least one row.
  ///   - seed: Where the draws start.
  ///   - execution: Threads; the clusters do not depend on them.
  /// - Returns: The centers, and the center of every row.
  /// - Throws: ``/Neighbors/NeighborError`` when a distance exceeds what a `Float` holds.
  /// - Complexity: O(n · c · d) at most for the start and for each round, c being the number of clusters; n · 20 bytes.
  public func fit(
    _ features: Matrix, seed: UInt64, execution: Execution
  ) throws(NeighborError) -> Clusters {
    precondition(clusterCount >= 1 && rounds >= 1, "at least one cluster and one round")
    precondition(features.rowCount > 0, "rows to cluster")
    var centers = firstCenters(features, seed: seed, execution: execution)
    var nearest = try Self.nearest(features, centers, execution)
    for _ in 1..<rounds {
      centers = Self.means(features, nearest.indices, centers)
      let next = try Self.nearest(features, centers, execution)
      let isSettled = next.indices == nearest.indices
      nearest = next
      if isSettled { break }
    }
    return Clusters(
      centers: centers, assignments: nearest.indices.map(Int.init), distances: nearest.distances)
  }

  /// Rows drawn as centers.
  private func firstCenters(_ features: Matrix, seed: UInt64, execution: Execution) -> Matrix {
    let n = features.rowCount
    var generator = SeededGenerator(seed: seed, key: "k-means")
    var chosen = [generator.below(n)]
    let norms = (0..<n).map { row in
      features.row(row).reduce(0) { $0 + Double($1) * Double($1) }
    }
    var squares = [Double](repeating: .infinity, count: n)
    while chosen.count < min(clusterCount, n) {
      let last = chosen[chosen.count - 1]
      let center = features.row(last).map(Double.init)
      let (known, norms) = (squares, norms)
      squares = execution.silent.mapBlocks(of: n, size: 4096) { block in
        block.map { row in
          min(known[row], max(0, norms[row] + norms[last] - 2 * dot(center, features, row: row)))
        }
      }.flatMap(\.self)
      chosen.append(Self.drawn(squares, &generator) ?? generator.below(n))
    }
    return features.selecting(rows: chosen)
  }

  /// A row drawn in proportion to its share of the sum; `nil` where the sum is 0 or no number.
  private static func drawn(_ shares: [Double], _ generator: inout SeededGenerator) -> Int? {
    let sum = shares.reduce(0, +)
    guard sum > 0, sum.isFinite else { return nil }
    var rest = generator.unitInterval() * sum
    for (row, share) in shares.enumerated() where share > 0 {
      rest -= share
      if rest < 0 { return row }
    }
    return shares.lastIndex { $0 > 0 }
  }

  private static func nearest(
    _ features: Matrix, _ centers: Matrix, _ execution: Execution
  ) throws(NeighborError) -> NeighborGraph {
    try ExactNeighbors.neighbors(
      of: FeatureRows(features), in: FeatureRows(centers), count: 1, execution: execution.silent)
  }

  /// The means of the rows of every center.
  private static func means(
    _ features: Matrix, _ assignments: [Int32], _ centers: Matrix
  ) -> Matrix {
    let d = features.columnCount
    var sums = [Double](repeating: 0, count: centers.elements.count)
    var counts = [Int](repeating: 0, count: centers.rowCount)
    for (row, center) in assignments.enumerated() {
      counts[Int(center)] += 1
      let (source, target) = (row * d, Int(center) * d)
      for column in 0..<d { sums[target + column] += Double(features.elements[source + column]) }
    }
    var moved = centers
    for center in counts.indices where counts[center] > 0 {
      for column in center * d..<(center + 1) * d {
        moved.elements[column] = Float(sums[column] / Double(counts[center]))
      }
    }
    return moved
  }
}
