internal import CVectorKernels

/// Pairs of rows that wait for being measured together.
@safe struct PairBatch {
  private let level: Int32
  private let columnCount: Int
  private let element: fg_element
  private let left = unsafe Memory<UnsafeRawPointer?>(count: Int(FG_PAIRS), repeating: nil)
  private let right = unsafe Memory<UnsafeRawPointer?>(count: Int(FG_PAIRS), repeating: nil)
  private let results = Memory<Double>(count: Int(FG_PAIRS), repeating: 0)
  private let ones = Memory<Int>(count: Int(FG_PAIRS), repeating: 0)
  private let others = Memory<Int>(count: Int(FG_PAIRS), repeating: 0)
  private var count = 0

  init(level: Int32, columnCount: Int, element: fg_element) {
    self.level = level
    self.columnCount = columnCount
    self.element = element
  }

  var isFull: Bool { count == Int(FG_PAIRS) }

  @inline(__always)
  mutating func add(_ one: UnsafeRawPointer, _ other: UnsafeRawPointer, tag: (Int, Int)) {
    unsafe left[count] = unsafe one
    unsafe right[count] = unsafe other
    ones[count] = tag.0
    others[count] = tag.1
    count += 1
  }

  /// Measures what waits and gives each pair's tag and accumulated value.
  mutating func flush(
    _ accumulation: fg_accumulation, _ body: ((Int, Int), Double) -> Void
  ) {
    guard count > 0 else { return }
    for place in count..<Int(FG_PAIRS) {
      unsafe left[place] = unsafe left[0]
      unsafe right[place] = unsafe right[0]
    }
    unsafe fg_exact_pairs(
      level, accumulation, element, left.base, right.base, columnCount, results.base)
    let waiting = count
    count = 0
    for place in 0..<waiting { body((ones[place], others[place]), results[place]) }
  }
}
