public import Classifiers
public import LabelContracts
public import LabelData
internal import Neighbors
public import VectorKernels

/// Out-of-sample class probabilities from the labels of the nearest neighbors.
///
/// The probability of class c for row i is (m + s / K) / (k + s), where m of its k nearest other rows carry c, K is
/// the number of classes and s the smoothing: s votes spread evenly over the classes. No row sees its own label, so
/// the probabilities are out-of-sample without any folds.
/// - Complexity: O(n · (k + K)) on top of the neighbor graph; 8 · n · K bytes.
public struct NeighborProbabilities: Equatable, Sendable {
  /// Number of neighbors, k; 1 or more.
  public var neighborCount: Int
  /// Votes that are spread evenly over the classes, s; above 0, so that no probability is 0.
  public var smoothing: Double

  /// Describes the probabilities.
  ///
  /// - Parameters:
  ///   - neighborCount: k, 1 or more; 10 by default.
  ///   - smoothing: s, above 0; 1 by default.
  public init(neighborCount: Int = 10, smoothing: Double = 1) {
    self.neighborCount = neighborCount
    self.smoothing = smoothing
  }

  /// The probabilities of every row.
  ///
  /// - Parameters:
  ///   - labels: The given labels, n.
  ///   - evidence: A graph with at least k neighbors for each row.
  ///   - execution: Threads and progress.
  /// - Returns: n x K probabilities; those of a row without neighbors are equal.
  /// - Throws: ``/LabelContracts/DefenseError``.
  public func probabilities(
    _ labels: Labels, evidence: Evidence, execution: Execution = .serial
  ) throws(DefenseError) -> ClassProbabilities {
    let graph = try evidence.graph(for: labels)
    try NeighborVoteParameters.check(neighborCount: neighborCount, threshold: 1, graph: graph)
    guard smoothing > 0, smoothing.isFinite else {
      throw .invalidParameter(name: "smoothing", value: "\(smoothing)", allowed: "above 0")
    }
    let classCount = labels.classCount
    let base = smoothing / Double(classCount)
    let blocks = execution.mapBlocks(of: labels.count, size: 4096) { rows in
      var block = [Double](repeating: base, count: rows.count * classCount)
      var near = NearLabels(graph, labels, count: neighborCount)
      let sum = Double(near.values.count) + smoothing
      for (place, row) in rows.enumerated() {
        near.read(row: row)
        for label in near.values { block[place * classCount + label] += 1 }
        for index in place * classCount..<(place + 1) * classCount { block[index] /= sum }
      }
      return block
    }
    return ClassProbabilities(
      rowCount: labels.count, classCount: classCount, elements: Array(blocks.joined()))
  }
}
