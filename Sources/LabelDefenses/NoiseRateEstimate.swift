public import LabelContracts
public import LabelData
internal import Neighbors
public import VectorKernels

/// An estimate of how many labels are wrong, from whatever is known.
///
/// With out-of-sample probabilities it is what lies off the diagonal of the calibrated confident joint
/// (``ConfidentJoint/noiseRate``); else the share of the labels that ``KNNAgreement`` takes for issues with k = 10
/// (or as many neighbors as the graph lists) and a threshold of 0.5. Both count labels near a border that are right,
/// and miss those that are flipped together, so this is a rough figure: the number of labels to look at.
/// - Complexity: O(n · K) or O(n · k).
public struct NoiseRateEstimate: Equatable, Sendable {
  /// What an estimate was made from.
  public enum Source: Equatable, Sendable {
    /// The confident joint of out-of-sample probabilities.
    case probabilities
    /// The votes of the nearest neighbors.
    case neighbors
  }

  /// The estimated share of wrong labels, 0...1.
  public let rate: Double
  /// What it was made from.
  public let source: Source

  /// Estimates.
  ///
  /// - Parameters:
  ///   - labels: The given labels.
  ///   - evidence: Probabilities or a neighbor graph; probabilities are preferred.
  ///   - execution: Threads; the estimate does not depend on them.
  /// - Throws: ``/LabelContracts/DefenseError`` where neither is known, or is about other rows.
  public init(
    _ labels: Labels, evidence: Evidence, execution: Execution = .serial
  ) throws(DefenseError) {
    if evidence.probabilities != nil {
      rate =
        ConfidentJoint(
          labels, try evidence.probabilities(for: labels), execution: execution
        ).noiseRate
      source = .probabilities
      return
    }
    let graph = try evidence.graph(for: labels)
    let issues = try KNNAgreement(neighborCount: max(1, min(10, graph.neighborCount)))
      .detect(labels, evidence: evidence, seed: 1, execution: execution.silent)
    rate = labels.count == 0 ? 0 : Double(issues.issueCount) / Double(labels.count)
    source = .neighbors
  }
}
