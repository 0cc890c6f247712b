internal import VectorKernels

/// Finds rows that are probably near by their codes, so that a search starts with tight limits.
final class LimitSeeder {
  private let neighborCount: Int
  private let bounds: DistanceBounds
  private let isReal: Bool
  private let values: Memory<Int32>
  private let nearest: LargestPlaces
  /// Values of a row of the panel.
  private var width = 0

  /// - Parameters:
  ///   - width: Columns of the widest strip, padded.
  ///   - panelRows: Rows of a panel.
  ///   - neighborCount: k.
  ///   - bounds: The rows.
  ///   - isReal: Whether values are floats.
  init(width: Int, panelRows: Int, neighborCount: Int, bounds: DistanceBounds, isReal: Bool) {
    self.neighborCount = neighborCount
    self.bounds = bounds
    self.isReal = isReal
    values = Memory(count: panelRows * width)
    nearest = LargestPlaces(
      count: width, wanted: neighborCount, level: bounds.space.level, isReal: isReal)
  }

  /// Gives the k columns with the nearest codes for each row of a panel.
  ///
  /// - Parameters:
  ///   - strip: The columns, at least k of them.
  ///   - codes: The codes of the panel's rows.
  ///   - rows: How many rows there are.
  ///   - panel: What else is known of them.
  ///   - own: The column that is the panel's first row itself; `nil` where rows are no columns.
  ///   - body: Called with each row's place in the panel.
  func seed(
    _ strip: PackedStrip, _ codes: UnsafeRawPointer, _ rows: Int, _ panel: PanelRows, own: Int?,
    _ body: (Int) -> Void
  ) {
    unsafe strip.values(codes, rows, panel, into: UnsafeMutableRawPointer(values.base))
    width = strip.paddedCount
    for row in 0..<rows {
      let first = row * width
      if let own {
        values[first + own + row] = isReal ? Int32(bitPattern: Float(-3e38).bitPattern) : .min
      }
      unsafe nearest.find(neighborCount, of: values.base + first, count: strip.count)
      body(row)
    }
  }

  /// A quantity within which the columns lie that ``seed(_:_:_:_:own:_:)`` has just given.
  ///
  /// - Parameters:
  ///   - place: The row's place in the panel.
  ///   - row: The row.
  ///   - half: Half its squared norm, as codes have it.
  ///   - column: The row that a column is, and half its squared norm.
  /// - Returns: An upper bound of the k-th smallest quantity.
  func limit(
    _ place: Int, of row: Int32, half: Int32, column: (Int) -> (row: Int32, half: Int32)
  ) -> Double {
    let first = place * width
    return (0..<neighborCount).reduce(-Double.infinity) { limit, rank in
      let (other, otherHalf) = column(nearest[rank])
      if let products = bounds.products {
        let value = values[first + nearest[rank]]
        let halves = (HitJudge.float(half), HitJudge.float(otherHalf))
        if max(halves.0, halves.1) <= products.longestHalf {
          let lower = products.lower(half: halves.0, value: HitJudge.float(value))
          return max(limit, products.ceiling(lower))
        }
      }
      return max(limit, bounds.upper(row, other))
    }
  }
}
