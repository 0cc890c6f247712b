internal import Classifiers
internal import LabelContracts
internal import LabelData

/// What every method is held against: methods that cannot be had, or that need no thought.
public enum BenchmarkBaseline: String, CaseIterable, Sendable {
  /// The victim learns from the labels as they are.
  case noDefense = "no-defense"
  /// Knows all true labels.
  case oracle
  /// Scores at random, and flags as many labels as there are flips.
  case random
  /// Out-of-sample probabilities by a model that is trained on the true labels.
  ///
  /// How hard a data set is: flips of rows that even such a model takes for another class are hard to find.
  case ceiling
  /// The victim learns from the trusted rows alone, whose model also scores the labels.
  case trustedOnly = "trusted-only"

  /// What it is, in half a sentence.
  public var summary: String {
    switch self {
    case .noDefense: "the labels as they are"
    case .oracle: "all true labels are known"
    case .random: "scores at random, as many flags as flips"
    case .ceiling: "out-of-sample probabilities by a model trained on the true labels"
    case .trustedOnly: "a model trained on the trusted rows alone"
    }
  }
}
