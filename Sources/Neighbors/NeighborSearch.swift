public import VectorKernels

/// How the nearest neighbors of every row are to be found.
public struct NeighborSearch: Equatable, Sendable {
  /// How many of the true neighbors must be found.
  public enum Recall: Equatable, Sendable {
    /// All of them where that takes seconds, else 99 % of them; the search tells which.
    case automatic
    /// All of them.
    case exact
    /// This share of them, above 0 and below 1, on average.
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
  /// What the processor may use.
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
    try ExactSearch(count: count, metric: metric, instructionSet: instructionSet)
      .graph(of: rows, recorder: recorder, execution: execution, telling: telling)
  }
}
