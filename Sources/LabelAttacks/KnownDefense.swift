public import LabelContracts

/// A defense that an attacker knows and adapts to.
public enum KnownDefense: Sendable {
  /// The victim learns from the labels that a sanitizer makes, without the rows that it removes and with the weights
  /// that it gives.
  case sanitizer(any Sanitizer)
  /// A robust learner takes the victim's place.
  case robustLearner(any RobustLearner)

  /// Number of neighbors that the graph must list for it; 1 where that is less.
  var neighborCount: Int {
    switch self {
    case .sanitizer(let sanitizer): max(1, sanitizer.neighborCount)
    case .robustLearner: 1
    }
  }
}
