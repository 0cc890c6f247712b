internal import Neighbors
package import VectorKernels

/// Communities of training rows, found from their features alone, and the community that a query would belong to.
///
/// Rows of more than 50 features are first brought into ``PrincipalCoordinates``. Rows are joined with their k nearest;
/// a query belongs to the most frequent community among its nearest training rows (ties: that of the nearest).
package struct RowCommunities: Sendable {
  private let coordinates: PrincipalCoordinates
  private let rows: NearestTrainingRows
  private let communities: Communities

  /// Number of nearest training rows that tell a query's community.
  private static let voterCount = 5

  /// Finds the communities.
  ///
  /// - Parameters:
  ///   - features: n x d.
  ///   - neighborCount: Number of neighbors that rows are joined with, k; 1 or more.
  ///   - limit: Most communities, which are joined until there are no more; `nil` for as many as are found.
  ///   - seed: Where the principal coordinates start.
  ///   - execution: Threads.
  /// - Throws: ``ClassifierError``.
  /// - Complexity: O(n² · d) at most for the neighbors.
  package init(
    _ features: Matrix, neighborCount: Int, limit: Int? = nil, seed: UInt64, execution: Execution
  ) throws(ClassifierError) {
    try LabelLinearInput.check("k", neighborCount)
    try LabelLinearInput.check(features)
    coordinates = PrincipalCoordinates(features, seed: seed)
    let mapped = coordinates.coordinates(of: features, execution: execution)
    let n = features.rowCount
    let joinedCount = min(neighborCount, n - 1)
    let graph: NeighborGraph
    do throws(NeighborError) {
      graph =
        joinedCount == 0
        ? NeighborGraph(
          rowCount: n, neighborCount: 0, metric: .euclidean, indices: [], distances: [])
        : try ExactNeighbors.graph(of: mapped, count: joinedCount, execution: execution.silent)
    } catch {
      throw .neighbors(error)
    }
    var communities = Communities(SymmetricGraph(graph, neighborCount: joinedCount))
    if let limit { communities.merge(to: limit) }
    self.communities = communities
    rows = try NearestTrainingRows(mapped, execution: execution)
    featureCount = features.columnCount
  }

  /// Number of features, d.
  package let featureCount: Int
  /// Number of training rows, n.
  package var rowCount: Int { rows.rowCount }
  /// Number of communities.
  package var count: Int { communities.count }
  /// The community of every training row.
  package var assignments: [Int32] { communities.assignments }

  /// The training rows of every community, ascending.
  package var members: [[Int32]] {
    var members = [[Int32]](repeating: [], count: count)
    for (row, community) in assignments.enumerated() {
      members[Int(community)].append(Int32(row))
    }
    return members
  }

  /// The community of each of a block of queries.
  ///
  /// - Complexity: O(m · n · d) at most.
  package func communities(
    of queries: Matrix, rows block: Range<Int>, execution: Execution
  ) throws(ClassifierError) -> [Int] {
    let queries = try LabelLinearInput.block(queries, block, featureCount: featureCount)
    let nearest = try rows.nearest(
      coordinates.coordinates(of: queries, execution: execution),
      count: min(Self.voterCount, rowCount), execution: execution)
    return (0..<block.count).map { query in
      let votes = nearest.neighbors(of: query).map { Int(assignments[Int($0)]) }
      var counts: [Int: Int] = [:]
      for vote in votes { counts[vote, default: 0] += 1 }
      let most = counts.values.max() ?? 0
      return votes.first { counts[$0] == most } ?? 0
    }
  }
}
