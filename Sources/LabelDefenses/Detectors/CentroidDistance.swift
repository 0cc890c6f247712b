public import LabelContracts
public import LabelData
public import VectorKernels

/// Distance to the center of the given class, against that to the nearest center of another.
///
/// With a the squared distance to the center of the given class and b the least to that of another, the label quality
/// score is the mid-rank of b - a over all rows, over n: 0...1, low means probably wrong. A label is an issue where
/// b < a: the nearest center is that of another class, which is the predicted label. Where no other class has a row,
/// nothing speaks against a label: it scores 1.
///
/// Looks at classes as a whole, so flips that cluster do not deceive it as they do votes of neighbors. It needs
/// classes of one cluster each, of which less than half is flipped; on XOR data it knows nothing.
/// - Complexity: O(n · K · d), six times so for ``Centers/trimmed``; O(n · d · log n) more for ``Centers/median``,
///   O(n · d²) for ``Centers/sharedCovariance``; then O(n log n).
public struct CentroidDistance: Detector, Equatable {
  /// What the center of a class is.
  public enum Centers: String, CaseIterable, Sendable {
    /// The mean of its rows.
    case mean
    /// The median of each feature over its rows.
    case median
    /// The mean of its rows without those, a fifth of the class, that b - a speaks most against; found in five rounds.
    case trimmed
    /// The mean of its rows, with Mahalanobis distances of the covariance that all classes share, shrunk by a tenth.
    case sharedCovariance = "shared-covariance"

    /// What it does, in half a sentence.
    var summary: String {
      switch self {
      case .mean: "centers are means"
      case .median: "centers are medians of each feature"
      case .trimmed: "centers are means without the fifth that fits least"
      case .sharedCovariance: "centers are means, distances those of Mahalanobis"
      }
    }
  }

  /// What the center of a class is.
  public var centers: Centers

  /// Makes the detector.
  ///
  /// - Parameter centers: What the center of a class is; the mean by default.
  public init(centers: Centers = .mean) {
    self.centers = centers
  }

  /// The features alone.
  public var needs: Set<Evidence.Kind> { [.features] }

  /// Share of each class that trimming leaves out, and how often it is chosen anew.
  private static let (trimmedShare, roundCount) = (0.2, 5)

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    let features = try evidence.features(for: labels)
    let found =
      switch centers {
      case .mean:
        Self.positions(
          features, labels, ClassCenters.means(features, labels, execution: execution), execution)
      case .median:
        Self.positions(
          features, labels, ClassCenters.medians(features, labels, execution: execution), execution)
      case .trimmed: Self.trimmedPositions(features, labels, execution)
      case .sharedCovariance: Self.sharedPositions(features, labels, execution)
      }
    let isJudged = labels.classSizes.count { $0 > 0 } > 1
    let ranks = MidRanks.scores(found.map(\.margin))
    return LabelIssues(rowCount: labels.count, execution: execution) { rows in
      rows.map { row in
        RowFinding(
          score: isJudged ? ranks[row] : 1, isIssue: found[row].margin < 0,
          predictedLabel: found[row].margin < 0 ? found[row].rival : labels[row],
          reason: .centers(
            given: found[row].given.squareRoot(), nearest: found[row].nearest.squareRoot()))
      }
    }
  }

  /// Where a row lies.
  private struct Position {
    /// Squared distance to the center of the given class.
    let given: Double
    /// Squared distance to the nearest center of another class; infinite where there is none.
    let nearest: Double
    /// The class of that center.
    let rival: Int

    /// Above 0 where the given class is nearer.
    var margin: Double { nearest - given }
  }

  private static func positions(
    _ features: Matrix, _ labels: Labels, _ centers: ClassCenters, _ execution: Execution,
    coordinates: @Sendable ([Double]) -> [Double] = { $0 }
  ) -> [Position] {
    let d = features.columnCount
    return execution.silent.mapBlocks(of: labels.count, size: 256) { rows in
      let values = features.elements[rows.lowerBound * d..<rows.upperBound * d]
      let points = coordinates(values.map(Double.init))
      return rows.enumerated().map { place, row in
        let point = points[place * d..<(place + 1) * d]
        var (nearest, rival) = (Double.infinity, labels[row])
        for label in centers.isKnown.indices where centers.isKnown[label] && label != labels[row] {
          let distance = centers.squaredDistance(point, label: label)
          if distance < nearest { (nearest, rival) = (distance, label) }
        }
        return Position(
          given: centers.squaredDistance(point, label: labels[row]), nearest: nearest, rival: rival)
      }
    }.flatMap(\.self)
  }

  private static func sharedPositions(
    _ features: Matrix, _ labels: Labels, _ execution: Execution
  ) -> [Position] {
    let centers = ClassCenters.means(features, labels, execution: execution)
    let covariance = SharedCovariance(features, labels, centers, execution: execution)
    return positions(
      features, labels, centers.mapped(covariance.coordinates), execution,
      coordinates: covariance.coordinates)
  }

  private static func trimmedPositions(
    _ features: Matrix, _ labels: Labels, _ execution: Execution
  ) -> [Position] {
    let rowsByClass = labels.rowsByClass
    var centers = ClassCenters.means(features, labels, execution: execution)
    for _ in 0..<roundCount {
      let found = positions(features, labels, centers, execution)
      var weights = [Double](repeating: 1, count: labels.count)
      for rows in rowsByClass {
        let flags = LowestScores.flags(
          rows.map { found[$0].margin }, count: Int(trimmedShare * Double(rows.count)))
        for (row, flag) in zip(rows, flags) where flag { weights[row] = 0 }
      }
      centers = ClassCenters.means(features, labels, weights: weights, execution: execution)
    }
    return positions(features, labels, centers, execution)
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "centroid",
    summary: "distance to the center of the given class against that to the nearest other",
    cost: "O(n K d)", failure: "classes of several clusters, as in XOR data",
    drawsAtRandom: false,
    variants: Centers.allCases.map { centers in
      Detectors.Variant(id: centers.rawValue, summary: centers.summary) { _ in
        CentroidDistance(centers: centers)
      }
    })
}
