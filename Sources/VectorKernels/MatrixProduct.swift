internal import CVectorKernels

extension Matrix {
  /// Adds the product of two matrices: `self += left · right`, or `leftᵀ · right`.
  ///
  /// Every value is summed in single precision in ascending order, so the bits are the same on every processor.
  ///
  /// - Parameters:
  ///   - left: m x k, or k x m where it is transposed.
  ///   - right: k x n.
  ///   - transposingLeft: Whether columns of `left` are taken instead of its rows.
  /// - Precondition: this matrix is m x n.
  /// - Complexity: O(m · n · k).
  public mutating func addProduct(
    _ left: Matrix, _ right: Matrix, transposingLeft: Bool = false
  ) {
    let m = transposingLeft ? left.columnCount : left.rowCount
    let k = transposingLeft ? left.rowCount : left.columnCount
    precondition(
      k == right.rowCount && m == rowCount && right.columnCount == columnCount, "sizes that fit")
    let (width, leftWidth) = (columnCount, left.columnCount)
    unsafe elements.withUnsafeMutableBufferPointer { c in
      unsafe left.elements.withUnsafeBufferPointer { a in
        unsafe right.elements.withUnsafeBufferPointer { b in
          guard let c = c.baseAddress, let a = a.baseAddress, let b = b.baseAddress else { return }
          unsafe fg_add_products(
            c, width, a, transposingLeft ? 1 : leftWidth, transposingLeft ? leftWidth : 1, b,
            width, m, width, k)
        }
      }
    }
  }

  /// Rows as columns.
  ///
  /// - Complexity: O(n · d).
  public var transposed: Matrix {
    var turned = [Float](repeating: 0, count: elements.count)
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        turned[column * rowCount + row] = elements[row * columnCount + column]
      }
    }
    return Matrix(rowCount: columnCount, columnCount: rowCount, elements: turned)
  }
}
