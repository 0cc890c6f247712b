internal import VectorKernels

/// Holds panels of rows against means: what one thread works with.
final class CellProber {
  private let strips: [PackedStrip]
  private let panel: PanelRows
  private let values: Memory<Int32>
  private let stripValues: Memory<Int32>
  private let gathered: Memory<UInt8>
  private let largest: LargestPlaces
  private let count: Int
  private let isReal: Bool

  /// Rows taken together.
  var rowCount: Int { panel.capacity }

  init(_ means: CodeRows) {
    let width = PackedStrip.capacity(
      kind: means.recipe.kind, level: means.level, codeBytes: means.codeBytes)
    strips = stride(from: 0, to: means.count, by: width).map { first in
      let count = min(width, means.count - first)
      let strip = PackedStrip(
        kind: means.recipe.kind, level: means.level, codeBytes: means.codeBytes, capacity: count)
      means.fill(strip, from: first, count: count)
      return strip
    }
    panel = strips[0].panel()
    count = means.count
    isReal = means.isReal
    values = Memory(count: panel.capacity * means.count)
    stripValues = Memory(count: panel.capacity * (strips.map(\.paddedCount).max() ?? 0))
    gathered = Memory(count: panel.capacity * means.codeBytes)
    largest = LargestPlaces(
      count: means.count, wanted: means.count, level: means.level, isReal: isReal)
  }

  /// Takes up to ``rowCount`` rows.
  func hold(_ codes: CodeRows, _ rows: [Int]) {
    for (place, row) in rows.enumerated() {
      unsafe (gathered.base + place * codes.codeBytes).update(
        from: codes.codes.base + row * codes.codeBytes, count: codes.codeBytes)
    }
    var start = 0
    for strip in strips {
      unsafe strip.values(
        UnsafeRawPointer(gathered.base), rows.count, panel,
        into: UnsafeMutableRawPointer(stripValues.base))
      for place in rows.indices {
        unsafe (values.base + place * count + start).update(
          from: stripValues.base + place * strip.paddedCount, count: strip.count)
      }
      start += strip.count
    }
  }

  /// The nearest mean of one of the rows; of equal ones the first.
  func nearest(_ place: Int) -> Int {
    find(1, of: place)
    return largest[0]
  }

  /// The nearest means of one of the rows, in no order; `own` is among them whatever its value.
  func nearest(_ place: Int, count: Int, own: Int) -> [Int] {
    values[place * self.count + own] =
      isReal ? Int32(bitPattern: Float(3e38).bitPattern) : .max
    find(count, of: place)
    return (0..<count).map { largest[$0] }
  }

  /// All means, nearest first, `own` before all others.
  func order(_ place: Int, own: Int) -> [Int] {
    func value(_ mean: Int) -> Double {
      let word = values[place * count + mean]
      if mean == own { return .infinity }
      return isReal ? Double(Float(bitPattern: UInt32(bitPattern: word))) : Double(word)
    }
    return (0..<count).map { (-value($0), $0) }.sorted { $0 < $1 }.map(\.1)
  }

  private func find(_ wanted: Int, of place: Int) {
    unsafe largest.find(wanted, of: values.base + place * count, count: count)
  }
}
