/// How well flags meet the wrong labels; wrong labels are the positives.
public struct FlagMetrics: Equatable, Sendable {
  /// Wrong labels that are flagged.
  public let hits: Int
  /// Right labels that are flagged.
  public let falseAlarms: Int
  /// Wrong labels that are not flagged.
  public let misses: Int
  /// Right labels that are not flagged.
  public let passes: Int

  /// Counts.
  ///
  /// - Parameters:
  ///   - isFlagged: Whether each label is taken for wrong.
  ///   - isWrong: Whether it is.
  /// - Precondition: both lists have the same length.
  public init(isFlagged: [Bool], isWrong: [Bool]) {
    precondition(isFlagged.count == isWrong.count, "a verdict for every label")
    hits = zip(isFlagged, isWrong).count { $0 && $1 }
    falseAlarms = zip(isFlagged, isWrong).count { $0 && !$1 }
    misses = zip(isFlagged, isWrong).count { !$0 && $1 }
    passes = isFlagged.count - hits - falseAlarms - misses
  }

  /// Number of flags.
  public var flagCount: Int { hits + falseAlarms }

  /// Share of the flags that are right, 0...1; `nil` where no label is wrong, or none is flagged.
  public var precision: Double? { hits + misses > 0 ? share(hits, of: flagCount) : nil }

  /// Share of the wrong labels that are flagged, 0...1; `nil` where no label is wrong.
  public var recall: Double? { share(hits, of: hits + misses) }

  /// Harmonic mean of precision and recall, 0...1; `nil` where no label is wrong.
  public var f1: Double? {
    hits + misses > 0 ? share(2 * hits, of: 2 * hits + falseAlarms + misses) : nil
  }

  /// Share of the labels that are rightly flagged or rightly not, 0...1; `nil` without labels.
  public var accuracy: Double? { share(hits + passes, of: flagCount + misses + passes) }

  /// Mean of the shares of wrong labels flagged and of right labels not flagged, 0...1; `nil` where there is but one of
  /// both kinds.
  public var balancedAccuracy: Double? {
    guard let recall, let specificity = share(passes, of: passes + falseAlarms) else { return nil }
    return (recall + specificity) / 2
  }

  private func share(_ part: Int, of whole: Int) -> Double? {
    whole > 0 ? Double(part) / Double(whole) : nil
  }
}
