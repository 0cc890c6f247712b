internal import Classifiers
public import LabelContracts

/// Normalized margin: how far the given label is more probable than the best other class.
///
/// The label quality score is (P_y - max P_c + 1) / 2 over the classes c other than the given y: 0...1, low means
/// probably wrong. As many labels are issues as the confident joint counts for other classes
/// (``ConfidentJoint/issueCount``), those with the lowest scores. Scores and issues are those of cleanlab's
/// `normalized_margin` and `low_normalized_margin`, up to ties.
/// - Complexity: O(n · K).
public struct NormalizedMargin: Detector, ProbabilityScore, Equatable {
  /// The probabilities that are looked at.
  public var adjustment: ProbabilityAdjustment

  /// Makes the detector.
  ///
  /// - Parameter adjustment: The probabilities that are looked at; as they are by default.
  public init(adjustment: ProbabilityAdjustment = .plain) {
    self.adjustment = adjustment
  }

  static func score(_ probabilities: ClassProbabilities, row: Int, label: Int) -> Double {
    var other = 0.0
    for rival in 0..<probabilities.classCount where rival != label {
      other = max(other, probabilities[row, rival])
    }
    return (probabilities[row, label] - other + 1) / 2
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "normalized-margin",
    summary: "the probability of the given label less that of the best other class",
    cost: "O(n K)", failure: "a model that has learnt the wrong labels; use local probabilities",
    drawsAtRandom: false,
    variants: ProbabilityAdjustment.allCases.map { adjustment in
      Detectors.Variant(id: adjustment.rawValue, summary: adjustment.summary) { _ in
        NormalizedMargin(adjustment: adjustment)
      }
    })
}
