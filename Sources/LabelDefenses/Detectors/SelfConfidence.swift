internal import Classifiers
public import LabelContracts

/// Self-confidence: the out-of-sample probability of the given label.
///
/// The probability is the label quality score: 0...1, low means probably wrong. As many labels are issues as the
/// confident joint counts for other classes (``ConfidentJoint/issueCount``), those with the lowest scores. Scores and
/// issues are those of cleanlab's `self_confidence` and `low_self_confidence`, up to ties.
/// - Complexity: O(n · K).
public struct SelfConfidence: Detector, ProbabilityScore, Equatable {
  /// The probabilities that are looked at.
  public var adjustment: ProbabilityAdjustment

  /// Makes the detector.
  ///
  /// - Parameter adjustment: The probabilities that are looked at; as they are by default.
  public init(adjustment: ProbabilityAdjustment = .plain) {
    self.adjustment = adjustment
  }

  static func score(_ probabilities: ClassProbabilities, row: Int, label: Int) -> Double {
    probabilities[row, label]
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "self-confidence", summary: "the probability of the given label",
    cost: "O(n K)", failure: "a model that has learnt the wrong labels; use local probabilities",
    drawsAtRandom: false,
    variants: ProbabilityAdjustment.allCases.map { adjustment in
      Detectors.Variant(id: adjustment.rawValue, summary: adjustment.summary) { _ in
        SelfConfidence(adjustment: adjustment)
      }
    })
}
