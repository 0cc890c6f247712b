public import LabelContracts

/// The sanitizers that there are.
///
/// Help texts, error messages and law tests read this list.
public enum Sanitizers {
  /// What a user may set about a sanitizer.
  public struct Options: Sendable {
    /// Number of neighbors, k.
    public var neighborCount: Int
    /// Smallest share of the neighbors that relabels a row, 0.5...1.
    public var threshold: Double
    /// How often all rows are judged.
    public var rounds: KNNSanitizer.Rounds
    /// What judges the labels where a detector does; by default ``KNNAgreement`` with these options.
    public var detector: (any Detector)?
    /// What is done about a label that is taken for wrong.
    public var action: SanitizeAction

    /// Makes options.
    public init(
      neighborCount: Int = 10, threshold: Double = 0.5, rounds: KNNSanitizer.Rounds = .atMost(1),
      detector: (any Detector)? = nil, action: SanitizeAction = .relabel
    ) {
      self.neighborCount = neighborCount
      self.threshold = threshold
      self.rounds = rounds
      self.detector = detector
      self.action = action
    }
  }

  /// One sanitizer under the name that users know it by.
  public struct Entry: Sendable {
    /// The name on the command line.
    public let id: String
    /// What it does, in half a sentence.
    public let summary: String
    /// Whether a detector judges the labels.
    public let takesDetector: Bool
    /// Makes the sanitizer.
    public let make: @Sendable (Options) -> any Sanitizer
  }

  /// Every sanitizer.
  public static let all: [Entry] = [
    Entry(
      id: "knn", summary: "judges by the vote of the k nearest neighbors", takesDetector: false
    ) { options in
      KNNSanitizer(
        neighborCount: options.neighborCount, threshold: options.threshold, rounds: options.rounds,
        action: options.action)
    },
    Entry(id: "detector", summary: "repairs what a detector takes for wrong", takesDetector: true) {
      options in
      DetectorSanitizer(
        options.detector
          ?? KNNAgreement(
            neighborCount: options.neighborCount, threshold: options.threshold),
        action: options.action)
    },
  ]
}
