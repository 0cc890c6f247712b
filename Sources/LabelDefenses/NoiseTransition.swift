public import LabelContracts
public import LabelData
internal import Neighbors
public import VectorKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How often rows of each true class carry each label, from how the labels of near rows go together.
///
/// The estimator HOC of Zhu, Song and Liu (2021). Where a row and its two nearest neighbors have the same true class,
/// and their labels are wrong independently, the shares of rows with label a, with labels (a, b) and (a, b, c) in the
/// row and its neighbors are
///
///     c1[a] = sum_k p_k T_ka     c2[a, b] = sum_k p_k T_ka T_kb     c3[a, b, c] = sum_k p_k T_ka T_kb T_kc
///
/// with p the shares of the true classes and T the transition matrix. Both are fitted to the shares counted by least
/// squares: p and the rows of T are softmax values, T starts near the identity, and Adam (Kingma and Ba 2015, rate
/// 0.1) runs until 100 steps have not lowered the loss by a ten-thousandth, 1500 steps at most; the best step counts.
/// It needs no model and no trusted rows. It is wrong where neighbors differ in class, or are flipped together.
/// - Complexity: O(n + K⁴) for each step; K³ numbers of memory.
public struct NoiseTransition: Equatable, Sendable {
  /// Number of classes, K.
  public let classCount: Int
  /// The estimated share of each true class, which sum to 1.
  public let classShares: [Double]
  /// K x K, row-major: the estimated probability of label a where the true class is k; every row sums to 1.
  public let matrix: [Double]

  /// The most classes: their fourth power is what a step costs.
  static let mostClasses = 128

  /// Estimates.
  ///
  /// - Parameters:
  ///   - labels: The given labels, n.
  ///   - evidence: A graph with at least two neighbors for each row.
  ///   - execution: Threads; the estimate does not depend on them.
  /// - Throws: ``/LabelContracts/DefenseError``, also where there are fewer than three rows or more than
  ///   128 classes.
  public init(
    _ labels: Labels, evidence: Evidence, execution: Execution = .serial
  ) throws(DefenseError) {
    let graph = try evidence.graph(for: labels)
    guard graph.neighborCount >= 2, graph.rowCount >= 3 else {
      throw .invalidParameter(
        name: "neighbors in the graph", value: "\(graph.neighborCount)", allowed: "2 or more")
    }
    guard labels.classCount <= Self.mostClasses else {
      throw .invalidParameter(
        name: "number of classes", value: "\(labels.classCount)",
        allowed: "\(Self.mostClasses) or fewer where the noise is estimated from neighbors")
    }
    let fit = ConsensusFit(ConsensusShares(labels, graph)).fitted(execution: execution)
    classCount = labels.classCount
    classShares = fit.classShares
    matrix = fit.matrix
  }

  /// The estimated probability that a label is right, by Bayes: p_j T_jj / sum_k p_k T_kj.
  public func probabilityOfBeingRight(_ label: Int) -> Double {
    let all = (0..<classCount).reduce(0) { sum, truth in
      sum + classShares[truth] * matrix[truth * classCount + label]
    }
    return all == 0 ? 1 : classShares[label] * matrix[label * classCount + label] / all
  }
}

/// How often labels go together in a row and its two nearest neighbors.
struct ConsensusShares: Equatable, Sendable {
  let classCount: Int
  /// The share of rows with each label, K.
  var single: [Double]
  /// K x K: labels of the row and one neighbor, in any order.
  var pairs: [Double]
  /// K x K x K: labels of the row and both neighbors, in any order.
  var triples: [Double]

  /// The shares that transition probabilities would give.
  init(classShares: [Double], matrix: [Double]) {
    let count = classShares.count
    self.init(classCount: count)
    for truth in 0..<count {
      let given = matrix[truth * count..<(truth + 1) * count].map { $0 }
      for a in 0..<count {
        let first = classShares[truth] * given[a]
        single[a] += first
        for b in 0..<count {
          let second = first * given[b]
          pairs[a * count + b] += second
          let place = (a * count + b) * count
          for c in 0..<count { triples[place + c] += second * given[c] }
        }
      }
    }
  }

  /// Counts the shares; as orders cannot matter, each count is spread over all of them.
  init(_ labels: Labels, _ graph: NeighborGraph) {
    self.init(classCount: labels.classCount)
    let unit = 1 / Double(labels.count)
    for row in 0..<labels.count {
      let near = graph.neighbors(of: row).prefix(2).map { labels[Int($0)] }
      let (a, b, c) = (labels[row], near[0], near[1])
      single[a] += unit
      for (a, b) in [(a, b), (b, a), (a, c), (c, a)] { pairs[a * classCount + b] += unit / 4 }
      for (a, b, c) in [(a, b, c), (a, c, b), (b, a, c), (b, c, a), (c, a, b), (c, b, a)] {
        triples[(a * classCount + b) * classCount + c] += unit / 6
      }
    }
  }

  private init(classCount: Int) {
    self.classCount = classCount
    single = [Double](repeating: 0, count: classCount)
    pairs = [Double](repeating: 0, count: classCount * classCount)
    triples = [Double](repeating: 0, count: classCount * classCount * classCount)
  }
}
