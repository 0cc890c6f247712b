/// How much of the true neighbors an approximate search found, measured on rows drawn at random.
public struct RecallEstimate: Equatable, Sendable {
  /// Share of the true neighbors that were found, 0...1; one as near as the true k-th counts as found.
  public let recall: Double
  /// The 95 % confidence interval.
  public let interval: ClosedRange<Double>
  /// Number of rows that it was measured on.
  public let sampleCount: Int

  /// Makes an estimate.
  public init(recall: Double, interval: ClosedRange<Double>, sampleCount: Int) {
    self.recall = recall
    self.interval = interval
    self.sampleCount = sampleCount
  }
}
