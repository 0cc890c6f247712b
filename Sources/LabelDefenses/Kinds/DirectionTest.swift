internal import LabelContracts
internal import LabelData

/// Whether issues prefer some pairs of given and predicted class.
///
/// By chance an issue falls on a row drawn uniformly, and its label is one of the other classes drawn uniformly: the
/// pair (g, p) has M · n_p / n / (K - 1) of M issues, n_p being the rows of predicted class p. The statistic is
/// Pearson's over all pairs, and its probability that of sets drawn in this way.
struct DirectionTest {
  /// The smallest effect that is named: a medium one (Cohen 1988).
  static let leastEffect = 0.3
  /// Most issues that are looked at; of more a random sample.
  private static let issueLimit = 5000

  let direction: FlipDirection
  /// Cohen's w, the root of the statistic over the number of issues.
  let effect: Double
  let pValue: Double

  /// Tests; `nil` where no issue has another class predicted.
  init?(_ labels: Labels, _ issues: LabelIssues, seed: UInt64) {
    let predicted = issues.predictedLabels
    let rows = issues.isLabelIssue.indices.filter {
      issues.isLabelIssue[$0] && predicted[$0] != labels[$0]
    }
    let (n, k) = (labels.count, labels.classCount)
    guard !rows.isEmpty, k > 1 else { return nil }
    var generator = SeededGenerator(seed: seed, key: "flip directions")
    let seen =
      rows.count <= Self.issueLimit
      ? rows : generator.permutation(count: rows.count).prefix(Self.issueLimit).map { rows[$0] }
    var sizes = [Int](repeating: 0, count: k)
    for label in predicted { sizes[label] += 1 }
    func expected(_ predicted: Int, of total: Int) -> Double {
      Double(total) * Double(sizes[predicted]) / Double(n) / Double(k - 1)
    }
    func statistic(_ counts: [Int: Int], of total: Int) -> Double {
      // The sum over all pairs, those without issues too, of (O - E)² / E is that of O² / E, less the total.
      counts.sorted { $0.key < $1.key }.reduce(0) { sum, pair in
        sum + Double(pair.value * pair.value) / expected(pair.key % k, of: total)
      } - Double(total)
    }
    func counts(_ rows: [Int]) -> [Int: Int] {
      var counts: [Int: Int] = [:]
      for row in rows { counts[labels[row] * k + predicted[row], default: 0] += 1 }
      return counts
    }
    let observed = statistic(counts(seen), of: seen.count)
    var reached = 1
    for _ in 0..<IssueDraws.drawCount {
      var drawn: [Int: Int] = [:]
      for _ in seen {
        let label = predicted[generator.below(n)]
        let other = generator.below(k - 1)
        drawn[(other < label ? other : other + 1) * k + label, default: 0] += 1
      }
      if statistic(drawn, of: seen.count) >= observed - 1e-12 * observed.magnitude { reached += 1 }
    }
    pValue = Double(reached) / Double(1 + IssueDraws.drawCount)
    effect = (max(0, observed) / Double(seen.count)).squareRoot()
    let all = counts(rows)
    func excess(_ pair: (key: Int, value: Int)) -> Double {
      Double(pair.value) - expected(pair.key % k, of: rows.count)
    }
    guard let most = all.max(by: { (excess($0), -$0.key) < (excess($1), -$1.key) }) else {
      return nil
    }
    let (given, target) = (most.key / k, most.key % k)
    direction = FlipDirection(
      given: given, predicted: target, count: most.value,
      expected: expected(target, of: rows.count), reverseCount: all[target * k + given] ?? 0)
  }
}
