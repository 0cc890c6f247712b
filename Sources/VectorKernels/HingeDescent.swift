internal import CVectorKernels

/// Stochastic gradient descent on the hinge loss of a linear classifier with bias, visit by visit, from zero.
///
/// At each visit: if `s (w.x + b) < 1`, then `w += rate * s * x` and `b += rate * s`; the weights, not the bias,
/// are first multiplied by `decay`. With weights a row's step is its weight times as long. This
/// is the plain loop that every faster form is held against.
///
/// - Parameters:
///   - features: n x d.
///   - signs: +1 or -1 for each row.
///   - weights: Factor of each row's step; `nil` for 1 each.
///   - order: Row of each visit.
///   - rate: Step size.
///   - decay: Factor of the weights at each visit; 1 for no regularization.
/// - Returns: d weights, then the bias.
/// - Precondition: one sign and weight for each row, and every visit's row exists.
/// - Complexity: O(visits · d).
public func hingeDescent(
  _ features: Matrix, signs: [Double], weights: [Double]? = nil, order: [Int32], rate: Double,
  decay: Double = 1
) -> [Double] {
  let n = features.rowCount
  let d = features.columnCount
  let steps = weights.map { zip(signs, $0).map(*) } ?? signs
  precondition(
    signs.count == n && (weights?.count ?? n) == n, "one sign and weight for each row")
  precondition(order.allSatisfy { $0 >= 0 && $0 < n }, "a visit's row exists")
  var result = [Double](repeating: 0, count: d + 1)
  var bias = 0.0
  unsafe result.withUnsafeMutableBufferPointer { weights in
    unsafe features.elements.withUnsafeBufferPointer { elements in
      guard let w = weights.baseAddress, let x = elements.baseAddress else { return }
      for visit in order {
        let row = Int(visit)
        let isActive = signs[row] * (unsafe fg_dot(w, x + row * d, d) + bias) < 1
        if decay != 1 {
          for column in 0..<d { unsafe w[column] *= decay }
        }
        guard isActive else { continue }
        unsafe fg_add_scaled(w, rate * steps[row], x + row * d, d)
        bias += rate * steps[row]
      }
    }
  }
  result[d] = bias
  return result
}
