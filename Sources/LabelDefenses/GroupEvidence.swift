public import LabelData

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How often the labels of one group disagree with what judges them, against all other groups.
///
/// Each label of a group disagrees with an unknown probability, the group's rate. Before its labels are seen, the
/// rate has the Beta distribution of ``priorCount`` labels that disagree as often as those of the other groups do,
/// rounded to whole labels, at least one of either kind. With d of n labels that disagree and a prior Beta(a, b) it
/// then has Beta(a + d, b + n - d). A group is rejected where the rate is above that of the other groups by
/// ``leastExcess`` with a probability of at least 1 - ``risk`` / groups.
public struct GroupEvidence: Equatable, Sendable {
  /// Labels that what is known beforehand counts for.
  public static let priorCount = 10
  /// How far a rate must be above that of the other groups to matter.
  public static let leastExcess = 0.1
  /// The probability of rejecting any group wrongly, by the model.
  public static let risk = 0.01

  /// Number of labels.
  public let count: Int
  /// Number of labels that disagree.
  public let disagreementCount: Int
  /// The mean of the rate, above 0 and below 1: the estimated share of wrong labels.
  public let errorRate: Double
  /// The probability that the rate is above that of the other groups by ``leastExcess``, 0...1; 0 without other groups.
  public let excessProbability: Double
  /// The mean over the group of the mid-rank of the scores of its labels over n, 0...1; 0.5 is usual, low is bad.
  public let meanRank: Double
  /// Whether the group is rejected.
  public let isRejected: Bool

  /// What is known of every group.
  ///
  /// - Parameters:
  ///   - groups: The group of every label, n.
  ///   - disagrees: Whether what judges each label disagrees with it, n.
  ///   - scores: A score of every label, n; low means probably wrong.
  /// - Returns: One for each group.
  /// - Precondition: all are about n labels.
  /// - Complexity: O(n log n).
  public static func all(
    _ groups: LabelGroups, disagrees: [Bool], scores: [Double]
  ) -> [GroupEvidence] {
    precondition(
      disagrees.count == groups.count && scores.count == groups.count, "a verdict on every label")
    let ranks = MidRanks.scores(scores)
    let total = disagrees.count { $0 }
    let rowsByGroup = groups.rowsByGroup
    return rowsByGroup.map { rows in
      let disagreeing = rows.count { disagrees[$0] }
      let others = groups.count - rows.count
      return GroupEvidence(
        count: rows.count, disagreementCount: disagreeing,
        meanRank: rows.reduce(0) { $0 + ranks[$1] } / Double(max(1, rows.count)),
        others: (count: others, disagreementCount: total - disagreeing),
        groupCount: rowsByGroup.count)
    }
  }

  /// The share of labels that disagree, drawn to a half by one label: above 0 and below 1.
  static func pooledRate(_ disagrees: [Bool]) -> Double {
    rate(disagrees.count { $0 }, of: disagrees.count)
  }

  private static func rate(_ count: Int, of total: Int) -> Double {
    (Double(count) + 0.5) / (Double(total) + 1)
  }

  private init(
    count: Int, disagreementCount: Int, meanRank: Double,
    others: (count: Int, disagreementCount: Int), groupCount: Int
  ) {
    let usual =
      others.count == 0
      ? Self.rate(disagreementCount, of: count)
      : Self.rate(others.disagreementCount, of: others.count)
    let expected = (usual * Double(Self.priorCount)).rounded()
    let prior = min(Self.priorCount - 1, max(1, Int(expected)))
    let (wrong, right) = (
      prior + disagreementCount, Self.priorCount - prior + count - disagreementCount
    )
    self.count = count
    self.disagreementCount = disagreementCount
    self.meanRank = meanRank
    errorRate = Double(wrong) / Double(wrong + right)
    excessProbability =
      others.count == 0
      ? 0 : Self.probability(beta: (wrong, right), isAbove: usual + Self.leastExcess)
    isRejected = excessProbability >= 1 - Self.risk / Double(groupCount)
  }

  /// The probability that a value of Beta(a, b), for whole a and b, exceeds x.
  ///
  /// It is that of a - 1 successes or fewer in a + b - 1 trials of probability x, summed term by term.
  /// - Complexity: O(a).
  static func probability(beta: (a: Int, b: Int), isAbove x: Double) -> Double {
    if x <= 0 { return 1 }
    if x >= 1 { return 0 }
    let trials = beta.a + beta.b - 1
    let (logSuccess, logFailure) = (log(x), log1p(-x))
    var (logTerm, sum) = (Double(trials) * logFailure, 0.0)
    for successes in 0..<beta.a {
      sum += exp(logTerm)
      logTerm +=
        log(Double(trials - successes) / Double(successes + 1)) + logSuccess - logFailure
    }
    return min(1, sum)
  }
}
