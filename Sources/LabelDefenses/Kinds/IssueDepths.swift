internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// How deep every row lies in the class that it probably has, against the other rows of the class.
///
/// Depth is the distance to the nearest center of another class less that to the center of the own, the centers being
/// the means of the predicted classes; it becomes a mid-rank within the class, 0...1.
struct IssueDepths: Sendable {
  /// The smallest mean depth of issues that is named.
  static let leastMean = 0.75
  /// Most work n · d · K that is done.
  static let workLimit = 2e9

  /// The depth of every row, 0...1.
  let ranks: [Double]

  /// Finds the depths; `nil` where there is a single class with rows, or too much work.
  init?(_ features: Matrix, predicted: Labels, execution: Execution) {
    let (n, d, k) = (features.rowCount, features.columnCount, predicted.classCount)
    guard predicted.classSizes.count(where: { $0 > 0 }) > 1,
      Double(n) * Double(d) * Double(k) <= Self.workLimit
    else { return nil }
    let centers = ClassCenters.means(features, predicted, execution: execution)
    let depths = execution.silent.mapBlocks(of: n, size: 4096) { rows in
      rows.map { row in
        let point = features.row(row).map(Double.init)[...]
        func distance(_ label: Int) -> Double {
          centers.squaredDistance(point, label: label).squareRoot()
        }
        let own = predicted[row]
        let others = (0..<k).filter { $0 != own && centers.isKnown[$0] }
        return (others.map(distance).min() ?? 0) - distance(own)
      }
    }.flatMap(\.self)
    var ranks = [Double](repeating: 0.5, count: n)
    for rows in predicted.rowsByClass {
      for (row, rank) in zip(rows, MidRanks.scores(rows.map { depths[$0] })) { ranks[row] = rank }
    }
    self.ranks = ranks
  }

  /// The mean depth of a set of rows.
  func mean(_ rows: [Int]) -> Double {
    rows.reduce(0) { $0 + ranks[$1] } / Double(max(1, rows.count))
  }
}
