public import VectorKernels

/// The vote of all training rows in the query's community, one vote each.
///
/// Communities are those of the neighbor graph, found from features alone with none of their number given: see
/// ``CommunityVote/fit(_:seed:execution:)``. Where classes lie apart each community is nearly of one class, and a
/// whole class's worth of labels votes, so that very many must be changed to change a prediction.
public struct CommunityVote: LabelLinear, Equatable {
  /// Number of neighbors that rows are joined with, k; 1 or more.
  public var neighborCount: Int

  /// Describes the classifier.
  ///
  /// - Parameter neighborCount: k, 1 or more; 10 by default.
  public init(neighborCount: Int = 10) {
    self.neighborCount = neighborCount
  }

  /// Finds the communities by their modularity (Newman and Girvan 2004), as Blondel, Guillaume, Lambiotte and Lefebvre
  /// (2008) do.
  ///
  /// Rows of more than 50 features are first projected onto the 50 directions in which they vary most. A query belongs
  /// to the most frequent community among its five nearest training rows (ties: that of the nearest).
  ///
  /// - Complexity: O(n² · d) at most for the neighbors, and O(n · k) for each of some tens of passes.
  public func fit(
    _ features: Matrix, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> FittedCommunityVote {
    let communities = try RowCommunities(
      features, neighborCount: neighborCount, seed: seed, execution: execution)
    return FittedCommunityVote(communities: communities, members: communities.members)
  }
}

/// Communities of training rows.
public struct FittedCommunityVote: FittedLabelLinear {
  let communities: RowCommunities
  /// The training rows of every community, ascending.
  public let members: [[Int32]]

  /// Number of training rows, n.
  public var rowCount: Int { communities.rowCount }

  /// The votes for some queries.
  ///
  /// - Complexity: O(m · n · d) at most.
  public func labelWeights(
    _ queries: Matrix, rows block: Range<Int>, execution: Execution
  ) throws(ClassifierError) -> [LabelWeights] {
    try communities.communities(of: queries, rows: block, execution: execution)
      .map { .votes(members[$0]) }
  }
}
