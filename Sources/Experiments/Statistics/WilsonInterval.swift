/// The confidence interval of 95 % of a share, from a count (Wilson 1927); for accuracies on a fixed test set.
public struct WilsonInterval: Equatable, Sendable {
  /// The lower end, 0...1.
  public let low: Double
  /// The upper end, 0...1.
  public let high: Double

  /// Makes the interval.
  ///
  /// - Parameters:
  ///   - successes: How many of the trials succeeded.
  ///   - count: Number of trials.
  /// - Precondition: `0 <= successes <= count` and `count > 0`.
  public init(successes: Int, count: Int) {
    precondition(count > 0 && (0...count).contains(successes), "a share of at least one trial")
    let z = NormalDistribution.quantile(0.975)
    let n = Double(count)
    let share = Double(successes) / n
    let center = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half =
      z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    low = successes == 0 ? 0 : max(0, center - half)
    high = successes == count ? 1 : min(1, center + half)
  }
}
