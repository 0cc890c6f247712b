internal import LabelData
internal import VectorKernels

/// What a class as a whole says: distances to the centers of the classes, found without the rows that fit them least.
///
/// Five times the 30 % of each class that its center speaks least for are given a twentieth of their weight, and the
/// centers are found anew.
struct GlobalView: Sendable {
  /// How distances are measured.
  enum Metric: CaseIterable, Sendable {
    /// As they are.
    case euclidean
    /// By the covariance that all classes share, shrunk by 0.3.
    case mahalanobis
  }

  private static let (rounds, trimmedShare, trimmedWeight, shrinkage) = (5, 0.3, 0.05, 0.3)

  /// Minus the squared distance of every row to the center of every class.
  let scores: ClassScores

  /// Finds the centers, and measures all rows.
  ///
  /// - Complexity: O(s · K · d) for s rows of the sample in each round, O(s · d²) with covariances; then O(n · K · d).
  init(
    _ metric: Metric, _ sample: ScoredSample, _ labels: Labels, weights: [Double],
    execution: Execution
  ) {
    let (points, own) = (sample.points, sample.selecting(labels))
    let full = sample.selecting(weights)
    let rowsByClass = own.rowsByClass
    var trimmed = full
    for _ in 0..<Self.rounds {
      let scores = Self.scores(metric, points, own, trimmed, of: points, execution)
      let margins = (0..<own.count).map { scores.margin($0, own[$0]) }
      trimmed = full
      for rows in rowsByClass where rows.count > 3 {
        let flags = LowestScores.flags(
          rows.map { margins[$0] }, count: Int(Self.trimmedShare * Double(rows.count)))
        for (row, flag) in zip(rows, flags) where flag { trimmed[row] *= Self.trimmedWeight }
      }
    }
    scores = Self.scores(metric, points, own, trimmed, of: sample.all, execution)
  }

  private static func scores(
    _ metric: Metric, _ points: Matrix, _ labels: Labels, _ weights: [Double], of rows: Matrix,
    _ execution: Execution
  ) -> ClassScores {
    let means = ClassCenters.means(points, labels, weights: weights, execution: execution)
    let covariance: SharedCovariance? =
      metric == .euclidean
      ? nil
      : SharedCovariance(
        points, labels, means, weights: weights, shrinkage: shrinkage, execution: execution)
    let centers = covariance.map { means.mapped($0.coordinates) } ?? means
    let (d, classCount) = (rows.columnCount, labels.classCount)
    let blocks = execution.silent.mapBlocks(of: rows.rowCount, size: 256) { block in
      let values = rows.elements[block.lowerBound * d..<block.upperBound * d].map(Double.init)
      let mapped = covariance?.coordinates(of: values) ?? values
      return (0..<block.count).flatMap { place in
        (0..<classCount).map { label in
          centers.isKnown[label]
            ? -centers.squaredDistance(mapped[place * d..<(place + 1) * d], label: label)
            : -.infinity
        }
      }
    }
    return ClassScores(
      rowCount: rows.rowCount, classCount: classCount, elements: Array(blocks.joined()))
  }
}
