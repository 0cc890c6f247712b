internal import CVectorKernels

/// The products of some vectors with every row of a matrix.
///
/// Every product is summed in double precision over ascending features, so blocks, threads and processors do not
/// change a bit.
///
/// - Parameters:
///   - vectors: Vectors with at least as many values as the matrix has columns; further values are left out.
///   - matrix: n x d.
///   - execution: Threads.
/// - Returns: For each vector n products.
/// - Complexity: O(vectors · n · d).
public func products(
  of vectors: [[Double]], with matrix: Matrix, execution: Execution = .serial
) -> [[Double]] {
  let d = matrix.columnCount
  precondition(vectors.allSatisfy { $0.count >= d }, "a value for each column")
  let left = Array(vectors.lazy.map { $0.prefix(d) }.joined())
  let size = 512
  let panels = execution.silent.mapBlocks(of: matrix.rowCount, size: size) { rows in
    productPanel(left, vectors.count, matrix, rows)
  }
  return vectors.indices.map { vector in
    var values: [Double] = []
    values.reserveCapacity(matrix.rowCount)
    for panel in panels {
      let width = panel.count / vectors.count
      values.append(contentsOf: panel[vector * width..<(vector + 1) * width])
    }
    return values
  }
}

/// The products of vectors, one after the other, with some rows: `vectorCount` x `rows.count`.
private func productPanel(
  _ left: [Double], _ vectorCount: Int, _ matrix: Matrix, _ rows: Range<Int>
) -> [Double] {
  let (d, width) = (matrix.columnCount, rows.count)
  var panel = [Double](repeating: 0, count: vectorCount * width)
  // The rows as columns, for the kernel takes several of them at once.
  var turned = [Double](repeating: 0, count: d * width)
  let elements = matrix.elements.span
  for (place, row) in rows.enumerated() {
    for column in 0..<d { turned[column * width + place] = Double(elements[row * d + column]) }
  }
  unsafe panel.withUnsafeMutableBufferPointer { panel in
    unsafe left.withUnsafeBufferPointer { left in
      unsafe turned.withUnsafeBufferPointer { turned in
        guard let c = panel.baseAddress, let a = left.baseAddress, let b = turned.baseAddress
        else { return }
        unsafe fg_add_products_double(c, width, a, d, 1, b, width, vectorCount, width, d)
      }
    }
  }
  return panel
}
