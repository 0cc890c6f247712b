public import LabelContracts

/// The detectors that there are.
///
/// Help texts, error messages and law tests read this list.
public enum Detectors {
  /// What a user may set about a detector.
  public struct Options: Sendable {
    /// Number of neighbors, k.
    public var neighborCount: Int
    /// Smallest share of the neighbors that makes an issue, 0.5...1.
    public var threshold: Double

    /// Makes options.
    public init(neighborCount: Int = 10, threshold: Double = 0.5) {
      self.neighborCount = neighborCount
      self.threshold = threshold
    }
  }

  /// One detector under the name that users know it by.
  public struct Entry: Sendable {
    /// The name on the command line.
    public let id: String
    /// What it does, in half a sentence.
    public let summary: String
    /// What it costs beyond the evidence, for n rows, d features and K classes.
    public let cost: String
    /// Where it is known to fail, in half a sentence.
    public let failure: String
    /// Whether findings depend on the seed.
    public let drawsAtRandom: Bool
    /// Makes the detector.
    public let make: @Sendable (Options) -> any Detector
  }

  /// Every detector.
  public static let all: [Entry] = [
    KNNAgreement.entry,
    TrustedDisagreement.entry,
    NegativeImpact.entry,
    SmallLoss.entry,
    ForgettingEvents.entry,
    ClusteredLosses.entry,
    AreaUnderMargin.entry,
    InfluenceFunctions.entry,
    TracIn.entry,
    SpectralSignatures.entry,
    Sever.entry,
    TrimmedLoss.entry,
    CrossValidationVoting.entry,
  ]
}
