internal import Classifiers
public import LabelContracts
public import LabelData
internal import Neighbors
public import VectorKernels

/// What all other labels say about each row, spread over the neighbor graph (Zhou and others 2004), its own left out.
///
/// With W the symmetrised graph of the k nearest neighbors, S = D^-1/2 W D^-1/2 and R = (1 - a)(I - a S)^-1, the
/// support of class c for row i is the sum of R_ij over the rows j that carry c, other than i: a label never speaks
/// for itself. The sums over all rows come from conjugate gradients, one solution for each class, to a residual of
/// 1e-6. R_ii, which is left out, is exact for ``exactRowLimit`` rows or fewer, at one solution for each row; for
/// more it is estimated by ``probeCount`` random vectors of signs (Hutchinson 1990), and ``diagonalError`` tells how
/// well.
/// - Complexity: O(solutions · n · k · sqrt(1 / (1 - a))) time; 16 · n · K + 8 · n · k + 200 · n bytes.
public struct LabelSpreading: Equatable, Sendable {
  /// Rows up to which the diagonal is exact.
  public static let exactRowLimit = 2000
  /// Random vectors that the diagonal is estimated by, for more rows.
  public static let probeCount = 64

  /// Number of classes, K.
  public let classCount: Int
  /// n x K, row-major: what the other rows' labels say for each class; 0 or more.
  public let support: [Double]
  /// Mean standard error of the estimated R_ii; 0 where they are exact.
  public let diagonalError: Double

  /// Spreads the labels.
  ///
  /// - Parameters:
  ///   - labels: The given labels, n.
  ///   - evidence: A graph with at least `neighborCount` neighbors for each row.
  ///   - neighborCount: k, 1 or more.
  ///   - reach: a, above 0 and below 1: how far labels are spread.
  ///   - seed: Where the random vectors start.
  ///   - execution: Threads and progress; the result does not depend on it.
  /// - Throws: ``/LabelContracts/DefenseError``.
  public init(
    _ labels: Labels, evidence: Evidence, neighborCount: Int = 10, reach: Double = 0.95,
    seed: UInt64 = 1, execution: Execution = .serial
  ) throws(DefenseError) {
    let graph = try evidence.graph(for: labels)
    try NeighborVoteParameters.check(neighborCount: neighborCount, threshold: 1, graph: graph)
    guard reach > 0, reach < 1 else {
      throw .invalidParameter(name: "reach", value: "\(reach)", allowed: "above 0 and below 1")
    }
    let resolvent = GraphResolvent(
      graph: SymmetricGraph(graph, neighborCount: neighborCount), reach: reach)
    let classCount = labels.classCount
    let columns = execution.map(count: classCount) { label in
      resolvent.apply(labels.classIndices.map { $0 == label ? 1 : 0 })
    }
    let diagonal =
      labels.count <= Self.exactRowLimit
      ? (values: resolvent.diagonal(execution: execution.silent), error: 0)
      : resolvent.estimatedDiagonal(
        probeCount: Self.probeCount, seed: seed, execution: execution.silent)
    var support = [Double](repeating: 0, count: labels.count * classCount)
    for row in 0..<labels.count {
      for label in 0..<classCount {
        let own = label == labels[row] ? diagonal.values[row] : 0
        support[row * classCount + label] = max(0, columns[label][row] - own)
      }
    }
    self.classCount = classCount
    self.support = support
    diagonalError = diagonal.error
  }

  /// A class's share of the support of a row, 0...1; 1 where there is no support at all.
  public func share(of label: Int, row: Int) -> Double {
    let place = row * classCount
    let sum = support[place..<place + classCount].reduce(0, +)
    return sum == 0 ? 1 : support[place + label] / sum
  }

  /// The class with the most support; among equals the row's own if it is one of them, else the lowest.
  public func leader(row: Int, own: Int) -> Int {
    ClassTally.leader(among: 0..<classCount, own: own) { support[row * classCount + $0] }
  }
}
