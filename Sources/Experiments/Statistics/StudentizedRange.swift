#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The range of several independent standard normal values (the studentized range with infinite freedom).
struct StudentizedRange {
  /// Number of values; 2 or more.
  let count: Int

  /// Probability that the range is at most `q`: `k` times the integral of `density(z) (P(z + q) - P(z))^(k - 1)`.
  ///
  /// The lowest value is at z. Simpson's rule with 2,000 steps is exact but for 1e-12.
  func cumulative(_ q: Double) -> Double {
    guard q > 0 else { return 0 }
    let (low, width, steps) = (-9.0, 18.0 / 2000, 2000)
    var sum = 0.0
    for step in 0...steps {
      let z = low + width * Double(step)
      let between = NormalDistribution.cumulative(z + q) - NormalDistribution.cumulative(z)
      let weight = step == 0 || step == steps ? 1.0 : step % 2 == 1 ? 4 : 2
      sum += weight * NormalDistribution.density(z) * pow(between, Double(count - 1))
    }
    return min(1, Double(count) * sum * width / 3)
  }

  /// The range that a share of all ranges lie below.
  ///
  /// - Precondition: `0 < share < 1`.
  func quantile(_ share: Double) -> Double {
    precondition(share > 0 && share < 1, "a share between 0 and 1")
    return Bisection.argument(of: share, in: 0.001...30, cumulative)
  }
}
