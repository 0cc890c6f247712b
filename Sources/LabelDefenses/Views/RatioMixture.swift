#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How the log ratios of right labels and of flips are distributed: a normal distribution each.
///
/// Out-of-sample probabilities may be too bold or too timid, which no fixed rule knows; many rows show it. The
/// distribution of flips is drawn towards the mirror image of that of right labels, as by 20 rows: a flip to the class
/// that is next exchanges the two probabilities.
struct RatioMixture: Sendable {
  private let (right, flipped): (Normal, Normal)

  private static let (priorCount, leastVariance) = (20.0, 0.05)

  /// A normal distribution.
  private struct Normal: Sendable {
    let mean: Double
    let variance: Double

    func logDensity(_ value: Double) -> Double {
      -0.5 * ((value - mean) * (value - mean) / variance + log(variance))
    }
  }

  /// Fits both.
  ///
  /// - Parameters:
  ///   - ratios: The log ratios.
  ///   - flips: The probability of each to be that of a flip.
  init(_ ratios: [Double], flips: [Double]) {
    var (clean, cleanSum, cleanSquares) = (0.0, 0.0, 0.0)
    var (wrong, wrongSum, wrongSquares) = (0.0, 0.0, 0.0)
    for (ratio, flip) in zip(ratios, flips) {
      clean += 1 - flip
      cleanSum += (1 - flip) * ratio
      cleanSquares += (1 - flip) * ratio * ratio
      wrong += flip
      wrongSum += flip * ratio
      wrongSquares += flip * ratio * ratio
    }
    let count = max(clean, 1e-9)
    let mean = cleanSum / count
    let variance = max(0, cleanSquares / count - mean * mean) + Self.leastVariance
    let total = wrong + Self.priorCount
    let mirrored = (wrongSum - Self.priorCount * mean) / total
    let spread = wrongSquares - 2 * mirrored * wrongSum + wrong * mirrored * mirrored
    right = Normal(mean: mean, variance: variance)
    flipped = Normal(
      mean: mirrored,
      variance: max(0, spread + Self.priorCount * variance) / total + Self.leastVariance)
  }

  /// The log odds of a flip that a ratio gives, the share of flips aside; no less for ratios that are lower.
  func logOdds(_ ratio: Double) -> Double {
    // Beyond the means the densities of unlike spreads would cross once more.
    let kept = min(right.mean, max(flipped.mean, ratio))
    let own = flipped.logDensity(ratio) - right.logDensity(ratio)
    let bound = flipped.logDensity(kept) - right.logDensity(kept)
    if ratio > right.mean { return min(own, bound) }
    if ratio < flipped.mean { return max(own, bound) }
    return own
  }
}
