internal import CVectorKernels
internal import VectorKernels

/// Columns laid out for a tile kernel.
final class PackedStrip {
  let kind: fg_code_kind
  let level: Int32
  let codeBytes: Int
  let capacity: Int
  let shape: fg_tile_shape
  let packed: Memory<UInt8>
  let start: Memory<Int32>
  let reach: Memory<Float>
  private let half: Memory<Int32>
  private var halfSlack: Float = -1
  /// The largest slack of every tile.
  private let tileSlack: Memory<Float>
  private(set) var count = 0

  /// A panel to hold against strips like this one.
  func panel() -> PanelRows {
    PanelRows(kind: kind, level: level, codeBytes: codeBytes, width: capacity)
  }

  /// Columns with those that fill up the last tile.
  var paddedCount: Int {
    (count + Int(shape.columns) - 1) / Int(shape.columns) * Int(shape.columns)
  }

  init(kind: fg_code_kind, level: Int32, codeBytes: Int, capacity: Int) {
    self.kind = kind
    self.level = level
    self.codeBytes = codeBytes
    shape = fg_tile_shape_of(kind, level)
    let columns = Int(shape.columns)
    let padded = (capacity + columns - 1) / columns * columns
    self.capacity = capacity
    packed = Memory(count: padded * codeBytes * Int(shape.spread))
    start = Memory(count: padded, repeating: 0)
    reach = Memory(count: padded, repeating: 0)
    tileSlack = Memory(count: padded / columns, repeating: 0)
    half = Memory(count: padded, repeating: 0)
  }

  /// Columns that a strip should have, so that it stays in the second-level cache.
  static func capacity(kind: fg_code_kind, level: Int32, codeBytes: Int) -> Int {
    let shape = fg_tile_shape_of(kind, level)
    let columns = Int(shape.columns)
    let fitting = (1 << 18) / (codeBytes * Int(shape.spread)) / columns * columns
    return min(max(fitting, columns), 384)
  }

  /// Lays out columns.
  func pack(_ codes: UnsafeRawPointer, count: Int) {
    assert(count <= capacity)
    self.count = count
    unsafe fg_tile_pack(
      kind, level, codes.assumingMemoryBound(to: UInt8.self), codeBytes, count, packed.base)
  }

  /// The start of a column that no pair reaches.
  static func never(isReal: Bool) -> Int32 {
    isReal ? Int32(bitPattern: Float(-3e38).bitPattern) : FG_START_NEVER
  }

  /// Fills the places after the last column with what no pair reaches.
  func pad(isReal: Bool) {
    for place in count..<paddedCount {
      start[place] = Self.never(isReal: isReal)
      reach[place] = -1e30
    }
  }

  /// Notes the slack of the columns.
  func setSlack(_ slack: Memory<Float>, from first: Int) {
    let columns = Int(shape.columns)
    for tile in 0..<paddedCount / columns {
      let places = tile * columns..<min(count, (tile + 1) * columns)
      tileSlack[tile] = places.reduce(0) { max($0, slack[first + $1]) }
    }
  }

  /// All values of a panel, starting from ``start``, as int32 or float.
  func values(
    _ codes: UnsafeRawPointer, _ rows: Int, _ panel: PanelRows,
    into values: UnsafeMutableRawPointer
  ) {
    var panel = unsafe self.panel(codes, rows, panel)
    unsafe panel.values = unsafe values
    _ = unsafe fg_tile_scan(kind, level, &panel)
  }

  /// The pairs of a panel that may be near; they are in its hits.
  ///
  /// - Parameters:
  ///   - codes: The codes of the rows, one row after the other.
  ///   - rows: How many rows there are.
  ///   - panel: What else is known of them, and room for hits.
  ///   - isSquared: Whether values bound squared distances.
  ///   - isSymmetric: Whether the columns' reach counts too.
  ///   - rowOffset: The first row's place counted from the first column, for a triangle; else `nil`.
  /// - Returns: Number of hits.
  func scan(
    _ codes: UnsafeRawPointer, _ rows: Int, _ panel: PanelRows, isSquared: Bool, isSymmetric: Bool,
    rowOffset: Int?
  ) -> Int {
    var panel = unsafe self.panel(codes, rows, panel)
    unsafe panel.squares = isSquared ? 1 : 0
    unsafe panel.column_reach = isSymmetric ? unsafe UnsafePointer(reach.base) : nil
    if let rowOffset {
      unsafe panel.triangle = 1
      unsafe panel.row_offset = Int64(rowOffset)
    }
    return unsafe fg_tile_scan(kind, level, &panel)
  }

  /// Takes over what has changed in ``reach``.
  ///
  /// - Parameters:
  ///   - slack: What rows have at most, mostly; rows with more cost more.
  ///   - isSquared: Whether values bound squared distances.
  func settleReaches(slack: Float, isSquared: Bool) {
    halfSlack = slack
    var panel = unsafe fg_panel()
    unsafe panel.column_count = count
    unsafe panel.squares = isSquared ? 1 : 0
    unsafe panel.half_slack = slack
    unsafe panel.column_reach = unsafe UnsafePointer(reach.base)
    unsafe fg_tile_reaches(kind, level, &panel, half.base)
  }

  private func panel(_ codes: UnsafeRawPointer, _ rows: Int, _ panel: PanelRows) -> fg_panel {
    unsafe fg_panel(
      codes: codes.assumingMemoryBound(to: UInt8.self), code_bytes: codeBytes, row_count: rows,
      packed: packed.base, column_count: count, column_start: start.base, column_reach: nil,
      column_half: half.base, half_slack: halfSlack, tile_slack: tileSlack.base,
      row_half: panel.half.base, row_reach: panel.reach.base,
      row_slack: panel.slack.base, squares: 0, triangle: 0, row_offset: 0,
      scratch: panel.scratch.base,
      hits: panel.hits.base, values: nil)
  }
}
