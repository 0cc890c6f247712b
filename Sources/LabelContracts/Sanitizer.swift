public import LabelData
public import VectorKernels

/// A way to repair labels before training.
///
/// The members are listed in `Sanitizers.all`.
///
/// Laws that every member keeps: as many labels come out as went in; every change is listed once, with the label before
/// and after; a label differs from the given one exactly where a change relabels its row, and a weight is 1 but
/// where a change tells another, which is 0 for rows that are removed; the input is untouched; the order of the rows does not matter but for ties and for what is
/// drawn at random; the same seed gives the same result on any number of threads.
public protocol Sanitizer: Sendable {
  /// The parts of evidence that it cannot do without.
  var needs: Set<Evidence.Kind> { get }

  /// Number of neighbors of each row that the graph must list; 0 where it needs no graph.
  var neighborCount: Int { get }

  /// Repairs labels.
  ///
  /// - Parameters:
  ///   - labels: The given labels.
  ///   - evidence: What is known besides.
  ///   - seed: Where all randomness starts.
  ///   - execution: Threads and progress.
  /// - Returns: The repaired labels and weights, with every change.
  /// - Throws: ``DefenseError``.
  func sanitize(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> SanitizedLabels
}

extension Sanitizer {
  /// Repairs labels, with seed 1 on the calling thread.
  ///
  /// - Parameters:
  ///   - labels: The given labels.
  ///   - evidence: What is known besides.
  /// - Returns: The repaired labels and weights, with every change.
  /// - Throws: ``DefenseError``.
  public func sanitize(
    _ labels: Labels, evidence: Evidence
  ) throws(DefenseError) -> SanitizedLabels {
    try sanitize(labels, evidence: evidence, seed: 1, execution: .serial)
  }
}
