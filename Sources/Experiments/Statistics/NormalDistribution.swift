#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The standard normal distribution.
enum NormalDistribution {
  /// Probability of a value up to `x`; accurate in both tails.
  static func cumulative(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }

  /// Density at `x`.
  static func density(_ x: Double) -> Double { exp(-x * x / 2) / (2 * Double.pi).squareRoot() }

  /// The value that a share of all lie below.
  ///
  /// - Precondition: `0 < share < 1`.
  static func quantile(_ share: Double) -> Double {
    precondition(share > 0 && share < 1, "a share between 0 and 1")
    // The lower half keeps all digits of small shares.
    if share > 0.5 { return -quantile(1 - share) }
    return Bisection.argument(of: share, in: -40...1, cumulative)
  }
}
