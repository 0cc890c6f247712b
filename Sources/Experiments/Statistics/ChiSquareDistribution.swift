#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The chi-square distribution.
struct ChiSquareDistribution {
  /// Degrees of freedom; above 0.
  let freedom: Double

  /// Probability of a value above `x`, 0...1: the regularised upper incomplete gamma function Q(freedom / 2, x / 2).
  func survival(_ x: Double) -> Double {
    guard x > 0 else { return 1 }
    let (a, z) = (freedom / 2, x / 2)
    // Series of the lower function (DLMF 8.11.4); all terms are positive, and beyond z they fall.
    var term = 1 / a
    var sum = term
    var next = a + 1
    if z < a + 1 {
      while term > sum * 1e-17 {
        term *= z / next
        sum += term
        next += 1
      }
      return 1 - sum * exp(a * log(z) - z - logGamma(a))
    }
    // Further out the complement would lose its digits: Legendre's fraction of the upper function (DLMF 8.9.2).
    let fraction = ContinuedFraction.reciprocal { step in
      let m = Double((step + 1) / 2)
      return (step % 2 == 1 ? m - a : m) / z
    }
    return fraction * exp((a - 1) * log(z) - z - logGamma(a))
  }
}
