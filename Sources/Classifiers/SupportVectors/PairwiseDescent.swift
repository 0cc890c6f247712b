/// A quadratic function in a box and on a plane, brought to its minimum by steps of two coordinates.
///
/// Minimised is `1/2 sum_ij s_i s_j K_ij a_i a_j + sum_i p_i a_i` over `0 <= a_i <= c_i` with `sum_i s_i a_i` kept, where
/// K is symmetric and positive semidefinite and every s_i is +1 or -1. That is the dual problem of a support vector
/// machine (p = -1, from a = 0), and that of a mean of cutting planes (s = 1). Each step moves the pair of Fan, Chen and
/// Lin (2005): the coordinate of the steepest slope, and the one with which the function falls most by second order. It
/// ends where no slope exceeds another by more than the tolerance, the violation of the conditions of Karush, Kuhn and
/// Tucker.
/// - Complexity: O(n) for each step, usually some times n of them.
package struct PairwiseDescent: Sendable {
  /// n x n, row-major.
  package let kernel: [Double]
  /// +1 or -1 for each coordinate.
  package let signs: [Double]
  /// The largest value of each coordinate, c; 0 or more.
  package let bounds: [Double]
  /// The linear terms, p.
  package let linear: [Double]
  /// The largest violation that is let stand.
  package let tolerance: Double

  /// Where a descent ended.
  package struct Point: Sendable {
    /// The coordinates, a.
    package var values: [Double]
    /// The slope of each coordinate along its sign, `-s_i (s_i sum_j s_j K_ij a_j + p_i)`.
    package var slopes: [Double]
    /// The multiplier of the plane: the bias of a support vector machine.
    package var offset: Double
    /// The violation of the optimality conditions.
    package var violation: Double
  }

  /// The dual problem of a support vector machine.
  ///
  /// - Parameters:
  ///   - kernel: n x n, row-major.
  ///   - signs: +1 or -1 for each row.
  ///   - bounds: What a row's hinge loss counts, 0 or more.
  ///   - tolerance: The largest violation of the optimality conditions, in units of the margin.
  package init(
    machine kernel: [Double], signs: [Double], bounds: [Double], tolerance: Double = 1e-4
  ) {
    self.init(
      kernel: kernel, signs: signs, bounds: bounds,
      linear: [Double](repeating: -1, count: signs.count), tolerance: tolerance)
  }

  /// Any problem of the form.
  ///
  /// - Parameters:
  ///   - kernel: n x n, row-major.
  ///   - signs: +1 or -1 for each coordinate.
  ///   - bounds: The largest value of each coordinate, 0 or more.
  ///   - linear: The linear terms.
  ///   - tolerance: The largest violation of the optimality conditions.
  package init(
    kernel: [Double], signs: [Double], bounds: [Double], linear: [Double], tolerance: Double
  ) {
    self.kernel = kernel
    self.signs = signs
    self.bounds = bounds
    self.linear = linear
    self.tolerance = tolerance
  }

  /// Descends.
  ///
  /// - Parameter start: Coordinates in the box; all 0 by default.
  /// - Returns: Where the tolerance is kept.
  /// - Throws: ``ClassifierError/notConverged(gradientNorm:allowed:)`` with the violation, where ten million steps (a
  ///   hundred for each coordinate where that is more) do not reach it.
  package func minimum(from start: [Double]? = nil) throws(ClassifierError) -> Point {
    let count = signs.count
    let mostSteps = max(10_000_000, 100 * count)
    var point = self.point(start ?? [Double](repeating: 0, count: count))
    for _ in 0..<mostSteps {
      guard let pair = pair(at: &point) else { return point }
      move(pair, &point)
    }
    throw .notConverged(gradientNorm: point.violation, allowed: tolerance)
  }

  /// A point with its slopes.
  func point(_ values: [Double]) -> Point {
    let count = signs.count
    let slopes = (0..<count).map { row in
      var sum = 0.0
      for column in 0..<count where values[column] != 0 {
        sum += kernel[row * count + column] * signs[column] * values[column]
      }
      return -signs[row] * linear[row] - sum
    }
    return Point(values: values, slopes: slopes, offset: 0, violation: .infinity)
  }

  /// Whether a coordinate may move along its sign.
  private func mayRise(_ index: Int, _ values: [Double]) -> Bool {
    signs[index] > 0 ? values[index] < bounds[index] : values[index] > 0
  }

  /// Whether a coordinate may move against its sign.
  private func mayFall(_ index: Int, _ values: [Double]) -> Bool {
    signs[index] > 0 ? values[index] > 0 : values[index] < bounds[index]
  }

  /// The pair to move, the first of it along its sign; `nil` at the minimum, where the offset is set.
  private func pair(at point: inout Point) -> (first: Int, second: Int)? {
    let count = signs.count
    var (first, highest, lowest) = (-1, -Double.infinity, Double.infinity)
    for index in 0..<count {
      let slope = point.slopes[index]
      if slope > highest, mayRise(index, point.values) { (first, highest) = (index, slope) }
      if slope < lowest, mayFall(index, point.values) { lowest = slope }
    }
    point.violation = max(0, highest - lowest)
    guard first >= 0, highest - lowest > tolerance else {
      point.offset = offset(point, highest: highest, lowest: lowest)
      return nil
    }
    var (second, best) = (-1, 0.0)
    for index in 0..<count where mayFall(index, point.values) {
      let fall = highest - point.slopes[index]
      guard fall > 0 else { continue }
      let gain = fall * fall / curvature(first, index)
      if gain > best { (second, best) = (index, gain) }
    }
    return (first, second)
  }

  /// The second derivative along a pair, kept above 0.
  private func curvature(_ first: Int, _ second: Int) -> Double {
    let count = signs.count
    return max(
      1e-12,
      kernel[first * count + first] + kernel[second * count + second]
        - 2 * kernel[first * count + second])
  }

  /// Moves a pair as far as the function falls and the box allows.
  private func move(_ pair: (first: Int, second: Int), _ point: inout Point) {
    let count = signs.count
    let (first, second) = pair
    let wanted =
      (point.slopes[first] - point.slopes[second]) / curvature(first, second)
    let up = signs[first] > 0 ? bounds[first] - point.values[first] : point.values[first]
    let down = signs[second] > 0 ? point.values[second] : bounds[second] - point.values[second]
    let length = min(wanted, up, down)
    // A bound is met exactly, so that it is told from what lies within.
    point.values[first] =
      length == up
      ? (signs[first] > 0 ? bounds[first] : 0) : point.values[first] + signs[first] * length
    point.values[second] =
      length == down
      ? (signs[second] > 0 ? 0 : bounds[second]) : point.values[second] - signs[second] * length
    for row in 0..<count {
      point.slopes[row] -=
        length * (kernel[first * count + row] - kernel[second * count + row])
    }
  }

  /// The mean slope of the coordinates within the box, or the middle between the outermost slopes where there are none.
  private func offset(_ point: Point, highest: Double, lowest: Double) -> Double {
    let free = signs.indices.filter { point.values[$0] > 0 && point.values[$0] < bounds[$0] }
    if !free.isEmpty { return free.reduce(0) { $0 + point.slopes[$1] } / Double(free.count) }
    if highest.isFinite && lowest.isFinite { return (highest + lowest) / 2 }
    return highest.isFinite ? highest : (lowest.isFinite ? lowest : 0)
  }
}
