public import LabelData

/// Labels after sanitization, with every change and its reason.
public struct SanitizedLabels: Equatable, Sendable {
  /// What was done about one row.
  public struct Change: Equatable, Sendable {
    /// The example's row, from 0.
    public let row: Int
    /// The given class index.
    public let from: Int
    /// The class index that the row probably has; the one that it got, if it is relabeled.
    public let to: Int
    /// What was done; never ``SanitizeAction/auto``, which chooses another one for each row.
    public let action: SanitizeAction
    /// What the row should count in training, 0...1; 0 where it is removed.
    public let weight: Double
    /// Why.
    public let reason: Reason
    /// How sure that `to` is the true class, 0...1.
    public let confidence: Double
    /// Probability of the given label to be the true one, 0...1; `nil` where it is not known.
    public let givenProbability: Double?

    /// Makes a change.
    ///
    /// - Parameters:
    ///   - row: The example's row, from 0.
    ///   - from: The given class index.
    ///   - to: The class index that the row probably has.
    ///   - action: What was done.
    ///   - weight: What the row should count, 0...1; by default 0 for a row that is removed, else 1.
    ///   - reason: Why.
    ///   - confidence: How sure that `to` is the true class, 0...1.
    ///   - givenProbability: Probability of the given label to be the true one, where it is known.
    public init(
      row: Int, from: Int, to: Int, action: SanitizeAction, weight: Double? = nil, reason: Reason,
      confidence: Double, givenProbability: Double? = nil
    ) {
      self.row = row
      self.from = from
      self.to = to
      self.action = action
      self.weight = weight ?? (action == .remove ? 0 : 1)
      self.reason = reason
      self.confidence = confidence
      self.givenProbability = givenProbability
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

  /// The labels after sanitization, of the rows that are removed too.
  public let labels: Labels
  /// What each row should count in training, 0...1; 1 where nothing speaks against it, 0 where it is removed.
  public let weights: [Double]
  /// Every row about which something was done, by row.
  public let changes: [Change]
  /// Number of rounds made, including a last one that changed nothing.
  public let roundCount: Int
  /// How it ended.
  public let ending: Ending
  /// Number of rows that were left alone because they lie where classes overlap.
  public let ambiguousCount: Int
  /// Estimated share of wrong labels among all rows, 0...1; `nil` where no probabilities of the labels are known.
  public let estimatedErrorRate: Double?
  /// Number of changes that were found and not made, because all of them together may do harm.
  public let withheldCount: Int

  /// Makes a result of the given labels and what is done about them.
  ///
  /// - Parameters:
  ///   - labels: The given labels.
  ///   - changes: Every row about which something is done, by row.
  ///   - roundCount: Number of rounds made; 1 by default.
  ///   - ending: How it ended; by default all rounds were made.
  ///   - ambiguousCount: Number of rows left alone because they lie where classes overlap; 0 by default.
  ///   - estimatedErrorRate: Estimated share of wrong labels among all rows; unknown by default.
  ///   - withheldCount: Number of changes that were found and not made; 0 by default.
  /// - Precondition: the changes are about rows and classes of the labels.
  public init(
    repairing labels: Labels, changes: [Change], roundCount: Int = 1, ending: Ending = .roundsDone,
    ambiguousCount: Int = 0, estimatedErrorRate: Double? = nil, withheldCount: Int = 0
  ) {
    var repaired = labels
    var weights = [Double](repeating: 1, count: labels.count)
    for change in changes {
      if change.action == .relabel { repaired[change.row] = change.to }
      weights[change.row] = change.weight
    }
    self.labels = repaired
    self.weights = weights
    self.changes = changes
    self.roundCount = roundCount
    self.ending = ending
    self.ambiguousCount = ambiguousCount
    self.estimatedErrorRate = estimatedErrorRate
    self.withheldCount = withheldCount
  }

  /// Number of rows about which one thing was done.
  public func changeCount(_ action: SanitizeAction) -> Int {
    changes.count { $0.action == action }
  }
}
