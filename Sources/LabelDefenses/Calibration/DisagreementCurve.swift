#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How often labels disagree with predictions of falling confidence, and what flip rate that speaks for.
///
/// Where a share t of the labels is flipped at random, and predictions of confidence rank r, 0...1, are wrong with
/// probability w(r), labels disagree with
///
///     g(r) = t (1 - w(r)) + (1 - t / (K - 1)) w(r)      w(r) = b + (1 - b) a r^c
///
/// with `0 <= a <= 1`, c 1, 2, 4 or 8, and `0 <= b <= 0.02 + t²`: the most confident predictions are almost always right, the
/// less so the more labels are flipped. The range of t holds all that lose less than half the squared normal quantile
/// of log likelihood against the best, whatever a, b and c (profile likelihood).
struct DisagreementCurve {
  /// The rate of the largest likelihood.
  let estimate: Double
  /// The rates in the range.
  let range: ClosedRange<Double>
  /// Whether the counts lie no farther from the best curve than in 99 of 100 draws from it.
  let fits: Bool

  private static let binCount = 20
  /// The 99 % point of the chi-square distribution with 17 degrees of freedom: 20 bins less t, a and b.
  private static let largestDeviance = 33.409

  /// Fits.
  ///
  /// - Parameters:
  ///   - ranks: Predictions, with two classes or more.
  ///   - level: Of the range; above 0, below 1.
  /// - Complexity: O(n), and 700,000 logarithms.
  init(_ ranks: ConfidenceRanks, level: Double) {
    let bins = Self.bins(ranks)
    let others = Double(ranks.classCount - 1)
    // Up to the rate at which another label is as frequent as the right one; finer where rates are small.
    let rates = (0...100).map { Double($0 * $0) / 1e4 * others / (others + 1) }
    let likelihoods = rates.map { rate in Self.profile(bins, rate: rate, others: others) }
    let best = rates.indices.reduce(0) {
      likelihoods[$1] > likelihoods[$0] ? $1 : $0
    }
    let largestLoss = Self.squaredQuantile(level) / 2
    let inside = rates.indices.filter {
      likelihoods[best] - likelihoods[$0] <= largestLoss
    }
    // The ends lie between a rate inside and the next outside: the latter is safe.
    let (first, last) = (inside.first ?? best, inside.last ?? best)
    estimate = rates[best]
    range = rates[max(0, first - 1)]...rates[min(rates.count - 1, last + 1)]
    let perfect = bins.reduce(0) { sum, bin in
      sum + Self.logLikelihood(bin, bin.count == 0 ? 0 : bin.wrong / bin.count)
    }
    self.fits = 2 * (perfect - likelihoods[best]) <= Self.largestDeviance
  }

  private struct Bin {
    var count = 0.0
    var wrong = 0.0
  }

  private static func bins(_ ranks: ConfidenceRanks) -> [Bin] {
    var bins = [Bin](repeating: Bin(), count: binCount)
    for (row, rank) in ranks.ranks.enumerated() {
      let bin = min(binCount - 1, Int(rank * Double(binCount)))
      bins[bin].count += 1
      if ranks.disagrees[row] { bins[bin].wrong += 1 }
    }
    return bins
  }

  /// The largest likelihood of a rate over all a, b and c.
  private static func profile(
    _ bins: [Bin], rate: Double, others: Double
  ) -> Double {
    var best = -Double.infinity
    for power in [1.0, 2, 4, 8] {
      let shapes = (0..<binCount).map { pow((Double($0) + 0.5) / Double(binCount), power) }
      for part in 0...3 {
        let least = Double(part) / 3 * min(0.5, 0.02 + rate * rate)
        for step in 0...10 {
          let slope = Double(step) / 10
          var likelihood = 0.0
          for index in 0..<binCount {
            let wrong = least + (1 - least) * slope * shapes[index]
            let disagreement = rate * (1 - wrong) + (1 - rate / others) * wrong
            likelihood += logLikelihood(bins[index], disagreement)
          }
          best = max(best, likelihood)
        }
      }
    }
    return best
  }

  private static func logLikelihood(_ bin: Bin, _ probability: Double) -> Double {
    let p = min(1 - 1e-6, max(1e-6, probability))
    return bin.wrong * log(p) + (bin.count - bin.wrong) * log(1 - p)
  }

  /// The square of the normal quantile that leaves a level between it and its opposite.
  private static func squaredQuantile(_ level: Double) -> Double {
    var (low, high) = (0.0, 40.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if erf(middle / 2.0.squareRoot()) < level { low = middle } else { high = middle }
    }
    return low * low
  }
}
