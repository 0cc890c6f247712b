internal import LabelData
public import Neighbors
public import VectorKernels

/// Agglomerative clusters of rows by Ward's criterion (1963); it never looks at labels.
///
/// Every row starts as a cluster of its own, and at each step the two clusters are joined whose union adds least to the
/// sum of squared distances of all rows to the centers of their clusters: w v / (w + v) |a - b|² for clusters of w and v
/// rows with the centers a and b. The joins are found by chains of nearest neighbors (Murtagh 1983), which give those
/// of the plain loop where no two are equal, and are then made in order of what they add (ties: the earlier found).
///
/// Of more rows than ``leafLimit`` the joins would take too long: then it starts from that many cells of
/// ``KMeans``, each of which stays whole, and there are no more clusters than cells.
public struct WardClustering: Equatable, Sendable {
  /// Number of clusters, 1 or more; no more than there are rows, or cells.
  public var clusterCount: Int
  /// Most rows that are joined one by one, 2 or more.
  public var leafLimit: Int

  /// Describes a clustering.
  ///
  /// - Parameters:
  ///   - clusterCount: Number of clusters, 1 or more.
  ///   - leafLimit: Most rows that are joined one by one, 2 or more; 1,000 by default.
  public init(clusterCount: Int, leafLimit: Int = 1_000) {
    self.clusterCount = clusterCount
    self.leafLimit = leafLimit
  }

  /// Finds clusters.
  ///
  /// - Parameters:
  ///   - features: n x d, finite, at least one row.
  ///   - seed: Where the draws of cells start; without effect on up to ``leafLimit`` rows.
  ///   - execution: Threads for cells; the clusters do not depend on them.
  /// - Returns: The rows of every cluster, nearest to its center first (ties: lowest row); clusters in the order of
  ///   their lowest rows.
  /// - Throws: ``/Neighbors/NeighborError`` when a distance exceeds what a `Float` holds.
  /// - Complexity: O(m² · d) for m rows or cells, 16 · m · d bytes; and that of ``KMeans`` where there are more rows.
  public func fit(
    _ features: Matrix, seed: UInt64, execution: Execution
  ) throws(NeighborError) -> [[Int]] {
    precondition(clusterCount >= 1 && leafLimit >= 2, "at least one cluster and two leaves")
    precondition(features.rowCount > 0, "rows to cluster")
    var leaves = (0..<features.rowCount).map { [$0] }
    if leaves.count > leafLimit {
      leaves = try KMeans(clusterCount: leafLimit)
        .fit(features, seed: seed, execution: execution).members.filter { !$0.isEmpty }
    }
    var tree = WardTree(leaves.map { WardTree.Node(features, rows: $0) })
    let groups = tree.cut(into: min(clusterCount, leaves.count))
    return groups.map { group in
      let rows = group.flatMap { leaves[$0] }
      let node = WardTree.Node(features, rows: rows)
      return rows.map { (square: node.square(to: features.row($0)), row: $0) }
        .sorted { ($0.square, $0.row) < ($1.square, $1.row) }.map(\.row)
    }.sorted { ($0.min() ?? 0) < ($1.min() ?? 0) }
  }
}

/// The joins of some clusters into one.
private struct WardTree {
  /// A cluster by its center.
  struct Node {
    var center: [Double]
    var weight: Double

    /// The cluster of some rows.
    init(_ features: Matrix, rows: [Int]) {
      center = [Double](repeating: 0, count: features.columnCount)
      weight = Double(rows.count)
      for row in rows { addScaled(1 / weight, features, row: row, to: &center) }
    }

    /// The squared distance of the center to a row.
    func square(to row: some Collection<Float>) -> Double {
      zip(center, row).reduce(0) { $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1)) }
    }

    /// What a union with another cluster adds to the sum of squared distances.
    func cost(of other: Node) -> Double {
      var square = 0.0
      for column in center.indices {
        let difference = center[column] - other.center[column]
        square += difference * difference
      }
      return weight * other.weight / (weight + other.weight) * square
    }

    /// Takes in another cluster.
    mutating func join(_ other: Node) {
      let share = other.weight / (weight + other.weight)
      for column in center.indices {
        center[column] += share * (other.center[column] - center[column])
      }
      weight += other.weight
    }
  }

  private var nodes: [Node]

  init(_ leaves: [Node]) { nodes = leaves }

  /// The leaves of each of so many clusters.
  ///
  /// Joins never get cheaper on the way from a leaf to the root, so that the cheapest ones make whole clusters.
  mutating func cut(into count: Int) -> [[Int]] {
    let leafCount = nodes.count
    let joins = joins()
    let order = joins.indices.sorted { (joins[$0].cost, $0) < (joins[$1].cost, $1) }
    var groups = (0..<leafCount).map { [$0] }
    var owner = Array(0..<leafCount)
    for join in order.prefix(leafCount - count) {
      let (first, second) = (owner[joins[join].first], owner[joins[join].second])
      for leaf in groups[second] { owner[leaf] = first }
      groups[first] += groups[second]
      groups[second] = []
    }
    return groups.filter { !$0.isEmpty }
  }

  /// All joins, each of two clusters by a leaf of theirs.
  private mutating func joins() -> [(first: Int, second: Int, cost: Double)] {
    var active = Array(nodes.indices)
    var chain: [Int] = []
    var joins: [(first: Int, second: Int, cost: Double)] = []
    while active.count > 1 {
      if chain.isEmpty { chain = [active[0]] }
      let last = chain[chain.count - 1]
      let before = chain.count > 1 ? chain[chain.count - 2] : nil
      // Among equals the one before wins, else the chain might never end.
      var nearest = before.map { (node: $0, cost: nodes[last].cost(of: nodes[$0])) }
      for other in active where other != last && other != before {
        let cost = nodes[last].cost(of: nodes[other])
        if cost < nearest?.cost ?? .infinity { nearest = (other, cost) }
      }
      guard let (node, cost) = nearest else { preconditionFailure("finite features") }
      guard node == before else {
        chain.append(node)
        continue
      }
      let (kept, gone) = (min(last, node), max(last, node))
      joins.append((kept, gone, cost))
      let other = nodes[gone]
      nodes[kept].join(other)
      active.removeAll { $0 == gone }
      chain.removeAll { $0 == last || $0 == node }
    }
    return joins
  }
}
