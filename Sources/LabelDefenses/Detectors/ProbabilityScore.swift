internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// A detector that scores every label by the probabilities of its row, and flags as the confident joint counts.
protocol ProbabilityScore: Detector {
  /// The probabilities that are scored.
  var adjustment: ProbabilityAdjustment { get }
  /// The label quality score of a row, which rounding may put just outside of 0...1.
  static func score(_ probabilities: ClassProbabilities, row: Int, label: Int) -> Double
}

extension ProbabilityScore {
  /// The probabilities alone.
  public var needs: Set<Evidence.Kind> { [.probabilities] }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    let probabilities = try evidence.probabilities(for: labels)
    let scored = adjustment.applied(to: probabilities, labels, execution: execution)
    return LabelIssues(labels, probabilities, execution: execution) {
      Self.score(scored, row: $0, label: labels[$0])
    }
  }
}
