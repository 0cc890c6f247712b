internal import CVectorKernels
internal import VectorKernels

/// Finds rows that are probably near by their codes, so that a search starts with tight limits.
final class LimitSeeder {
  private let neighborCount: Int
  private let space: RowSpace
  private let isReal: Bool
  private let values: Memory<Int32>
  private let places: Memory<UInt32>
  private var batch: PairBatch

  /// - Parameters:
  ///   - width: Columns of the widest strip, padded.
  ///   - panelRows: Rows of a panel.
  ///   - neighborCount: k.
  ///   - space: The rows.
  ///   - isReal: Whether values are floats.
  init(width: Int, panelRows: Int, neighborCount: Int, space: RowSpace, isReal: Bool) {
    self.neighborCount = neighborCount
    self.space = space
    self.isReal = isReal
    values = Memory(count: panelRows * width)
    places = Memory(count: neighborCount)
    batch = PairBatch(
      level: space.level, columnCount: space.columnCount, element: space.element)
  }

  /// Gives the k columns with the nearest codes for each row of a panel.
  ///
  /// - Parameters:
  ///   - strip: The columns, at least k of them.
  ///   - codes: The codes of the panel's rows.
  ///   - rows: How many rows there are.
  ///   - panel: What else is known of them.
  ///   - own: The column that is the panel's first row itself; `nil` where rows are no columns.
  ///   - body: Called with each row's place in the panel and its columns.
  func seed(
    _ strip: PackedStrip, _ codes: UnsafeRawPointer, _ rows: Int, _ panel: PanelRows, own: Int?,
    _ body: (Int, Memory<UInt32>) -> Void
  ) {
    unsafe strip.values(codes, rows, panel, into: UnsafeMutableRawPointer(values.base))
    let width = strip.paddedCount
    for row in 0..<rows {
      let first = row * width
      if let own {
        values[first + own + row] = isReal ? Int32(bitPattern: Float(-3e38).bitPattern) : .min
      }
      let start = unsafe values.base + first
      if isReal {
        unsafe start.withMemoryRebound(to: Float.self, capacity: strip.count) {
          unsafe fg_largest_places_float($0, strip.count, neighborCount, places.base)
        }
      } else {
        unsafe fg_largest_places(start, strip.count, neighborCount, places.base)
      }
      body(row, places)
    }
  }

  /// A distance within which all of the given columns lie.
  func limit(_ row: Int32, _ places: Memory<UInt32>, id: (Int) -> Int32) -> Double {
    var limit = -Double.infinity
    guard space.hasEstimates else {
      for place in 0..<neighborCount {
        let other = id(Int(places[place]))
        unsafe batch.add(space.row(row), space.row(other), tag: (Int(row), Int(other)))
        if batch.isFull { flush(&limit) }
      }
      flush(&limit)
      return limit
    }
    for place in 0..<neighborCount {
      let estimate = space.estimate(row, id(Int(places[place])))
      limit = max(limit, estimate.key + 2 * estimate.error)
    }
    return limit
  }

  private func flush(_ limit: inout Double) {
    var largest = limit
    batch.flush(space.accumulation) { pair, accumulated in
      largest = max(largest, space.key(accumulated, Int32(pair.0), Int32(pair.1)))
    }
    limit = largest
  }
}
