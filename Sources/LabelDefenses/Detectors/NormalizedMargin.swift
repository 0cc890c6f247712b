internal import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// Normalized margin: how far the given label is more probable than the best other class.
///
/// The label quality score is (P_y - max P_c + 1) / 2 over the classes c other than the given y: 0...1, low means
/// probably wrong. As many labels are issues as the confident joint counts for other classes
/// (``ConfidentJoint/issueCount``), those with the lowest scores. Scores and issues are those of cleanlab's
/// `normalized_margin` and `low_normalized_margin`, up to ties.
/// - Complexity: O(n · K).
public struct NormalizedMargin: Detector, Equatable {
  /// The probabilities that are looked at.
  public var adjustment: ProbabilityAdjustment

  /// Makes the detector.
  ///
  /// - Parameter adjustment: The probabilities that are looked at; as they are by default.
  public init(adjustment: ProbabilityAdjustment = .plain) {
    self.adjustment = adjustment
  }

  /// The probabilities alone.
  public var needs: Set<Evidence.Kind> { [.probabilities] }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    let probabilities = try evidence.probabilities(for: labels)
    let scored = adjustment.applied(to: probabilities, labels, execution: execution)
    return LabelIssues(labels, probabilities, execution: execution) { row in
      var other = 0.0
      for label in 0..<scored.classCount where label != labels[row] {
        other = max(other, scored[row, label])
      }
      return (scored[row, labels[row]] - other + 1) / 2
    }
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
