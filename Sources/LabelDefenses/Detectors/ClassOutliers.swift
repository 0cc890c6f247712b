public import LabelContracts
public import LabelData
internal import Neighbors
public import VectorKernels

/// The outlier filter of Paudice and others (2018): rows far from the trusted rows of their class.
///
/// q_c(x) is the distance of x to class c of the trusted rows, as ``Measure`` tells; the threshold t_c is the
/// `quantile` of q_c over the trusted rows of the class, each measured to the others. The label quality score is
/// t / (t + q) for the given class, 0 where t is 0 and q is not: 0...1, low means probably wrong. A label is an issue below a
/// half, where q exceeds t; so about 1 - quantile of clean labels are. The predicted label has the largest score;
/// among equals the given label if it is one of them, else the lowest class.
///
/// A class with fewer than two trusted rows is not judged: its labels score 1, and it is never predicted. Finds labels
/// flipped far from the border, and misses those near it.
/// - Complexity: O(n · m · d) for m trusted rows.
public struct ClassOutliers: Detector, Equatable {
  /// What the distance to a class is.
  public enum Measure: String, CaseIterable, Sendable {
    /// The distance to the mean of its trusted rows; Euclidean.
    case centroid
    /// The mean distance to the k nearest of its trusted rows, to all of them where there are fewer.
    case neighbors

    /// What it does, in half a sentence.
    var summary: String {
      switch self {
      case .centroid: "distance to the mean of the class"
      case .neighbors: "mean distance to the k nearest of the class"
      }
    }
  }

  /// What the distance to a class is.
  public var measure: Measure
  /// Share of the trusted rows of a class that are within its threshold, alpha; above 0, 1 at most.
  public var quantile: Double
  /// Number of trusted rows that ``Measure/neighbors`` looks at, k; 1 or more.
  public var nearestCount: Int
  /// How ``Measure/neighbors`` measures distance.
  public var metric: DistanceMetric

  /// Makes the detector.
  ///
  /// - Parameters:
  ///   - measure: What the distance to a class is; ``Measure/centroid`` by default.
  ///   - quantile: alpha, above 0, 1 at most; 0.95 by default.
  ///   - nearestCount: k, 1 or more; 5 by default.
  ///   - metric: How ``Measure/neighbors`` measures distance; Euclidean by default; no inner product.
  public init(
    measure: Measure = .centroid, quantile: Double = 0.95, nearestCount: Int = 5,
    metric: DistanceMetric = .euclidean
  ) {
    self.measure = measure
    self.quantile = quantile
    self.nearestCount = nearestCount
    self.metric = metric
  }

  /// Features and trusted rows.
  public var needs: Set<Evidence.Kind> { [.features, .trusted] }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    let features = try evidence.features(for: labels)
    let trusted = try evidence.trusted(for: labels, featureCount: features.columnCount)
    try check()
    // The score of every row for every class that is judged.
    var scores = [[Double]?](repeating: nil, count: labels.classCount)
    var distances = scores
    for (label, rows) in trusted.labels.rowsByClass.enumerated() where rows.count > 1 {
      let members = trusted.features.selecting(rows: rows)
      let (found, own) = try self.distances(features, to: members, execution)
      let place = min(own.count, max(1, Int((quantile * Double(own.count)).rounded(.up))))
      let threshold = own.sorted()[place - 1]
      distances[label] = found
      scores[label] = found.map { $0 + threshold == 0 ? 1 : threshold / ($0 + threshold) }
    }
    let (known, measured) = (scores, distances)
    return LabelIssues(rowCount: labels.count, execution: execution) { rows in
      rows.map { row in
        let own = labels[row]
        let score = known[own]?[row] ?? 1
        var (leader, best) = (own, score)
        for label in known.indices {
          if let other = known[label]?[row], other > best { (leader, best) = (label, other) }
        }
        return RowFinding(
          score: score, isIssue: score < 0.5, predictedLabel: leader,
          reason: .figure(
            measured[own]?[row] ?? 0, of: "the distance to trusted rows of its class"))
      }
    }
  }

  private func check() throws(DefenseError) {
    guard quantile > 0, quantile <= 1 else {
      throw .invalidParameter(
        name: "quantile", value: "\(quantile)", allowed: "above 0, 1 at most")
    }
    guard nearestCount >= 1 else {
      throw .invalidParameter(name: "k", value: "\(nearestCount)", allowed: "1 or more")
    }
    guard metric != .innerProduct || measure == .centroid else {
      throw .invalidParameter(
        name: "metric", value: metric.rawValue,
        allowed: "a metric whose distances are never negative")
    }
  }

  /// The distance of every row to a class, and of every member of it to the others.
  private func distances(
    _ features: Matrix, to members: Matrix, _ execution: Execution
  ) throws(DefenseError) -> (rows: [Double], members: [Double]) {
    switch measure {
    case .centroid:
      let center = (0..<members.columnCount).map { column in
        (0..<members.rowCount).reduce(0) { $0 + Double(members[$1, column]) }
          / Double(members.rowCount)
      }
      // Without the member itself the mean lies farther off by this factor.
      let factor = Double(members.rowCount) / Double(members.rowCount - 1)
      return (
        Self.distances(features, to: center, execution),
        Self.distances(members, to: center, execution).map { $0 * factor }
      )
    case .neighbors:
      return try searching { () throws(NeighborError) in
        let others = min(nearestCount, members.rowCount - 1)
        let found = try ExactNeighbors.neighbors(
          of: FeatureRows(features), in: FeatureRows(members),
          count: min(nearestCount, members.rowCount), metric: metric, execution: execution.silent)
        let own = try ExactNeighbors.graph(
          of: members, count: others, metric: metric, execution: execution.silent)
        return (Self.meanDistances(found), Self.meanDistances(own))
      }
    }
  }

  private static func distances(
    _ features: Matrix, to center: [Double], _ execution: Execution
  ) -> [Double] {
    execution.silent.mapBlocks(of: features.rowCount, size: 1024) { rows in
      rows.map { row in
        zip(features.row(row), center).reduce(0) {
          $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1)
        }.squareRoot()
      }
    }.flatMap(\.self)
  }

  private static func meanDistances(_ graph: NeighborGraph) -> [Double] {
    (0..<graph.rowCount).map { row in
      graph.distances(of: row).reduce(0) { $0 + Double($1) } / Double(max(1, graph.neighborCount))
    }
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "outlier", summary: "distance to the trusted rows of the given class",
    cost: "O(n m d) for m trusted rows", failure: "flips near the border of two classes",
    drawsAtRandom: false,
    variants: Measure.allCases.map { measure in
      Detectors.Variant(id: measure.rawValue, summary: measure.summary) {
        ClassOutliers(measure: measure, nearestCount: $0.neighborCount, metric: $0.metric)
      }
    })
}
