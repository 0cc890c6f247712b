internal import CVectorKernels

/// A panel of rows as a tile kernel takes it, with room for its hits: what one thread works with.
final class PanelRows {
  /// Rows of a full panel.
  let capacity: Int
  let half: Memory<Int32>
  let reach: Memory<Float>
  let slack: Memory<Float>
  let scratch: Memory<UInt8>
  let hits: Memory<fg_hit>

  /// Makes room.
  ///
  /// - Parameters:
  ///   - kind: What codes are.
  ///   - level: Instruction set.
  ///   - codeBytes: Bytes of a row's codes.
  ///   - width: Columns of the widest strip that the panel is held against.
  init(kind: fg_code_kind, level: Int32, codeBytes: Int, width: Int) {
    let shape = fg_tile_shape_of(kind, level)
    capacity = Int(shape.rows)
    half = Memory(count: capacity, repeating: 0)
    reach = Memory(count: capacity, repeating: 0)
    slack = Memory(count: capacity, repeating: 0)
    scratch = Memory(count: capacity * codeBytes * Int(shape.spread))
    let columns = Int(shape.columns)
    hits = Memory(count: capacity * ((width + columns - 1) / columns * columns))
  }

  /// Takes rows that lie one after the other, without their reach.
  @inline(__always)
  func fill(_ rows: CodeRows, from first: Int, count: Int) {
    for row in 0..<count {
      half[row] = rows.half[first + row]
      slack[row] = rows.slack[first + row]
    }
  }
}
