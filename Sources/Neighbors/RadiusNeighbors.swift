public import VectorKernels

/// All rows within a distance of rows asked for.
public struct RadiusNeighbors: Equatable, Sendable {
  /// The metric that the distances are of.
  public let metric: DistanceMetric
  /// Where the neighbors of each row asked for start, and the end of the last: q + 1 places.
  public let offsets: [Int]
  /// Rows of the reference, those of one row asked for by (distance, row).
  public let indices: [Int32]
  /// Their distances, rounded once.
  public let distances: [Float]

  /// The rows within the distance of a row asked for, nearest first.
  public func neighbors(of row: Int) -> ArraySlice<Int32> {
    indices[offsets[row]..<offsets[row + 1]]
  }

  /// Their distances.
  public func distances(of row: Int) -> ArraySlice<Float> {
    distances[offsets[row]..<offsets[row + 1]]
  }
}
