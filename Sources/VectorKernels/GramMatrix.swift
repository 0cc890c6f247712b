internal import CVectorKernels

/// The weighted sum over all rows of z zᵀ, where z is a row less a center, with a 1 behind it.
///
/// Sums are in double precision over ascending rows; the result does not depend on the threads.
///
/// - Parameters:
///   - features: n x d.
///   - center: What is taken off every row; d values.
///   - weights: What each row counts, of either sign; `nil` for 1 each.
///   - execution: Threads.
/// - Returns: (d + 1) x (d + 1) values, symmetric, row-major; the last row and column belong to the 1.
/// - Precondition: a weight for each row, a center for each column.
/// - Complexity: O(n · d²) time; O(d²) memory.
public func gramMatrix(
  _ features: Matrix, center: [Double], weights: [Double]? = nil, execution: Execution = .serial
) -> [Double] {
  let size = features.columnCount + 1
  precondition(center.count + 1 == size, "a center for each column")
  precondition(weights.map { $0.count == features.rowCount } ?? true, "a weight for each row")
  let panels = execution.silent.mapBlocks(of: size, size: 128) { rows in
    gramPanel(features, center: center, weights: weights, rows: rows)
  }
  var gram = [Double](repeating: 0, count: size * size)
  for (number, panel) in panels.enumerated() {
    let first = number * 128
    let width = size - first
    for row in first..<min(size, first + 128) {
      for column in row..<size {
        let value = panel[(row - first) * width + column - first]
        gram[row * size + column] = value
        gram[column * size + row] = value
      }
    }
  }
  return gram
}

/// Some rows of the Gram matrix from the first of their columns on the diagonal to the last.
private func gramPanel(
  _ features: Matrix, center: [Double], weights: [Double]?, rows: Range<Int>
) -> [Double] {
  let d = features.columnCount
  let first = rows.lowerBound
  let width = d + 1 - first
  var panel = [Double](repeating: 0, count: rows.count * width)
  let depth = min(64, max(1, features.rowCount))
  var right = [Double](repeating: 1, count: depth * width)
  var left = [Double](repeating: 0, count: depth * rows.count)
  unsafe panel.withUnsafeMutableBufferPointer { panel in
    unsafe left.withUnsafeMutableBufferPointer { left in
      unsafe right.withUnsafeMutableBufferPointer { right in
        unsafe features.elements.withUnsafeBufferPointer { elements in
          unsafe center.withUnsafeBufferPointer { center in
            guard let c = panel.baseAddress, let a = left.baseAddress, let b = right.baseAddress
            else { return }
            for start in stride(from: 0, to: features.rowCount, by: depth) {
              let count = min(depth, features.rowCount - start)
              for step in 0..<count {
                let x = (start + step) * d
                let z = unsafe b + step * width
                for column in first..<d {
                  unsafe z[column - first] = Double(elements[x + column]) - center[column]
                }
                let weight = weights?[start + step] ?? 1
                let scaled = unsafe a + step * rows.count
                for column in 0..<rows.count { unsafe scaled[column] = weight * z[column] }
              }
              unsafe fg_add_products_double(
                c, width, a, 1, rows.count, b, width, rows.count, width, count)
            }
          }
        }
      }
    }
  }
  return panel
}
