internal import CVectorKernels

/// The product of a vector with one row of a matrix, summed in double precision.
///
/// The order of summation is fixed, so the result is the same on every processor.
/// - Precondition: `vector` has at least as many values as the matrix has columns; the row exists.
/// - Complexity: O(d).
public func dot(_ vector: [Double], _ matrix: Matrix, row: Int) -> Double {
  let range = matrix.range(ofRow: row)
  precondition(
    vector.count >= matrix.columnCount && row >= 0 && range.upperBound <= matrix.elements.count)
  return unsafe vector.withUnsafeBufferPointer { vector in
    unsafe matrix.elements.withUnsafeBufferPointer { elements in
      guard let a = vector.baseAddress, let x = elements.baseAddress else { return 0 }
      return unsafe fg_dot(a, x + range.lowerBound, range.count)
    }
  }
}

/// The product of a vector with one row of a row-major table of doubles.
///
/// The order of summation is fixed, so the result is the same on every processor.
/// - Precondition: the row, `vector.count` values long, lies within the table.
/// - Complexity: O(`vector.count`).
public func dot(_ vector: [Double], table: [Double], row: Int) -> Double {
  let width = vector.count
  precondition(row >= 0 && (row + 1) * width <= table.count)
  return unsafe vector.withUnsafeBufferPointer { vector in
    unsafe table.withUnsafeBufferPointer { table in
      guard let a = vector.baseAddress, let x = table.baseAddress else { return 0 }
      return unsafe fg_dot_double(a, x + row * width, width)
    }
  }
}

/// Adds a multiple of one row of a row-major table of doubles to a vector.
///
/// - Precondition: the row, `vector.count` values long, lies within the table.
/// - Complexity: O(`vector.count`).
public func addScaled(
  _ factor: Double, table: [Double], row: Int, to vector: inout [Double]
) {
  let width = vector.count
  precondition(row >= 0 && (row + 1) * width <= table.count)
  unsafe vector.withUnsafeMutableBufferPointer { vector in
    unsafe table.withUnsafeBufferPointer { table in
      guard let y = vector.baseAddress, let x = table.baseAddress else { return }
      unsafe fg_add_scaled_double(y, factor, x + row * width, width)
    }
  }
}

/// Adds a multiple of one row of a matrix to a vector.
///
/// - Precondition: `vector` has at least as many values as the matrix has columns; the row exists.
/// - Complexity: O(d).
public func addScaled(_ factor: Double, _ matrix: Matrix, row: Int, to vector: inout [Double]) {
  let range = matrix.range(ofRow: row)
  precondition(
    vector.count >= matrix.columnCount && row >= 0 && range.upperBound <= matrix.elements.count)
  unsafe vector.withUnsafeMutableBufferPointer { vector in
    unsafe matrix.elements.withUnsafeBufferPointer { elements in
      guard let y = vector.baseAddress, let x = elements.baseAddress else { return }
      unsafe fg_add_scaled(y, factor, x + range.lowerBound, range.count)
    }
  }
}

/// All products of the rows of two matrices, plus a constant: `left.rowCount` x `right.rowCount`, row-major.
///
/// - Precondition: equal numbers of columns.
/// - Complexity: O(n · m · d) time on the execution's threads.
public func rowProducts(
  _ left: Matrix, _ right: Matrix, adding constant: Double = 0, execution: Execution = .serial
) -> [Double] {
  precondition(left.columnCount == right.columnCount)
  let rows = execution.silent.map(count: left.rowCount) { row in
    let vector = left.row(row).map(Double.init)
    return (0..<right.rowCount).map { dot(vector, right, row: $0) + constant }
  }
  return Array(rows.joined())
}
