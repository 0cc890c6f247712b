/// How well label scores set wrong labels apart from right ones, by their order alone.
///
/// Scores are label quality scores: **low means probably wrong**. Wrong labels are the positives. Equal scores are one
/// threshold, never an order of their own.
public struct RankingMetrics: Equatable, Sendable {
  /// Rows with one score.
  private struct Group: Equatable {
    var size = 0
    var wrong = 0
  }

  /// Number of labels.
  public let count: Int
  /// How many of them are wrong.
  public let wrongCount: Int
  /// Lowest score first.
  private let groups: [Group]

  /// Orders the labels.
  ///
  /// - Parameters:
  ///   - labelScores: One for each label, low meaning probably wrong; none NaN.
  ///   - isWrong: Whether each label differs from the true one.
  /// - Precondition: both lists have the same length.
  /// - Complexity: O(n log n).
  public init(labelScores: [Double], isWrong: [Bool]) {
    precondition(labelScores.count == isWrong.count, "a verdict for every score")
    var groups: [Group] = []
    var last: Double?
    for row in labelScores.indices.sorted(by: { labelScores[$0] < labelScores[$1] }) {
      if labelScores[row] != last { groups.append(Group()) }
      last = labelScores[row]
      groups[groups.count - 1].size += 1
      if isWrong[row] { groups[groups.count - 1].wrong += 1 }
    }
    self.groups = groups
    count = isWrong.count
    wrongCount = isWrong.count { $0 }
  }

  /// Average precision: the sum over thresholds of precision times the gain in recall, 0...1.
  ///
  /// `AP = sum over k of (R_k - R_(k-1)) P_k`, one threshold for each distinct score; without interpolation.
  /// A ranking at random has about the share of wrong labels. `nil` where no label is wrong.
  public var averagePrecision: Double? {
    guard wrongCount > 0 else { return nil }
    var (seen, found) = (0, 0)
    var sum = 0.0
    for group in groups {
      seen += group.size
      found += group.wrong
      sum += Double(group.wrong) * Double(found) / Double(seen)
    }
    return sum / Double(wrongCount)
  }

  /// Area under the receiver operating characteristic, 0...1; 0.5 for a ranking at random.
  ///
  /// The probability that a wrong label scores lower than a right one, equal scores counting half (the mid-rank form
  /// of Mann and Whitney). `nil` where all labels are wrong, or none is.
  public var auroc: Double? {
    let rightCount = count - wrongCount
    guard wrongCount > 0, rightCount > 0 else { return nil }
    var rightAbove = rightCount
    var sum = 0.0
    for group in groups {
      let right = group.size - group.wrong
      rightAbove -= right
      sum += Double(group.wrong) * (Double(rightAbove) + Double(right) / 2)
    }
    return sum / (Double(wrongCount) * Double(rightCount))
  }

  /// Number of wrong labels among the lowest scores, in expectation over the order of equal ones.
  ///
  /// - Parameter budget: How many labels are reviewed, 0 or more; no more than there are count.
  /// - Returns: 0 or more.
  public func expectedHits(budget: Int) -> Double {
    var left = max(0, budget)
    var hits = 0.0
    for group in groups where left > 0 {
      let taken = min(left, group.size)
      hits += Double(group.wrong) * Double(taken) / Double(group.size)
      left -= taken
    }
    return hits
  }

  /// Share of wrong labels among so many of the lowest scores, 0...1; `nil` where no label is wrong, or none reviewed.
  ///
  /// At a budget of ``wrongCount`` it equals the recall.
  public func precision(budget: Int) -> Double? {
    guard wrongCount > 0, budget > 0 else { return nil }
    return expectedHits(budget: budget) / Double(min(budget, count))
  }
}
