public import LabelData
internal import Neighbors
internal import Synchronization
public import VectorKernels

/// The vote of the k nearest rows.
///
/// A class's probability is its share in the weights of the k rows nearest to a row, ordered by distance and then
/// by row; with fewer than k rows all vote. A row that was learnt from is its own nearest one, so ask about such
/// rows by ``CrossValidation``. A row that no distance can be told for (it is not finite, or all zeros under cosine
/// distance) has each class's share of all weights. A class that no row carries has probability 0. Nothing is
/// random. Only ratios of weights matter, and a weight of 2 is not the row twice, which would take two places of
/// the k.
public struct KNearest: Classifier, Equatable {
  /// Number of neighbors, k; 1 or more.
  public var neighborCount: Int
  /// How distance is measured.
  public var metric: DistanceMetric

  /// Makes a learner.
  ///
  /// - Parameters:
  ///   - neighborCount: k, 1 or more; 10 by default.
  ///   - metric: How distance is measured; Euclidean by default.
  public init(neighborCount: Int = 10, metric: DistanceMetric = .euclidean) {
    self.neighborCount = neighborCount
    self.metric = metric
  }

  /// Keeps the examples for the search.
  ///
  /// - Complexity: O(n · d).
  public func fit(
    _ features: Matrix, _ labels: Labels, weights: [Double]?, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> NearestRows {
    guard neighborCount >= 1 else {
      throw .invalidParameter(name: "k", value: "\(neighborCount)", allowed: "1 or more")
    }
    let examples = try TrainingExamples(features, labels, weights: weights)
    do throws(NeighborError) {
      return NearestRows(
        index: try NeighborIndex(
          FeatureRows(examples.features), metric: metric, execution: execution.silent),
        featureCount: features.columnCount, neighborCount: min(neighborCount, examples.count),
        labels: examples.labels, weights: examples.weights)
    } catch {
      throw .neighbors(error)
    }
  }
}

/// Rows with labels that vote for those near them, as ``KNearest`` keeps them.
public final class NearestRows: FittedClassifier {
  private let index: Mutex<NeighborIndex>
  private let labels: Labels
  private let weights: [Double]?
  /// Each class's share of all weights.
  private let shares: [Double]
  /// Number of features expected.
  public let featureCount: Int
  /// Number of rows that vote, k.
  public let neighborCount: Int

  init(
    index: sending NeighborIndex, featureCount: Int, neighborCount: Int, labels: Labels,
    weights: [Double]?
  ) {
    self.index = Mutex(index)
    self.featureCount = featureCount
    self.neighborCount = neighborCount
    self.labels = labels
    self.weights = weights
    var shares = [Double](repeating: 0, count: labels.classCount)
    for row in 0..<labels.count { shares[labels[row]] += weights?[row] ?? 1 }
    let total = shares.reduce(0, +)
    self.shares = shares.map { $0 / total }
  }

  /// Number of classes.
  public var classCount: Int { labels.classCount }

  /// The probability of every class for every row.
  ///
  /// - Complexity: O(m · n · d) at most.
  public func probabilities(_ features: Matrix, execution: Execution) -> ClassProbabilities {
    precondition(features.columnCount == featureCount, "as many features as were learnt from")
    return ClassProbabilities(
      rowCount: features.rowCount, classCount: classCount,
      elements: features.rowCount == 0 ? [] : votes(features, execution: execution))
  }

  /// Shares of the votes; where a search fails each half of its rows is searched alone, down to the row at fault.
  private func votes(_ features: Matrix, execution: Execution) -> [Double] {
    do {
      let graph = try index.withLock { index in
        try index.neighbors(
          of: FeatureRows(features), count: neighborCount, execution: execution)
      }
      return (0..<features.rowCount).flatMap { shares(of: graph.neighbors(of: $0)) }
    } catch {
      guard features.rowCount > 1 else { return shares }
      let middle = features.rowCount / 2
      return [0..<middle, middle..<features.rowCount].flatMap {
        votes(features.selecting(rows: $0), execution: execution.silent)
      }
    }
  }

  private func shares(of neighbors: ArraySlice<Int32>) -> [Double] {
    var sums = [Double](repeating: 0, count: classCount)
    for row in neighbors { sums[labels[Int(row)]] += weights?[Int(row)] ?? 1 }
    let total = sums.reduce(0, +)
    return sums.map { $0 / total }
  }
}
