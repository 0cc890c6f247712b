public import VectorKernels

/// How the nearest neighbors of every row are to be found.
public struct NeighborSearch: Equatable, Sendable {
  /// How many of the true neighbors must be found.
  public enum Recall: Equatable, Sendable {
    /// All of them where that takes seconds to a minute, else 99 % of them; the search tells which.
    ///
    /// The bound is 10^13 multiply-adds, n²/2 · d. Only euclidean, squared Euclidean and cosine distance have an
    /// approximate search; with others all are found.
    case automatic
    /// All of them.
    case exact
    /// This share of them, above 0 and below 1, on average; ``NeighborGraph/recall`` tells what was found.
    ///
    /// All of them below 10,000 rows, and with metrics that have no approximate search.
    case atLeast(Double)
  }

  /// Number of neighbors, k; at least 1 and less than n.
  public var count: Int
  /// How distance is measured.
  public var metric: DistanceMetric
  /// How many of the true neighbors must be found.
  public var recall: Recall
  /// Where the random choices of an approximate search start.
  public var seed: UInt64
  /// What the processor may use; exact neighbors do not depend on it.
  public var instructionSet: InstructionSet

  /// Describes a search.
  public init(
    count: Int, metric: DistanceMetric = .euclidean, recall: Recall = .automatic, seed: UInt64 = 1,
    instructionSet: InstructionSet = .best
  ) {
    self.count = count
    self.metric = metric
    self.recall = recall
    self.seed = seed
    self.instructionSet = instructionSet
  }

  /// Finds the neighbors of every row among all other rows.
  ///
  /// - Parameters:
  ///   - rows: n x d, finite.
  ///   - recorder: Keeps rows as they are finished, and gives back those of a search that was cut short.
  ///   - execution: Threads and progress. The graph does not depend on it.
  ///   - telling: Hears in a sentence which way was chosen and why.
  /// - Returns: For every row its neighbors by (distance, row).
  /// - Throws: ``NeighborError``, or what the recorder throws.
  public func graph(
    of rows: FeatureRows, recorder: (any NeighborRecorder)? = nil,
    execution: Execution = Execution(), telling: (String) -> Void = { _ in }
  ) throws -> NeighborGraph {
    let work = Double(rows.rowCount) * Double(rows.rowCount) / 2 * Double(rows.columnCount)
    let allowsCells = [.euclidean, .squaredEuclidean, .cosine].contains(metric)
    var search = GraphSearch(count: count, metric: metric, instructionSet: instructionSet)
    search.seed = seed
    switch recall {
    case .exact: break
    case .automatic:
      guard work > Self.exactWork else { break }
      let size = "\(Self.words(work)) multiply-adds, more than \(Self.words(Self.exactWork))"
      if allowsCells {
        search.recall = Self.automaticRecall
        telling("approximate because all pairs take \(size)")
      } else {
        telling(
          "exact, although all pairs take \(size): there is no other way for \(metric.rawValue)")
      }
    case .atLeast(let share):
      precondition(share > 0 && share < 1, "a share of the true neighbors")
      if !allowsCells {
        telling("exact: there is no approximate search for \(metric.rawValue)")
      } else if rows.rowCount < Self.fewRows {
        telling("exact: \(rows.rowCount) rows are too few for an approximate search to be faster")
      } else {
        search.recall = share
      }
    }
    return try search.graph(
      of: rows, recorder: recorder, execution: execution, telling: telling)
  }

  /// Up to so many multiply-adds, n²/2 · d, an exact search takes seconds to a minute.
  static let exactWork = 1e13
  /// What is sought where an exact search takes longer.
  static let automaticRecall = 0.99
  /// Below so many rows an exact search takes no longer than an approximate one.
  private static let fewRows = 10_000

  /// A number of 1 or more with two digits, as in `3.2e13`.
  private static func words(_ value: Double) -> String {
    var (rest, exponent) = (value, 0)
    while rest >= 9.95 { (rest, exponent) = (rest / 10, exponent + 1) }
    return "\((rest * 10).rounded() / 10)e\(exponent)"
  }
}
