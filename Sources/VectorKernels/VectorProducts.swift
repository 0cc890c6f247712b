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
  var turned = [Double](repeating: 0, count: d * width)
  unsafe panel.withUnsafeMutableBufferPointer { panel in
    unsafe left.withUnsafeBufferPointer { left in
      unsafe turned.withUnsafeMutableBufferPointer { turned in
        unsafe matrix.elements.withUnsafeBufferPointer { elements in
          guard let c = panel.baseAddress, let a = left.baseAddress, let b = turned.baseAddress,
            let x = elements.baseAddress
          else { return }
          // The rows as columns, for the kernel takes several of them at once; in tiles that stay in the cache.
          for first in stride(from: 0, to: d, by: 16) {
            for place in 0..<width {
              let row = unsafe x + (rows.lowerBound + place) * d
              for column in first..<min(d, first + 16) {
                unsafe b[column * width + place] = Double(row[column])
              }
            }
          }
          unsafe fg_add_products_double(c, width, a, d, 1, b, width, vectorCount, width, d)
        }
      }
    }
  }
  return panel
}
