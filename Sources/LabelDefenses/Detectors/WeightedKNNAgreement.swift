public import LabelContracts
public import LabelData
internal import Neighbors
public import VectorKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Agreement of the given label with those of the k nearest neighbors, near ones counting more.
///
/// A neighbor at distance d weighs exp(-d² / 2h²); h is the median distance from a row to its nearest neighbor.
/// Where half of the rows or more have a twin, h is the median of those distances that are above 0; where there
/// is none, all neighbors weigh alike. The label quality score is the share of the weight that carries the given
/// label: 0...1, low means probably wrong. A label is an issue where another class has the most weight, and at
/// least a share of `threshold`; among equals the given label leads, else the lowest class.
///
/// Distances of the squared Euclidean metric count as their roots. Inner products are no distances and refused.
/// - Complexity: O(n · k) on top of the neighbor graph.
public struct WeightedKNNAgreement: Detector, Equatable {
  /// Number of neighbors, k; 1 or more.
  public var neighborCount: Int
  /// Smallest share of the weight that makes an issue, eta; 0.5...1.
  public var threshold: Double

  /// Makes the detector.
  ///
  /// - Parameters:
  ///   - neighborCount: k, 1 or more; 10 by default.
  ///   - threshold: eta, 0.5...1; 0.5 by default.
  public init(neighborCount: Int = 10, threshold: Double = 0.5) {
    self.neighborCount = neighborCount
    self.threshold = threshold
  }

  /// The neighbors alone.
  public var needs: Set<Evidence.Kind> { [.neighbors] }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    let graph = try evidence.graph(for: labels)
    try NeighborVoteParameters.check(
      neighborCount: neighborCount, threshold: threshold, graph: graph)
    let nearest = Self.nearestDistances(graph)
    guard graph.metric != .innerProduct, (nearest.first ?? 0) >= 0 else {
      throw .invalidParameter(
        name: "metric", value: graph.metric?.rawValue ?? "one with distances below 0",
        allowed: "a metric whose distances are never negative")
    }
    let scale = Self.scale(nearest)
    return LabelIssues(rowCount: labels.count, execution: execution) { rows in
      var near = NearLabels(graph, labels, count: neighborCount)
      var tally = ClassTally(classCount: labels.classCount)
      return rows.map { row in
        tally.clear()
        near.read(row: row)
        let distances = graph.distances(of: row)
        let least = Self.square(distances.first ?? 0, graph.metric)
        for (label, distance) in zip(near.values, distances) {
          // Weights in proportion to that of the nearest, which is then never 0.
          let excess = Self.square(distance, graph.metric) - least
          let weight = exp(-excess * scale)
          if weight > 0 { tally.add(weight, to: label) }
        }
        let (own, leader) = (labels[row], tally.leader(own: labels[row]))
        return RowFinding(
          score: tally.share(of: own),
          isIssue: leader != own && tally.share(of: leader) >= threshold, predictedLabel: leader,
          reason: .figure(tally.share(of: own), of: "the share of the near rows with its label"))
      }
    }
  }

  /// The squared distance.
  private static func square(_ distance: Float, _ metric: DistanceMetric?) -> Double {
    metric == .squaredEuclidean ? Double(distance) : Double(distance) * Double(distance)
  }

  /// The distance of every row to its nearest neighbor, ascending.
  private static func nearestDistances(_ graph: NeighborGraph) -> [Double] {
    guard graph.neighborCount > 0 else { return [] }
    return (0..<graph.rowCount).map { row in
      let distance = Double(graph.distances[row * graph.neighborCount])
      return graph.metric == .squaredEuclidean ? distance.squareRoot() : distance
    }.sorted()
  }

  /// 1 / 2h²; 0 where all neighbors weigh alike.
  private static func scale(_ nearest: [Double]) -> Double {
    let hasTwins = nearest.isEmpty || nearest[(nearest.count - 1) / 2] == 0
    let width = (hasTwins ? nearest.filter { $0 > 0 } : nearest).median
    return width == 0 ? 0 : 1 / (2 * width * width)
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "knn-weighted",
    summary: "share of the k nearest neighbors that carry the given label, near ones counting more",
    cost: "O(n k)", failure: "a whole neighborhood flipped together; many features and few rows",
    drawsAtRandom: false
  ) {
    WeightedKNNAgreement(neighborCount: $0.neighborCount, threshold: $0.threshold)
  }
}
