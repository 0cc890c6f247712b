internal import CVectorKernels
internal import VectorKernels

/// Rows spread over all, for what need not be exact: the center, and the trial of recipes.
struct CodeSample {
  let space: RowSpace
  let ids: Memory<Int32>
  /// The mean of the sample, or zeros where values are too large for one.
  let center: [Double]

  init(_ space: RowSpace, _ ids: Memory<Int32>, execution: Execution) {
    self.space = space
    self.ids = ids
    let d = space.columnCount
    var sums = [Double](repeating: 0, count: d)
    let count = min(ids.count, max(64, min(2048, 4_000_000 / max(1, d))))
    let row = Memory<Float>(count: d)
    let none = [Double](repeating: 0, count: d)
    for place in 0..<count {
      let id = ids[place * ids.count / count]
      unsafe Self.prepare(id, space, center: none, unit: 1, into: row.base)
      for column in 0..<d { sums[column] += Double(row[column]) }
    }
    center = sums.map { $0 / Double(count) }
  }

  /// A row without the center, in single precision.
  static func prepare(
    _ id: Int32, _ space: RowSpace, center: [Double], unit: Double,
    into target: UnsafeMutablePointer<Float>
  ) {
    let length = space.metric == .cosine ? space.squaredNorms[Int(id)].squareRoot() : 1
    unsafe center.withUnsafeBufferPointer { center in
      unsafe fg_prepare_row(
        space.level, space.element, space.row(id), 1 / length, center.baseAddress, unit,
        space.columnCount, target)
    }
  }
}
