internal import CVectorKernels
internal import VectorKernels

/// What kind of numbers rows hold, from one look at all of them.
struct RowExtent {
  /// The largest absolute value.
  let largest: Double
  /// Whether all values are whole numbers 0...255.
  let areBytes: Bool
  /// Whether all values are 0 or 1.
  let areBits: Bool

  /// Looks at all values.
  ///
  /// - Throws: ``NeighborError/notFinite(row:column:value:)``.
  init(_ rows: FeatureRows, _ space: RowSpace, execution: Execution) throws(NeighborError) {
    let (n, d) = (rows.rowCount, rows.columnCount)
    let blocks = execution.silent.mapBlocks(of: n, size: 1024) {
      block -> (bits: UInt32, areBytes: Bool, areBits: Bool) in
      let start = unsafe space.row(Int32(block.lowerBound))
      let count = block.count * d
      let bits = unsafe fg_largest_bits(space.level, space.element, start, count)
      var areBytes = space.element == fg_uint8
      var areBits = areBytes && bits <= 1
      if space.element == fg_float32, bits <= Float(255).bitPattern {
        let bytes = Memory<UInt8>(count: count)
        let floats = unsafe start.assumingMemoryBound(to: Float.self)
        areBytes = unsafe fg_convert_to_bytes(space.level, floats, count, bytes.base) != 0
        areBits = areBytes && bits <= Float(1).bitPattern
      } else if space.element == fg_float16, bits <= Float16(1).bitPattern {
        areBits = (0..<count).allSatisfy { place in
          let value = unsafe start.loadUnaligned(fromByteOffset: place * 2, as: UInt16.self)
          return value & 0x7FFF == 0 || value == Float16(1).bitPattern
        }
      }
      return (bits, areBytes, areBits)
    }
    let most = blocks.map(\.bits).max() ?? 0
    switch rows.element {
    case .uint8: largest = Double(most)
    case .float16: largest = Double(Float16(bitPattern: UInt16(truncatingIfNeeded: most)))
    case .float32: largest = Double(Float(bitPattern: most))
    }
    areBytes = blocks.allSatisfy(\.areBytes)
    areBits = blocks.allSatisfy(\.areBits)
    guard !largest.isFinite else { return }
    for row in 0..<n {
      let values = rows.row(row)
      if let column = values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(row: row, column: column, value: values[column])
      }
    }
    preconditionFailure("a value that is not finite is somewhere")
  }
}
