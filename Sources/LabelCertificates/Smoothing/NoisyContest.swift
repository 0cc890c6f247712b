internal import Classifiers
internal import LabelData

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A bound on the probability that noise in the labels puts a rival at or above a leader.
///
/// With z the noisy labels and `U = sum_i a_i (1[z_i = p] - 1[z_i = c])` Chernoff's bound is
/// `P(U <= 0) <= min_{t > 0} E exp(-t U)`. Labels are noised independently, so the logarithm of the expectation is a sum
/// over the labels. It is convex in t, and any t gives a bound.
struct NoisyContest {
  /// What a weight adds to the expectation: `down e^-ta + up e^ta + rest`.
  private struct Odds {
    var down = 0.0
    var up = 0.0
    var rest = 0.0
  }

  private let weights: [(value: Double, odds: Int)]
  private let odds: [Odds]

  /// Sets up the sum.
  ///
  /// - Parameters:
  ///   - weights: The weights of the labels.
  ///   - labels: The labels as given.
  ///   - leader: p.
  ///   - rival: c.
  ///   - noise: The noise.
  init(
    _ weights: LabelWeights, _ labels: Labels, leader: Int, rival: Int, noise: LabelNoise
  ) {
    let (stay, move) = (noise.stay, noise.move)
    odds = [
      Odds(down: stay, up: move, rest: noise.neither),
      Odds(down: move, up: stay, rest: noise.neither),
      Odds(down: move, up: move, rest: 1 - 2 * move),
    ]
    var found: [(value: Double, odds: Int)] = []
    weights.forEach { row, weight in
      guard weight != 0 else { return }
      let label = labels[row]
      found.append((weight, label == leader ? 0 : label == rival ? 1 : 2))
    }
    self.weights = found
  }

  /// The logarithm of a bound on the probability that the rival is at or above the leader; at most 0.
  ///
  /// - Complexity: O(n) for each of some ten steps.
  func logBound() -> Double {
    let start = derivatives(at: 0)
    guard start.first < 0, start.second > 0 else { return 0 }
    var (low, high) = (0.0, Double.infinity)
    var least = 0.0
    var t = -start.first / start.second
    for _ in 0..<100 {
      let found = derivatives(at: t)
      guard found.bound.isFinite, found.first.isFinite else { break }
      least = min(least, found.bound)
      if found.first < 0 { low = t } else { high = t }
      // The square of the first derivative over the second is twice what is left to gain, near the minimum.
      if found.second > 0, found.first * found.first < 1e-9 * found.second { break }
      let newton = t - found.first / found.second
      let middle = high.isInfinite ? 2 * low : (low + high) / 2
      t = newton > low && newton < min(high, 4 * max(low, t)) ? newton : middle
    }
    return least
  }

  /// The logarithm of the expectation, rounded up, and its derivatives by t.
  private func derivatives(at t: Double) -> (bound: Double, first: Double, second: Double) {
    var (value, size, first, second) = (0.0, 0.0, 0.0, 0.0)
    for (weight, number) in weights {
      let odds = odds[number]
      let v = t * weight
      // The larger exponential is taken out, so that none overflows.
      let e = exp(-abs(v))
      let (near, far) = v >= 0 ? (odds.up, odds.down) : (odds.down, odds.up)
      let sum = near + (odds.rest + far * e) * e
      let term = abs(v) + log(sum)
      value += term
      size += abs(term)
      let mean = (near - far * e * e) / sum
      let square = (near + far * e * e) / sum
      first += weight * (v >= 0 ? mean : -mean)
      second += weight * weight * (square - mean * mean)
    }
    return (value + Double(weights.count + 8) * .ulpOfOne * size, first, second)
  }
}
