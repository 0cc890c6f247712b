#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What a repair of labels does to the error of a classifier that is trained on them.
public struct RepairEffect: Equatable, Sendable {
  /// What is done with the issues.
  public enum Repair: String, CaseIterable, Sendable {
    /// Each gets its predicted label.
    case relabel
    /// Each is left out.
    case remove
    /// Every row counts as much as its given label is probable.
    case weight
  }

  /// The mistakes of both classifiers on the same rows.
  public struct Comparison: Equatable, Sendable {
    /// Number of rows that were predicted; 1 or more.
    public let rowCount: Int
    /// Mistakes of the classifier trained on the labels as given.
    public let mistakesBefore: Int
    /// Mistakes of the classifier trained on repaired labels.
    public let mistakesAfter: Int
    /// Rows that only the first gets wrong.
    public let gained: Int
    /// Rows that only the second gets wrong.
    public let lost: Int

    /// Compares predictions of the same rows.
    ///
    /// - Parameters:
    ///   - before: The classes predicted by the classifier trained on the labels as given.
    ///   - after: Those by the classifier trained on repaired labels.
    ///   - labels: The labels that both are held against.
    /// - Precondition: all lists have the same length, 1 or more.
    init(before: [Int], after: [Int], labels: [Int]) {
      precondition(
        !labels.isEmpty && before.count == labels.count && after.count == labels.count,
        "predictions of every row")
      rowCount = labels.count
      let wrong = zip(labels, zip(before, after)).map { ($0 != $1.0, $0 != $1.1) }
      mistakesBefore = wrong.count { $0.0 }
      mistakesAfter = wrong.count { $0.1 }
      gained = wrong.count { $0.0 && !$0.1 }
      lost = wrong.count { !$0.0 && $0.1 }
    }

    /// The error before the repair, 0...1.
    public var errorBefore: Double { Double(mistakesBefore) / Double(rowCount) }

    /// The error after it, 0...1.
    public var errorAfter: Double { Double(mistakesAfter) / Double(rowCount) }

    /// The error after less the error before, -1...1; below 0 is a gain.
    public var difference: Double { Double(lost - gained) / Double(rowCount) }

    /// The 95 % interval of ``difference``: Wald's with half a row added to each of the four cells (Agresti and Min
    /// 2005, *Statistics in Medicine* 24:729).
    ///
    /// It allows for the rows that happened to be predicted, not for those that happened to be trained on.
    public var interval: ClosedRange<Double> {
      let n = Double(rowCount) + 2
      let (gained, lost) = (Double(gained) + 0.5, Double(lost) + 0.5)
      let middle = (lost - gained) / n
      let reach =
        1.959_963_984_540_054
        * (gained + lost - (lost - gained) * (lost - gained) / n).squareRoot() / n
      return max(-1, middle - reach)...min(1, middle + reach)
    }

    /// The two-sided probability of so uneven a count of gained and lost rows if both were alike: McNemar's exact test.
    ///
    /// - Complexity: O(gained + lost).
    public var pValue: Double {
      let count = gained + lost
      var (logTerm, sum) = (-Double(count) * log(2), 0.0)
      for successes in 0...min(gained, lost) {
        sum += exp(logTerm)
        logTerm += log(Double(count - successes) / Double(successes + 1))
      }
      return min(1, 2 * sum)
    }
  }

  /// What is done.
  public let repair: Repair
  /// Number of rows that were trained on, or held out in turn: all, or a random sample.
  public let rowCount: Int
  /// On rows with correct labels; `nil` without any.
  public let trusted: Comparison?
  /// On the rows that are held out and are no issues, against their given labels.
  ///
  /// The detector that chose them has also chosen the repair, so this is partial to the repair.
  public let unflagged: Comparison?
  /// On all rows that are held out, against their given labels, wrong ones among them.
  ///
  /// Whoever predicts the true class of a wrong label counts as mistaken here, so this is partial against the repair.
  public let given: Comparison?
}
