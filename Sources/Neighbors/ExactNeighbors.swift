internal import Synchronization
public import VectorKernels

/// The exact k nearest neighbors of every row.
///
/// Every pair is looked at once, in blocks, through codes of 8 bits, of single bits or in single precision that can only rule out
/// pairs that provably do not belong on a list; the others are measured in double precision. Nothing of size n x n
/// is kept, and equal rows are searched once.
/// - Complexity: O(n² · d) time at most; n · k · 20 bytes and the codes.
public enum ExactNeighbors {
  /// Finds the neighbors of every row of a matrix among all other rows.
  ///
  /// - Parameters:
  ///   - matrix: n x d, finite.
  ///   - count: k, at least 1 and less than n.
  ///   - metric: How distance is measured.
  ///   - execution: Threads and progress. The graph does not depend on it.
  /// - Returns: For every row its neighbors by (distance, row).
  /// - Throws: ``NeighborError``.
  public static func graph(
    of matrix: Matrix, count: Int, metric: DistanceMetric = .euclidean,
    execution: Execution = Execution()
  ) throws(NeighborError) -> NeighborGraph {
    try graph(of: FeatureRows(matrix), count: count, metric: metric, execution: execution)
  }

  /// Finds the neighbors of every row among all other rows.
  ///
  /// - Parameters:
  ///   - rows: n x d, finite.
  ///   - count: k, at least 1 and less than n.
  ///   - metric: How distance is measured.
  ///   - instructionSet: What the processor may use; results do not depend on it.
  ///   - execution: Threads and progress. The graph does not depend on it.
  /// - Returns: For every row its neighbors by (distance, row).
  /// - Throws: ``NeighborError``.
  public static func graph(
    of rows: FeatureRows, count: Int, metric: DistanceMetric = .euclidean,
    instructionSet: InstructionSet = .best, execution: Execution = Execution()
  ) throws(NeighborError) -> NeighborGraph {
    do throws {
      return try GraphSearch(count: count, metric: metric, instructionSet: instructionSet)
        .graph(of: rows, recorder: nil, execution: execution, telling: { _ in })
    } catch let error as NeighborError {
      throw error
    } catch {
      preconditionFailure("without a recorder nothing else fails")
    }
  }

  /// Finds the nearest rows of a reference for other rows.
  ///
  /// - Parameters:
  ///   - queries: q x d, finite.
  ///   - reference: n x d, finite, of the same type of values.
  ///   - count: k, 1...n.
  ///   - metric: How distance is measured.
  ///   - instructionSet: What the processor may use; results do not depend on it.
  ///   - execution: Threads and progress. The result does not depend on it.
  /// - Returns: q x k rows of the reference by (distance, row).
  /// - Throws: ``NeighborError``.
  public static func neighbors(
    of queries: FeatureRows, in reference: FeatureRows, count: Int,
    metric: DistanceMetric = .euclidean, instructionSet: InstructionSet = .best,
    execution: Execution = Execution()
  ) throws(NeighborError) -> NeighborGraph {
    try NeighborIndex(
      reference, metric: metric, instructionSet: instructionSet, execution: execution
    ).neighbors(of: queries, count: count, execution: execution)
  }
}
