import Classifiers
import LabelContracts
import LabelData

/// The share of wrong labels to expect among the first labels that are reviewed, worst first: the mean of the
/// probabilities that each is wrong, one less the posterior of its given label.
struct ExpectedPrecision: Sendable {
  /// Most points of the curve.
  private static let pointLimit = 60

  /// The share among the first x labels, for some x from 1 to twice the number of issues, at least 20 and at most all.
  let points: [LineChart.Point]
  /// The share among the issues, 0...1; `nil` without issues.
  let amongIssues: Double?

  /// Adds up; `nil` where there are no posteriors.
  init?(_ labels: Labels, _ issues: LabelIssues, rowsWorstFirst: [Int]) {
    guard let posteriors = issues.posteriors, labels.count > 0 else { return nil }
    let issueCount = issues.issueCount
    let last = min(labels.count, max(20, 2 * issueCount))
    let step = max(1, (last + Self.pointLimit - 1) / Self.pointLimit)
    var (sum, points, amongIssues): (Double, [LineChart.Point], Double?) = (0, [], nil)
    for (place, row) in rowsWorstFirst.prefix(last).enumerated() {
      sum += 1 - posteriors[row, labels[row]]
      let count = place + 1
      if count == issueCount { amongIssues = sum / Double(count) }
      if count == 1 || count % step == 0 || count == last {
        points.append(LineChart.Point(x: Double(count), y: sum / Double(count)))
      }
    }
    self.points = points
    self.amongIssues = amongIssues
  }
}
