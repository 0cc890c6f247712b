internal import VectorKernels

/// A smooth convex function that is brought to its minimum.
///
/// The ways to do so are `newton` and `limitedMemory`; both end where the gradient is short enough. A function that is
/// smooth and bounded below but not convex is brought to such a point too, not above the start and not always a
/// minimum.
struct ConvexMinimizer {
  /// A guess of the inverse of the second derivatives.
  enum InverseCurvature {
    /// Its diagonal, all above 0.
    case diagonal([Double])
    /// The factor of the second derivatives somewhere near.
    case factor(Cholesky)

    /// The quadratic form at a vector.
    func square(of vector: [Double]) -> Double {
      switch self {
      case .diagonal(let diagonal): zip(vector, diagonal).map { $0 * $0 * $1 }.reduce(0, +)
      case .factor(let factor): zip(vector, factor.solve(vector)).map(*).reduce(0, +)
      }
    }

    /// Multiplies a vector by the inverse and a number.
    func apply(to vector: inout [Double], scale: Double) {
      switch self {
      case .diagonal(let diagonal):
        for index in vector.indices { vector[index] *= scale * diagonal[index] }
      case .factor(let factor): vector = factor.solve(vector).map { scale * $0 }
      }
    }
  }

  /// Where the function was evaluated.
  struct Point {
    var parameters: [Double]
    var value: Double
    var gradient: [Double]
  }

  /// Value and gradient at some parameters.
  let evaluate: (_ parameters: [Double]) -> (value: Double, gradient: [Double])
  /// The length of a gradient, as convergence counts it.
  let gradientNorm: (_ gradient: [Double]) -> Double
  /// The length to reach.
  let tolerance: Double
  /// The length that is enough where rounding forbids to get any lower.
  let roundingTolerance: Double

  /// Evaluates.
  func point(_ parameters: [Double]) -> Point {
    let (value, gradient) = evaluate(parameters)
    return Point(parameters: parameters, value: value, gradient: gradient)
  }

  /// What a minimisation that cannot go on has reached.
  ///
  /// - Throws: ``ClassifierError/notConverged(gradientNorm:allowed:)`` where that is not enough.
  func finish(at point: Point) throws(ClassifierError) -> [Double] {
    let norm = gradientNorm(point.gradient)
    guard norm <= roundingTolerance else {
      throw .notConverged(gradientNorm: norm, allowed: tolerance)
    }
    return point.parameters
  }

  /// A step along a direction of descent that satisfies the weak Wolfe conditions, by doubling and halving.
  ///
  /// Where values no longer differ but by rounding, slopes decide instead (Hager and Zhang 2005).
  /// - Returns: `nil` where rounding leaves no such step.
  func step(from start: Point, along direction: [Double]) -> Point? {
    let slope = product(start.gradient, direction)
    guard slope < 0 else { return nil }
    var (low, high, length) = (0.0, Double.infinity, 1.0)
    for _ in 0..<60 {
      let trial = point(zip(start.parameters, direction).map { $0 + length * $1 })
      let trialSlope = product(trial.gradient, direction)
      let falls = trial.value <= start.value + 1e-4 * length * slope
      let isLevel =
        trial.value <= start.value + 1e-12 * abs(start.value) && trialSlope <= -0.8 * slope
      if !(falls || isLevel) {
        high = length
      } else if trialSlope < 0.9 * slope {
        low = length
      } else {
        return trial
      }
      length = high.isFinite ? (low + high) / 2 : 2 * length
    }
    return nil
  }

  /// The scalar product.
  func product(_ left: [Double], _ right: [Double]) -> Double {
    var sum = 0.0
    for index in left.indices { sum += left[index] * right[index] }
    return sum
  }
}

extension ConvexMinimizer {
  /// Newton's method with a line search.
  ///
  /// - Parameters:
  ///   - start: Where to begin.
  ///   - hessian: The second derivatives at some parameters, m x m, positive definite.
  /// - Returns: Parameters whose gradient is as short as asked for.
  /// - Throws: ``ClassifierError/notConverged(gradientNorm:allowed:)``.
  /// - Complexity: O(m³) and one Hessian for each of about ten steps.
  func newton(
    from start: [Double], hessian: (_ parameters: [Double]) -> [Double]
  ) throws(ClassifierError) -> [Double] {
    var current = point(start)
    for _ in 0..<200 {
      if gradientNorm(current.gradient) <= tolerance { return current.parameters }
      let curvature = hessian(current.parameters)
      guard let factor = Cholesky.raised(curvature, size: start.count),
        let next = step(from: current, along: factor.solve(current.gradient.map { -$0 }))
      else { return try finish(at: current) }
      current = next
    }
    return try finish(at: current)
  }

  /// The limited-memory method of Broyden, Fletcher, Goldfarb and Shanno (Liu and Nocedal 1989).
  ///
  /// - Parameters:
  ///   - start: Where to begin.
  ///   - inverse: A guess of the inverse of the second derivatives.
  ///   - memory: Number of past steps that shape the next one.
  /// - Returns: Parameters whose gradient is as short as asked for.
  /// - Throws: ``ClassifierError/notConverged(gradientNorm:allowed:)``.
  func limitedMemory(
    from start: [Double], inverse: InverseCurvature, memory: Int = 20
  ) throws(ClassifierError) -> [Double] {
    var current = point(start)
    var steps: [(change: [Double], turn: [Double], product: Double)] = []
    for _ in 0..<20_000 {
      if gradientNorm(current.gradient) <= tolerance { return current.parameters }
      var direction = current.gradient.map { -$0 }
      var multiples: [Double] = []
      for past in steps.reversed() {
        let multiple = product(past.change, direction) / past.product
        for index in direction.indices { direction[index] -= multiple * past.turn[index] }
        multiples.append(multiple)
      }
      var scale = 1.0
      if let last = steps.last {
        scale = last.product / inverse.square(of: last.turn)
      }
      inverse.apply(to: &direction, scale: scale)
      for (past, multiple) in zip(steps, multiples.reversed()) {
        let back = multiple - product(past.turn, direction) / past.product
        for index in direction.indices { direction[index] += back * past.change[index] }
      }
      guard let next = step(from: current, along: direction) else {
        // The memory may have been spoilt by rounding; without it the step may succeed.
        guard !steps.isEmpty else { return try finish(at: current) }
        steps = []
        continue
      }
      let change = zip(next.parameters, current.parameters).map { $0 - $1 }
      let turn = zip(next.gradient, current.gradient).map { $0 - $1 }
      let bend = product(change, turn)
      if bend > 0 {
        if steps.count == memory { steps.removeFirst() }
        steps.append((change, turn, bend))
      }
      current = next
    }
    return try finish(at: current)
  }
}
