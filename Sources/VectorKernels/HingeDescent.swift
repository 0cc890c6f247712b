internal import CVectorKernels

/// Stochastic gradient descent on the hinge loss of a linear classifier with bias, visit by visit, from zero.
///
/// At each visit: if `s (w.x + b) < 1`, then `w += rate * s * x` and `b += rate * s`; the weights, not the bias,
/// are first multiplied by `decay`. This is the plain loop that every faster form is held against.
///
/// - Parameters:
///   - features: n x d.
///   - signs: +1 or -1 for each row.
///   - order: Row of each visit.
///   - rate: Step size.
///   - decay: Factor of the weights at each visit; 1 for no regularization.
/// - Returns: d weights, then the bias.
/// - Precondition: one sign for each row, and every visit's row exists.
/// - Complexity: O(visits · d).
public func hingeDescent(
  _ features: Matrix, signs: [Double], order: [Int32], rate: Double, decay: Double = 1
) -> [Double] {
  let n = features.rowCount
  let d = features.columnCount
  precondition(signs.count == n, "one sign for each row")
  precondition(order.allSatisfy { $0 >= 0 && $0 < n }, "a visit's row exists")
  var result = [Double](repeating: 0, count: d + 1)
  var bias = 0.0
  unsafe result.withUnsafeMutableBufferPointer { weights in
    unsafe features.elements.withUnsafeBufferPointer { elements in
      guard let w = weights.baseAddress, let x = elements.baseAddress else { return }
      for visit in order {
        let row = Int(visit)
        let step = signs[row] * (unsafe fg_dot(w, x + row * d, d) + bias) < 1
        if decay != 1 {
          for column in 0..<d { unsafe w[column] *= decay }
        }
        guard step else { continue }
        unsafe fg_add_scaled(w, rate * signs[row], x + row * d, d)
        bias += rate * signs[row]
      }
    }
  }
  result[d] = bias
  return result
}
