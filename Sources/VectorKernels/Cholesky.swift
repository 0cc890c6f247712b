internal import CVectorKernels

/// The factor L of a symmetric positive definite matrix L Lᵀ, by which equations are solved.
///
/// In double precision, in a fixed order of summation.
public struct Cholesky: Sendable {
  /// Number of rows and columns, m.
  public let size: Int
  /// L, m x m, row-major; what lies above the diagonal is of no use.
  private let factor: [Double]

  /// Columns that are finished together.
  private static let width = 32

  /// Factors a matrix; `nil` where it is not positive definite in double precision.
  ///
  /// - Parameters:
  ///   - matrix: m x m, row-major; only the diagonal and what lies below is read.
  ///   - size: m.
  /// - Precondition: `matrix.count == size * size`.
  /// - Complexity: O(m³) time.
  public init?(_ matrix: [Double], size: Int) {
    precondition(matrix.count == size * size, "a square matrix")
    var l = matrix
    for start in stride(from: 0, to: size, by: Self.width) {
      let end = min(size, start + Self.width)
      Self.subtractFinished(from: &l, size: size, columns: start..<end)
      for row in start..<size {
        for column in start..<min(end, row + 1) {
          var sum = l[row * size + column]
          for k in start..<column { sum -= l[row * size + k] * l[column * size + k] }
          if row == column {
            guard sum > 0, sum.isFinite else { return nil }
            l[row * size + row] = sum.squareRoot()
          } else {
            l[row * size + column] = sum / l[column * size + column]
          }
        }
      }
    }
    self.size = size
    factor = l
  }

  /// Takes off what the columns to the left contribute, from the diagonal down.
  private static func subtractFinished(
    from l: inout [Double], size: Int, columns: Range<Int>
  ) {
    let start = columns.lowerBound
    guard start > 0 else { return }
    var turned = [Double](repeating: 0, count: start * columns.count)
    for column in columns {
      for k in 0..<start {
        turned[k * columns.count + column - start] = -l[column * size + k]
      }
    }
    unsafe l.withUnsafeMutableBufferPointer { l in
      unsafe turned.withUnsafeBufferPointer { turned in
        guard let l = l.baseAddress, let b = turned.baseAddress else { return }
        let top = unsafe l + start * size
        unsafe fg_add_products_double(
          top + start, size, top, size, 1, b, columns.count, size - start, columns.count, start)
      }
    }
  }

  /// Solves `L Lᵀ x = right`.
  ///
  /// - Precondition: `right.count == size`.
  /// - Complexity: O(m²).
  public func solve(_ right: [Double]) -> [Double] {
    var x = right
    solveLower(&x, columnCount: 1)
    for row in stride(from: size - 1, through: 0, by: -1) {
      x[row] /= factor[row * size + row]
      let value = x[row]
      for k in 0..<row { x[k] -= value * factor[row * size + k] }
    }
    return x
  }

  /// Solves `L Y = B` in place for several right sides at once.
  ///
  /// The sum of squares of a column of Y is the value of the quadratic form of the inverse at that column of B.
  ///
  /// - Parameters:
  ///   - columns: B, m x r, row-major; then Y.
  ///   - columnCount: r.
  /// - Precondition: `columns.count == size * columnCount`.
  /// - Complexity: O(m² · r).
  public func solveLower(_ columns: inout [Double], columnCount: Int) {
    precondition(columns.count == size * columnCount, "a value for each row and column")
    for start in stride(from: 0, to: size, by: Self.width) {
      let end = min(size, start + Self.width)
      subtractSolved(from: &columns, columnCount: columnCount, rows: start..<end)
      for row in start..<end {
        for k in start..<row {
          let multiple = factor[row * size + k]
          for column in 0..<columnCount {
            columns[row * columnCount + column] -= multiple * columns[k * columnCount + column]
          }
        }
        let pivot = factor[row * size + row]
        for column in 0..<columnCount { columns[row * columnCount + column] /= pivot }
      }
    }
  }

  /// Solves `L Lᵀ X = B` in place for several right sides at once.
  ///
  /// - Parameters:
  ///   - columns: B, m x r, row-major; then X.
  ///   - columnCount: r.
  /// - Precondition: `columns.count == size * columnCount`.
  /// - Complexity: O(m² · r).
  public func solve(_ columns: inout [Double], columnCount: Int) {
    solveLower(&columns, columnCount: columnCount)
    for start in stride(from: 0, to: size, by: Self.width).reversed() {
      let end = min(size, start + Self.width)
      subtractBelow(from: &columns, columnCount: columnCount, rows: start..<end)
      for row in (start..<end).reversed() {
        for k in row + 1..<end {
          let multiple = factor[k * size + row]
          for column in 0..<columnCount {
            columns[row * columnCount + column] -= multiple * columns[k * columnCount + column]
          }
        }
        let pivot = factor[row * size + row]
        for column in 0..<columnCount { columns[row * columnCount + column] /= pivot }
      }
    }
  }

  /// Takes off some rows of the right side what the rows below, which are solved, contribute.
  private func subtractBelow(
    from columns: inout [Double], columnCount: Int, rows: Range<Int>
  ) {
    let end = rows.upperBound
    guard end < size else { return }
    let negative = (end..<size).flatMap { k in
      factor[k * size + rows.lowerBound..<k * size + end].map { -$0 }
    }
    unsafe columns.withUnsafeMutableBufferPointer { columns in
      unsafe negative.withUnsafeBufferPointer { negative in
        guard let y = columns.baseAddress, let a = negative.baseAddress else { return }
        unsafe fg_add_products_double(
          y + rows.lowerBound * columnCount, columnCount, a, 1, rows.count,
          y + end * columnCount, columnCount, rows.count, columnCount, size - end)
      }
    }
  }

  /// Takes off some rows of the right side what the rows above, which are solved, contribute.
  private func subtractSolved(
    from columns: inout [Double], columnCount: Int, rows: Range<Int>
  ) {
    let start = rows.lowerBound
    guard start > 0 else { return }
    let negative = rows.flatMap { row in factor[row * size..<row * size + start].map { -$0 } }
    unsafe columns.withUnsafeMutableBufferPointer { columns in
      unsafe negative.withUnsafeBufferPointer { negative in
        guard let y = columns.baseAddress, let a = negative.baseAddress else { return }
        unsafe fg_add_products_double(
          y + start * columnCount, columnCount, a, start, 1, y, columnCount, rows.count,
          columnCount, start)
      }
    }
  }
}
