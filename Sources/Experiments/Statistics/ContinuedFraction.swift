#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Continued fractions, by Lentz's method.
enum ContinuedFraction {
  /// The value of `1 / (1 + c1 / (1 + c2 / (1 + ...)))`.
  ///
  /// - Parameter coefficient: c1, c2, ... by their number, from 1.
  /// - Returns: The value once a further step changes it by less than rounding; after 10,000 steps in any case.
  static func reciprocal(_ coefficient: (Int) -> Double) -> Double {
    let tiny = 1e-300
    func atLeastTiny(_ value: Double) -> Double { value.magnitude < tiny ? tiny : value }
    var (numerator, denominator, value) = (1.0, 0.0, 1.0)
    for step in 1...10_000 {
      let next = coefficient(step)
      denominator = 1 / atLeastTiny(1 + next * denominator)
      numerator = atLeastTiny(1 + next / numerator)
      let change = numerator * denominator
      value *= change
      if (change - 1).magnitude < 1e-15 { break }
    }
    return 1 / value
  }
}

/// The natural logarithm of the gamma function.
///
/// - Precondition: `x > 0`.
func logGamma(_ x: Double) -> Double { lgamma(x) }
