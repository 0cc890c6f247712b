/// Keeps the neighbors of rows as they are found, so that an interrupted search can go on where it was.
public protocol NeighborRecorder: Sendable {
  /// Gives back what earlier searches of the same kind recorded, each row once.
  ///
  /// - Parameter body: Called with rows and, for each, its k neighbors and their distances, nearest first.
  /// - Throws: What the recorder meets on reading.
  func restore(
    _ body: (_ rows: [Int32], _ indices: [Int32], _ distances: [Float]) -> Void
  ) throws

  /// Keeps the neighbors of some rows; called from any thread, one at a time.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - indices: k neighbors for each.
  ///   - distances: Their distances.
  /// - Throws: What the recorder meets on writing; the search then ends with it.
  func record(rows: [Int32], indices: [Int32], distances: [Float]) throws
}
