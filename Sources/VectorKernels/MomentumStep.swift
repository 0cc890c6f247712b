/// One step of gradient descent with momentum: `v = momentum * v - rate * (g + decay * w)`, then `w += v`.
///
/// - Parameters:
///   - parameters: w.
///   - velocity: v.
///   - gradient: g.
///   - rate: Step size.
///   - momentum: Share of the last step that goes on.
///   - decay: Strength of the pull toward 0.
/// - Precondition: equally many parameters, velocities and derivatives.
/// - Complexity: O(number of parameters).
public func momentumStep(
  _ parameters: inout [Float], velocity: inout [Float], gradient: [Float], rate: Float,
  momentum: Float, decay: Float
) {
  let count = parameters.count
  precondition(velocity.count == count && gradient.count == count, "one of each")
  unsafe parameters.withUnsafeMutableBufferPointer { w in
    unsafe velocity.withUnsafeMutableBufferPointer { v in
      unsafe gradient.withUnsafeBufferPointer { g in
        guard let w = w.baseAddress, let v = v.baseAddress, let g = g.baseAddress else { return }
        for index in 0..<count {
          unsafe v[index] = momentum * v[index] - rate * (g[index] + decay * w[index])
          unsafe w[index] += v[index]
        }
      }
    }
  }
}
