internal import Classifiers
internal import LabelData
internal import VectorKernels

/// The probabilities that a score is computed from.
public enum ProbabilityAdjustment: String, CaseIterable, Sendable {
  /// As they are.
  case plain
  /// Less the mean probability that the rows of each class have of it; see ``ConfidentJoint/adjusted(_:)``.
  case adjusted

  /// What it does, in half a sentence.
  var summary: String {
    switch self {
    case .plain: "the probabilities as they are"
    case .adjusted: "the probabilities less the mean of each class, where classes differ in size"
    }
  }

  /// The probabilities after it.
  func applied(
    to probabilities: ClassProbabilities, _ labels: Labels, execution: Execution
  ) -> ClassProbabilities {
    switch self {
    case .plain: probabilities
    case .adjusted:
      ConfidentJoint(labels, probabilities, execution: execution).adjusted(probabilities)
    }
  }
}
