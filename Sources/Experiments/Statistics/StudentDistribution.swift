#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Student's t distribution.
struct StudentDistribution {
  /// Degrees of freedom; above 0.
  let freedom: Double

  /// Probability of a value of at least `|t|` on either side, 0...1.
  func twoSided(_ t: Double) -> Double {
    Self.incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
  }

  /// Probability of a value up to `t`.
  func cumulative(_ t: Double) -> Double {
    let tail = twoSided(t) / 2
    return t > 0 ? 1 - tail : tail
  }

  /// The value that a share of all lie below.
  ///
  /// - Precondition: `0 < share < 1`.
  func quantile(_ share: Double) -> Double {
    precondition(share > 0 && share < 1, "a share between 0 and 1")
    if share < 0.5 { return -quantile(1 - share) }
    var high = 1.0
    while cumulative(high) < share { high *= 2 }
    return Bisection.argument(of: share, in: 0...high, cumulative)
  }

  /// The regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22).
  private static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    // The fraction converges fast on this side of the mean alone.
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
    let front = exp(
      logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x))
    return front
      * ContinuedFraction.reciprocal { step in
        let m = Double(step / 2)
        return step % 2 == 0
          ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
          : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      } / a
  }
}
