internal import CVectorKernels

/// Products of the rows of two small matrices in single precision.
struct FloatProducts {
  let level: Int32

  /// left x right values, row-major: every row of the one with every row of the other.
  func products(
    _ left: Memory<Float>, _ leftCount: Int, _ right: Memory<Float>, _ rightCount: Int, length: Int
  ) -> Memory<Float> {
    let result = Memory<Float>(count: leftCount * rightCount)
    let strip = PackedStrip(
      kind: fg_code_floats, level: level, codeBytes: length * 4,
      capacity: min(rightCount, max(48, (1 << 18) / max(1, length * 4))))
    let panel = strip.panel()
    let values = Memory<Float>(count: panel.capacity * (strip.capacity + Int(strip.shape.columns)))
    for first in stride(from: 0, to: rightCount, by: strip.capacity) {
      let count = min(strip.capacity, rightCount - first)
      unsafe strip.pack(UnsafeRawPointer(right.base + first * length), count: count)
      for row in stride(from: 0, to: leftCount, by: panel.capacity) {
        let rows = min(panel.capacity, leftCount - row)
        unsafe strip.values(
          UnsafeRawPointer(left.base + row * length), rows, panel,
          into: UnsafeMutableRawPointer(values.base))
        for place in 0..<rows {
          for column in 0..<count {
            result[(row + place) * rightCount + first + column] =
              values[place * strip.paddedCount + column]
          }
        }
      }
    }
    return result
  }
}
