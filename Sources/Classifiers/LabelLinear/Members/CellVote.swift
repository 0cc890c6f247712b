internal import Neighbors
public import VectorKernels

/// The vote of all training rows in the query's cell of a k-means clustering, one vote each.
///
/// A query belongs to the cell with the nearest center (ties: lowest) among those that have training rows. The cells
/// are found from features alone.
public struct CellVote: LabelLinear, Equatable {
  /// Number of cells, 1 or more; of fewer rows, as many as there are rows.
  public var cellCount: Int

  /// Describes the classifier.
  ///
  /// - Parameter cellCount: Number of cells, 1 or more; 20 by default.
  public init(cellCount: Int = 20) {
    self.cellCount = cellCount
  }

  /// Finds the cells.
  ///
  /// - Complexity: that of ``KMeans``.
  public func fit(
    _ features: Matrix, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> FittedCellVote {
    try LabelLinearInput.check("number of cells", cellCount)
    try LabelLinearInput.check(features)
    let clusters: KMeans.Clusters
    do throws(NeighborError) {
      clusters = try KMeans(clusterCount: cellCount)
        .fit(features, seed: seed, execution: execution)
    } catch {
      throw .neighbors(error)
    }
    var members = [[Int32]](repeating: [], count: clusters.centers.rowCount)
    for (row, cell) in clusters.assignments.enumerated() { members[cell].append(Int32(row)) }
    let used = members.indices.filter { !members[$0].isEmpty }
    return FittedCellVote(
      centers: try NearestTrainingRows(
        clusters.centers.selecting(rows: used), execution: execution),
      members: used.map { members[$0] }, rowCount: features.rowCount)
  }
}

/// Cells of training rows.
public struct FittedCellVote: FittedLabelLinear {
  let centers: NearestTrainingRows
  /// The training rows of every cell, ascending.
  public let members: [[Int32]]
  /// Number of training rows, n.
  public let rowCount: Int

  /// The votes for some queries.
  ///
  /// - Complexity: O(m · cells · d).
  public func labelWeights(
    _ queries: Matrix, rows block: Range<Int>, execution: Execution
  ) throws(ClassifierError) -> [LabelWeights] {
    let queries = try LabelLinearInput.block(queries, block, featureCount: centers.featureCount)
    let nearest = try centers.nearest(queries, count: 1, execution: execution)
    return nearest.indices.map { .votes(members[Int($0)]) }
  }
}
