import LabelContracts
import LabelData

/// How many issues there are of every given and probable class, beside the number if flips hit every row and led to
/// every other class alike: M · n_p / n / (K - 1) for M issues with another class predicted and n_p rows of probable
/// class p.
struct NoiseMatrix: Sendable {
  /// Most classes that are shown.
  static let classLimit = 12

  /// The classes shown, ascending: all, or those with most issues.
  let classes: [Int]
  /// A list for each given class with a field for each probable one; nothing is expected on the diagonal.
  let fields: [[MatrixChart.Field]]
  /// The pair with most issues.
  let largest: (given: Int, predicted: Int, count: Int)?

  /// Counts; `nil` where no issue has another class predicted.
  init?(_ labels: Labels, _ issues: LabelIssues) {
    let (n, k) = (labels.count, labels.classCount)
    let predicted = issues.predictedLabels
    var counts: [Int: Int] = [:]
    var total = 0
    var (sizes, involved) = ([Int](repeating: 0, count: k), [Int](repeating: 0, count: k))
    for row in 0..<n {
      let (from, to) = (labels[row], predicted[row])
      sizes[to] += 1
      guard issues.isLabelIssue[row], from != to else { continue }
      counts[from * k + to, default: 0] += 1
      total += 1
      involved[from] += 1
      involved[to] += 1
    }
    guard total > 0, let most = counts.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) }) else {
      return nil
    }
    classes = (0..<k).sorted { (-involved[$0], $0) < (-involved[$1], $1) }
      .prefix(Self.classLimit).sorted()
    fields = classes.map { [classes] from in
      classes.map { to in
        MatrixChart.Field(
          count: counts[from * k + to] ?? 0,
          expected: from == to
            ? nil : Double(total) * Double(sizes[to]) / Double(n) / Double(k - 1))
      }
    }
    largest = (most.key / k, most.key % k, most.value)
  }
}
