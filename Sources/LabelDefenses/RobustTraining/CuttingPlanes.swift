internal import Classifiers

/// A convex function plus a penalty on all parameters, brought to its minimum by planes below it.
///
/// Minimised is `f(w) + lambda / 2 |w|²`. The bundle method of Teo, Vishwanathan, Smola and Le (2010): every evaluation
/// gives a plane that lies below f; the next parameters are the minimum of the largest plane plus the penalty, a
/// quadratic problem on the simplex of the planes. Its value is a lower bound, so how far the best parameters are from the
/// minimum is known.
struct CuttingPlanes {
  /// Value and a subgradient of f at some parameters.
  let evaluate: (_ parameters: [Double]) -> (value: Double, subgradient: [Double])
  /// Strength of the penalty, lambda; above 0.
  let penalty: Double
  /// The distance from the minimum that is let stand, as a share of the value without weights.
  let tolerance: Double

  /// Most planes.
  static let mostPlanes = 1000

  /// Where it ended.
  struct Minimum {
    /// The best parameters.
    var parameters: [Double]
    /// The value at the best parameters, penalty included.
    var value: Double
    /// A value that the minimum is not below.
    var bound: Double
  }

  /// Descends from parameters of 0.
  ///
  /// - Parameter count: Number of parameters.
  /// - Returns: The best parameters, and how far they can be from the minimum.
  /// - Throws: ``ClassifierError/notConverged(gradientNorm:allowed:)`` with the distance from the minimum, where it stays
  ///   above the tolerance with a thousand planes.
  func minimum(count: Int) throws(ClassifierError) -> Minimum {
    var planes: [(slope: [Double], height: Double)] = []
    var products: [[Double]] = []
    var shares: [Double] = []
    var parameters = [Double](repeating: 0, count: count)
    var best = Minimum(parameters: parameters, value: .infinity, bound: -.infinity)
    var allowed = 0.0
    for _ in 0..<Self.mostPlanes {
      let (value, slope) = evaluate(parameters)
      let whole = value + penalty / 2 * product(parameters, parameters)
      guard whole.isFinite else { throw .diverged }
      if planes.isEmpty { allowed = tolerance * max(whole, .leastNormalMagnitude) }
      if whole < best.value { (best.parameters, best.value) = (parameters, whole) }
      if best.value - best.bound <= allowed { return best }
      planes.append((slope, value - product(slope, parameters)))
      let row = planes.map { product($0.slope, slope) / penalty }
      for index in products.indices { products[index].append(row[index]) }
      products.append(row)
      shares = try weights(products, heights: planes.map(\.height), from: shares, allowed: allowed)
      parameters = [Double](repeating: 0, count: count)
      for (plane, share) in zip(planes, shares) where share != 0 {
        for index in parameters.indices {
          parameters[index] -= share * plane.slope[index] / penalty
        }
      }
      let height = zip(planes, shares).reduce(0) { $0 + $1.0.height * $1.1 }
      best.bound = max(best.bound, height - penalty / 2 * product(parameters, parameters))
    }
    throw .notConverged(gradientNorm: best.value - best.bound, allowed: allowed)
  }

  /// The shares of the planes at the minimum of the largest plane plus the penalty.
  private func weights(
    _ products: [[Double]], heights: [Double], from shares: [Double], allowed: Double
  ) throws(ClassifierError) -> [Double] {
    let count = heights.count
    let start = shares.isEmpty ? [1] : shares + [0]
    return try PairwiseDescent(
      kernel: Array(products.joined()), signs: [Double](repeating: 1, count: count),
      bounds: [Double](repeating: 1, count: count), linear: heights.map { -$0 },
      tolerance: allowed / 10
    ).minimum(from: start).values
  }

  private func product(_ left: [Double], _ right: [Double]) -> Double {
    var sum = 0.0
    for index in left.indices { sum += left[index] * right[index] }
    return sum
  }
}
