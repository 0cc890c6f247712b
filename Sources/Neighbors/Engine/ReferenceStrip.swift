internal import CVectorKernels
internal import VectorKernels

/// A strip of a reference that is searched again and again: some consecutive rows, of which some may be gone.
final class ReferenceStrip: @unchecked Sendable {
  let firstRow: Int
  let packed: PackedStrip
  let odd: Memory<UInt8>
  /// Rows that are not gone.
  private(set) var liveCount = 0
  private let slack: Memory<Float>
  /// Codes row by row while rows may still come.
  private var codes: Memory<UInt8>?
  private let isReal: Bool

  /// Rows of a full strip.
  static func width(_ rows: CodeRows) -> Int {
    PackedStrip.capacity(kind: rows.recipe.kind, level: rows.level, codeBytes: rows.codeBytes)
  }

  init(firstRow: Int, like rows: CodeRows) {
    self.firstRow = firstRow
    let width = Self.width(rows)
    packed = PackedStrip(
      kind: rows.recipe.kind, level: rows.level, codeBytes: rows.codeBytes, capacity: width)
    odd = Memory(count: width, repeating: 0)
    slack = Memory(count: width, repeating: 0)
    codes = Memory(count: width * rows.codeBytes)
    isReal = rows.isReal
  }

  var isFull: Bool { packed.count == packed.capacity }

  /// Takes the next rows, as many as there is room for, and tells how many.
  func append(_ rows: CodeRows, from first: Int) -> Int {
    guard let codes else { return 0 }
    let old = packed.count
    let count = min(packed.capacity - old, rows.count - first)
    let bytes = rows.codeBytes
    unsafe (codes.base + old * bytes).update(
      from: rows.codes.base + first * bytes, count: count * bytes)
    unsafe packed.pack(UnsafeRawPointer(codes.base), count: old + count)
    for place in 0..<count {
      packed.start[old + place] = rows.start[first + place]
      slack[old + place] = rows.slack[first + place]
      odd[old + place] = rows.odd[first + place]
    }
    packed.setSlack(slack, from: 0)
    packed.pad(isReal: isReal)
    liveCount += count
    if isFull { self.codes = nil }
    return count
  }

  /// Lets no pair with a row be told any more.
  func remove(_ row: Int) {
    packed.start[row - firstRow] = PackedStrip.never(isReal: isReal)
    liveCount -= 1
  }
}
