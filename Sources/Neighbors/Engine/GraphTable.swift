internal import VectorKernels

/// The graph as it is filled, row by row, from any number of threads that fill different rows.
final class GraphTable: @unchecked Sendable {
  let rowCount: Int
  let neighborCount: Int
  private var indices: Memory<Int32>
  private var distances: Memory<Float>
  private let restored: Memory<Bool>
  private(set) var hasRestored = false

  init(rowCount: Int, neighborCount: Int) {
    self.rowCount = rowCount
    self.neighborCount = neighborCount
    indices = Memory(count: rowCount * neighborCount)
    distances = Memory(count: rowCount * neighborCount)
    restored = Memory(count: rowCount, repeating: false)
  }

  /// Takes rows over that an earlier search found.
  func restore(rows: [Int32], indices: [Int32], distances: [Float]) {
    for (place, row) in rows.enumerated() {
      restored[Int(row)] = true
      for rank in 0..<neighborCount {
        put(
          Int(row), rank, indices[place * neighborCount + rank],
          distances[place * neighborCount + rank])
      }
    }
    hasRestored = hasRestored || !rows.isEmpty
  }

  func isRestored(_ row: Int32) -> Bool { restored[Int(row)] }

  @inline(__always)
  func put(_ row: Int, _ rank: Int, _ index: Int32, _ distance: Float) {
    indices[row * neighborCount + rank] = index
    distances[row * neighborCount + rank] = distance
  }

  /// The distance of a row to one of its neighbors.
  func distance(_ row: Int, _ rank: Int) -> Float { distances[row * neighborCount + rank] }

  /// Gives finished rows to a recorder.
  func give(_ rows: [Int32], to recorder: any NeighborRecorder) throws {
    var (found, lengths): ([Int32], [Float]) = ([], [])
    for row in rows {
      for rank in 0..<neighborCount {
        found.append(indices[Int(row) * neighborCount + rank])
        lengths.append(distances[Int(row) * neighborCount + rank])
      }
    }
    try recorder.record(rows: rows, indices: found, distances: lengths)
  }

  /// The first row with a distance that single precision does not hold.
  var firstOverflow: Int? {
    (0..<rowCount * neighborCount).first { !distances[$0].isFinite }.map { $0 / neighborCount }
  }

  /// The finished graph; the table is empty afterwards.
  func graph(metric: DistanceMetric, recall: RecallEstimate?) -> NeighborGraph {
    // One list after the other, so that no more than one is there twice.
    let rows = unsafe Array(UnsafeBufferPointer(start: indices.base, count: indices.count))
    indices = Memory(count: 0)
    let lengths = unsafe Array(
      UnsafeBufferPointer(start: distances.base, count: distances.count))
    distances = Memory(count: 0)
    return NeighborGraph(
      rowCount: rowCount, neighborCount: neighborCount, metric: metric, indices: rows,
      distances: lengths, recall: recall)
  }
}
