public import LabelContracts
public import VectorKernels

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
    /// How distance is measured where a detector looks for neighbors of its own.
    public var metric: DistanceMetric

    /// Makes options.
    public init(
      neighborCount: Int = 10, threshold: Double = 0.5, metric: DistanceMetric = .euclidean
    ) {
      self.neighborCount = neighborCount
      self.threshold = threshold
      self.metric = metric
    }
  }

  /// One of several ways in which a detector judges.
  public struct Variant: Sendable {
    /// The name on the command line.
    public let id: String
    /// What it does, in half a sentence.
    public let summary: String
    /// Makes the detector that judges so.
    public let make: @Sendable (Options) -> any Detector
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
    /// The ways in which it judges, the default first; none where there is one way alone.
    public let variants: [Variant]
    /// Makes the detector; the default variant where there are several.
    public let make: @Sendable (Options) -> any Detector

    /// Makes the entry of a detector that judges in one way.
    init(
      id: String, summary: String, cost: String, failure: String, drawsAtRandom: Bool,
      make: @escaping @Sendable (Options) -> any Detector
    ) {
      self.id = id
      self.summary = summary
      self.cost = cost
      self.failure = failure
      self.drawsAtRandom = drawsAtRandom
      variants = []
      self.make = make
    }

    /// Makes the entry of a detector that judges in several ways.
    ///
    /// - Precondition: there is a variant.
    init(
      id: String, summary: String, cost: String, failure: String, drawsAtRandom: Bool,
      variants: [Variant]
    ) {
      precondition(!variants.isEmpty, "a way to judge")
      self.id = id
      self.summary = summary
      self.cost = cost
      self.failure = failure
      self.drawsAtRandom = drawsAtRandom
      self.variants = variants
      make = variants[0].make
    }
  }

  /// A detector, in one of its ways where it has several, under its name on the command line.
  public struct Named: Sendable {
    /// The name of the entry, which is its default way, or `entry:variant`.
    public let id: String
    /// What it scores, in half a sentence.
    public let summary: String
    /// Where it is known to fail, in half a sentence.
    public let failure: String
    /// Makes the detector.
    public let make: @Sendable (Options) -> any Detector
  }

  /// Every detector under all its names.
  public static let named = all.flatMap { entry in
    [Named(id: entry.id, summary: entry.summary, failure: entry.failure, make: entry.make)]
      + entry.variants.map { variant in
        Named(
          id: "\(entry.id):\(variant.id)", summary: "\(entry.summary); \(variant.summary)",
          failure: entry.failure, make: variant.make)
      }
  }

  /// Every detector.
  public static let all: [Entry] = [
    DefaultDetector.entry,
    KNNAgreement.entry,
    WeightedKNNAgreement.entry,
    NeighborEditing.entry,
    CentroidDistance.entry,
    ConfidentLearning.entry,
    SelfConfidence.entry,
    NormalizedMargin.entry,
    ConfidenceWeightedEntropy.entry,
    KNNShapley.entry,
    SimiFeat.entry,
    Diffusion.entry,
    ClassOutliers.entry,
    Provenance.entry,
    ConflictingDuplicates.entry,
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
