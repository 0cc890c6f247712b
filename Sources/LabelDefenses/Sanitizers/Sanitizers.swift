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

    /// Makes options.
    public init(
      neighborCount: Int = 10, threshold: Double = 0.5, rounds: KNNSanitizer.Rounds = .atMost(1)
    ) {
      self.neighborCount = neighborCount
      self.threshold = threshold
      self.rounds = rounds
    }
  }

  /// One sanitizer under the name that users know it by.
  public struct Entry: Sendable {
    /// The name on the command line.
    public let id: String
    /// What it does, in half a sentence.
    public let summary: String
    /// Makes the sanitizer.
    public let make: @Sendable (Options) -> any Sanitizer
  }

  /// Every sanitizer.
  public static let all: [Entry] = [
    Entry(id: "knn", summary: "relabels by the vote of the k nearest neighbors") { options in
      KNNSanitizer(
        neighborCount: options.neighborCount, threshold: options.threshold, rounds: options.rounds)
    }
  ]
}
