public import LabelData

/// A way to repair labels before training.
///
/// The members are listed in `Sanitizers.all`.
///
/// Laws that every member keeps: as many labels come out as went in; every change is listed once, with
/// the label before and after; the input is untouched; the order of the rows does not matter but for ties.
public protocol Sanitizer: Sendable {
  /// Repairs labels.
  ///
  /// - Parameters:
  ///   - labels: The given labels.
  ///   - evidence: What is known besides.
  /// - Returns: The repaired labels, with every change.
  /// - Throws: ``DefenseError``.
  func sanitize(_ labels: Labels, evidence: Evidence) throws(DefenseError) -> SanitizedLabels
}

/// Labels after sanitization, with every change and its reason.
public struct SanitizedLabels: Equatable, Sendable {
  /// One label that was changed.
  public struct Change: Equatable, Sendable {
    /// The example's row, from 0.
    public let row: Int
    /// The given class index.
    public let from: Int
    /// The corrected class index.
    public let to: Int
    /// The rows that voted, nearest first.
    public let neighbors: [Int]
    /// Their votes, in the round that made the change.
    public let votes: ClassVotes

    /// Share of the neighbors that carry the corrected label, 0...1.
    public var confidence: Double { Double(votes[to]) / Double(max(1, votes.total)) }

    /// Makes a change.
    public init(row: Int, from: Int, to: Int, neighbors: [Int], votes: ClassVotes) {
      self.row = row
      self.from = from
      self.to = to
      self.neighbors = neighbors
      self.votes = votes
    }
  }

  /// How a repeated sanitization ended.
  public enum Ending: Equatable, Sendable {
    /// The rounds asked for were made, and the last one still changed labels.
    case roundsDone
    /// The last round changed nothing.
    case stable
    /// The labels came back to those of an earlier round; they would alternate for ever.
    case cycle(length: Int)
  }

  /// The labels after sanitization.
  public let labels: Labels
  /// Every row whose label differs from the given one, by row.
  public let changes: [Change]
  /// Number of rounds made, including a last one that changed nothing.
  public let roundCount: Int
  /// How it ended.
  public let ending: Ending

  /// Makes a result.
  public init(labels: Labels, changes: [Change], roundCount: Int, ending: Ending) {
    self.labels = labels
    self.changes = changes
    self.roundCount = roundCount
    self.ending = ending
  }
}
