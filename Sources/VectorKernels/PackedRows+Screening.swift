internal import CVectorKernels

extension PackedRows {
  /// Rows that ``survivors(rowsFrom:of:group:rowBounds:columnBounds:into:)`` holds against one group, and
  /// that ``squaredDistances(_:row:others:into:)`` takes at a time.
  public static let screenRows = Int(FG_SCREEN_ROWS)

  /// Tells which pairs of eight rows of a matrix and one group may have a product that reaches a bound.
  ///
  /// The product is summed in single precision, in an order and with roundings that depend on the processor:
  /// bounds must leave room for `d * 2^-24` of the product of the norms.
  ///
  /// - Parameters:
  ///   - row: The first of eight consecutive rows; rows past the last repeat it.
  ///   - matrix: Where the eight rows are.
  ///   - group: Which group of packed rows.
  ///   - rowBounds: A part of the bound for each of the eight rows.
  ///   - columnBounds: The other part, for every packed row; ``groupSize`` for each group.
  ///   - survivors: For each of the eight rows a mask of the group's rows; a bit is clear only if the product
  ///     is below the sum of both parts.
  /// - Complexity: O(128 · d).
  public func survivors(
    rowsFrom row: Int, of matrix: Matrix, group: Int, rowBounds: ArraySlice<Float>,
    columnBounds: [Float], into survivors: inout [UInt16]
  ) {
    let d = columnCount
    precondition(
      matrix.columnCount == d && (0..<matrix.rowCount).contains(row)
        && (0..<groupCount).contains(group) && rowBounds.count == Self.screenRows
        && columnBounds.count == groupCount * Self.groupSize && survivors.count == Self.screenRows)
    unsafe Self.withRows(
      (0..<Self.screenRows).map { min(row + $0, matrix.rowCount - 1) }, of: matrix
    ) {
      rows in
      unsafe withGroup(group) { packed in
        unsafe rowBounds.withUnsafeBufferPointer { rowBounds in
          unsafe columnBounds.withUnsafeBufferPointer { columnBounds in
            unsafe survivors.withUnsafeMutableBufferPointer { survivors in
              guard let bounds = columnBounds.baseAddress else { return }
              unsafe fg_screen_tile(
                rows, packed, d, rowBounds.baseAddress, bounds + group * Self.groupSize,
                survivors.baseAddress)
            }
          }
        }
      }
    }
  }

  /// The squared distances of one row to eight others, bit for bit those that
  /// ``accumulate(_:rowsFrom:of:group:into:)`` gives.
  ///
  /// - Complexity: O(8 · d).
  public static func squaredDistances(
    _ matrix: Matrix, row: Int, others: some Collection<Int>, into distances: inout [Double]
  ) {
    precondition(others.count == screenRows && distances.count == screenRows)
    precondition((0..<matrix.rowCount).contains(row))
    precondition(others.allSatisfy { (0..<matrix.rowCount).contains($0) })
    unsafe withRows(Array(others) + [row], of: matrix) { rows in
      unsafe distances.withUnsafeMutableBufferPointer { distances in
        unsafe fg_squared_distances(
          rows[screenRows], rows, matrix.columnCount, distances.baseAddress)
      }
    }
  }

  /// Calls `body` with the addresses of rows of a matrix.
  private static func withRows(
    _ rows: [Int], of matrix: Matrix, _ body: (UnsafePointer<UnsafePointer<Float>?>) -> Void
  ) {
    unsafe matrix.elements.withUnsafeBufferPointer { elements in
      guard let start = elements.baseAddress else { return }
      unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<Float>?.self, capacity: rows.count) {
        addresses in
        for (place, row) in rows.enumerated() {
          unsafe addresses.initializeElement(at: place, to: start + row * matrix.columnCount)
        }
        guard let addresses = addresses.baseAddress else { return }
        unsafe body(addresses)
      }
    }
  }
}
