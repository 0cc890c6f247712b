internal import Neighbors
internal import Synchronization
internal import VectorKernels

/// Training rows that are searched for those near queries.
final class NearestTrainingRows: Sendable {
  private let index: Mutex<NeighborIndex>
  /// Number of training rows, n.
  let rowCount: Int
  /// Number of features, d.
  let featureCount: Int

  /// Keeps checked training features for the search.
  init(
    _ features: Matrix, metric: DistanceMetric = .euclidean, execution: Execution
  ) throws(ClassifierError) {
    rowCount = features.rowCount
    featureCount = features.columnCount
    do throws(NeighborError) {
      index = Mutex(
        try NeighborIndex(FeatureRows(features), metric: metric, execution: execution.silent))
    } catch {
      throw .neighbors(error)
    }
  }

  /// The nearest training rows of a block of queries.
  ///
  /// - Parameters:
  ///   - queries: Checked queries.
  ///   - count: How many for each, 1...n.
  ///   - execution: Threads.
  /// - Returns: For each query its rows by (distance, row).
  /// - Throws: ``ClassifierError/neighbors(_:)``.
  func nearest(
    _ queries: Matrix, count: Int, execution: Execution
  ) throws(ClassifierError) -> NeighborGraph {
    try search { index throws(NeighborError) in
      try index.neighbors(of: FeatureRows(queries), count: count, execution: execution.silent)
    }
  }

  /// The training rows within a distance of a block of queries.
  func within(
    _ radius: Double, _ queries: Matrix, execution: Execution
  ) throws(ClassifierError) -> RadiusNeighbors {
    try search { index throws(NeighborError) in
      try index.neighbors(of: FeatureRows(queries), within: radius, execution: execution.silent)
    }
  }

  private func search<Found: Sendable>(
    _ body: (NeighborIndex) throws(NeighborError) -> Found
  ) throws(ClassifierError) -> Found {
    let found = index.withLock { index -> Result<Found, NeighborError> in
      do throws(NeighborError) {
        return .success(try body(index))
      } catch {
        return .failure(error)
      }
    }
    switch found {
    case .success(let found): return found
    case .failure(let error): throw .neighbors(error)
    }
  }
}
