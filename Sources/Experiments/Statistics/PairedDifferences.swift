import LabelData
import VectorKernels

/// Differences of two methods in the same trials, and where their mean may lie.
///
/// Trials of one seed share their split, so seeds, not trials, are drawn again.
public struct PairedDifferences: Equatable, Sendable {
  /// One trial: its seed, and the first method's figure less the second's.
  public struct Difference: Equatable, Sendable {
    /// What trials have in common that are not independent.
    public let cluster: Int
    /// First minus second.
    public let value: Double

    /// Makes a difference.
    public init(cluster: Int, value: Double) {
      self.cluster = cluster
      self.value = value
    }
  }

  /// Both ends of a confidence interval of 95 %.
  public struct Interval: Equatable, Sendable {
    /// The lower end.
    public let low: Double
    /// The upper end.
    public let high: Double

    /// Makes an interval.
    public init(low: Double, high: Double) {
      self.low = low
      self.high = high
    }

    /// Whether 0, no difference, lies inside.
    public var containsZero: Bool { low <= 0 && high >= 0 }
  }

  /// All trials.
  public let differences: [Difference]
  /// The clusters' sums and sizes, by cluster.
  private let clusters: [(sum: Double, count: Int)]

  /// Makes differences.
  public init(_ differences: [Difference]) {
    self.differences = differences
    var grouped: [Int: (sum: Double, count: Int)] = [:]
    for difference in differences {
      let old = grouped[difference.cluster] ?? (0, 0)
      grouped[difference.cluster] = (old.sum + difference.value, old.count + 1)
    }
    clusters = grouped.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Whether the trials are the same.
  public static func == (left: PairedDifferences, right: PairedDifferences) -> Bool {
    left.differences == right.differences
  }

  /// The mean over all trials; `nil` without any.
  public var mean: Double? { Self.mean(of: clusters[...]) }

  /// Percentile bootstrap of the mean, clusters drawn with replacement.
  ///
  /// With few clusters such intervals are too narrow; prefer ``studentInterval``.
  ///
  /// - Parameters:
  ///   - resampleCount: How often; 10,000 by default.
  ///   - seed: Where randomness starts.
  /// - Returns: `nil` for fewer than two clusters.
  /// - Complexity: O(resamples · clusters).
  public func bootstrapInterval(resampleCount: Int = 10_000, seed: UInt64) -> Interval? {
    guard clusters.count >= 2, resampleCount >= 1 else { return nil }
    var generator = SeededGenerator(seed: seed, key: "paired-bootstrap")
    let means = (0..<resampleCount).compactMap { _ in
      Self.mean(of: clusters.indices.map { _ in clusters[generator.below(clusters.count)] }[...])
    }.sorted()
    return Interval(
      low: quantile(ofSorted: means, 0.025), high: quantile(ofSorted: means, 0.975))
  }

  /// Student's interval for the mean of the clusters' means; `nil` for fewer than two clusters.
  public var studentInterval: Interval? {
    let means = clusters.map { $0.sum / Double($0.count) }
    guard means.count >= 2 else { return nil }
    let summary = MeanAndError(means)
    let factor = StudentDistribution(freedom: Double(means.count - 1)).quantile(0.975)
    return Interval(
      low: summary.mean - factor * summary.standardError,
      high: summary.mean + factor * summary.standardError)
  }

  private static func mean(of clusters: ArraySlice<(sum: Double, count: Int)>) -> Double? {
    let count = clusters.reduce(0) { $0 + $1.count }
    return count == 0 ? nil : clusters.reduce(0) { $0 + $1.sum } / Double(count)
  }
}
