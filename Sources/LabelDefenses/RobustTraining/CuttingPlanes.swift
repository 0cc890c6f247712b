internal import Classifiers

/// A convex function plus a penalty on all parameters, brought to its minimum by planes below it.
///
/// Minimised is `f(w) + lambda / 2 |w|²`. The bundle method of Teo, Vishwanathan, Smola and Le (2010): a subgradient gives
/// a plane that lies below f; the minimum of the largest plane plus the penalty, a quadratic problem on the simplex of the
/// planes, is a lower bound, so how far the best parameters are from the minimum is known. As Franc and Sonnenburg (2008)
/// do, the best parameters are moved by a line search towards that minimum, and the next plane is taken a tenth of the way
/// from there to it, which needs far fewer planes.
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
    let origin = [Double](repeating: 0, count: count)
    var best = Minimum(parameters: origin, value: whole(origin).value, bound: -.infinity)
    guard best.value.isFinite else { throw .diverged }
    let allowed = tolerance * max(best.value, .leastNormalMagnitude)
    var place = origin
    for _ in 0..<Self.mostPlanes {
      let (value, slope) = evaluate(place)
      planes.append((slope, value - product(slope, place)))
      let row = planes.map { product($0.slope, slope) / penalty }
      for index in products.indices { products[index].append(row[index]) }
      products.append(row)
      shares = try weights(products, heights: planes.map(\.height), from: shares, allowed: allowed)
      var lowest = origin
      for (plane, share) in zip(planes, shares) where share != 0 {
        for index in lowest.indices { lowest[index] -= share * plane.slope[index] / penalty }
      }
      let height = zip(planes, shares).reduce(0) { $0 + $1.0.height * $1.1 }
      best.bound = max(best.bound, height - penalty / 2 * product(lowest, lowest))
      search(from: &best, towards: lowest)
      if best.value - best.bound <= allowed { return best }
      place = moved(best.parameters, towards: lowest, by: 0.1)
    }
    throw .notConverged(gradientNorm: best.value - best.bound, allowed: allowed)
  }

  /// Value and subgradient with the penalty.
  private func whole(_ parameters: [Double]) -> (value: Double, subgradient: [Double]) {
    let (value, slope) = evaluate(parameters)
    return (
      value + penalty / 2 * product(parameters, parameters),
      zip(slope, parameters).map { $0 + penalty * $1 }
    )
  }

  /// Moves the best parameters to the lowest of eleven places found by halving between them and others.
  private func search(from best: inout Minimum, towards end: [Double]) {
    let start = best.parameters
    let direction = zip(end, start).map { $0 - $1 }
    var (low, high, share) = (0.0, 1.0, 1.0)
    for _ in 0..<11 {
      let parameters = moved(start, towards: end, by: share)
      let (value, slope) = whole(parameters)
      if value < best.value { (best.parameters, best.value) = (parameters, value) }
      if product(slope, direction) > 0 { high = share } else { low = share }
      guard low < 1 else { return }
      share = (low + high) / 2
    }
  }

  /// The parameters some share of the way from one place to another.
  private func moved(_ start: [Double], towards end: [Double], by share: Double) -> [Double] {
    zip(start, end).map { $0 + share * ($1 - $0) }
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
