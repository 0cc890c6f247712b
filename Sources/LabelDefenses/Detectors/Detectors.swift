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
    /// Makes the detector.
    public let make: @Sendable (Options) -> any Detector
  }

  /// Every detector.
  public static let all: [Entry] = [
    Entry(id: "knn", summary: "share of the k nearest neighbors that carry the given label") {
      KNNAgreement(neighborCount: $0.neighborCount, threshold: $0.threshold)
    }
  ]
}
