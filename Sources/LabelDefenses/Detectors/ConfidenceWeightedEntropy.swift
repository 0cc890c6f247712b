internal import Classifiers
public import LabelContracts

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Confidence-weighted entropy: how undecided the probabilities are for each bit of belief in the given label.
///
/// With the entropy of the K probabilities P of a row and its label y,
///
///     e = -sum P_c log P_c / (log K · P_y)        label score = log(1 + e) / e
///
/// 0...1, low means probably wrong; the score is 1 at e = 0. P_y counts as 1e-300 at least, in the entropy as well. As
/// many labels are issues as the confident joint counts for other classes (``ConfidentJoint/issueCount``), those with
/// the lowest scores.
///
/// The scores are those of cleanlab's `confidence_weighted_entropy` wherever P_y and e are 1e-6 or more. Below,
/// cleanlab raises P_y in the quotient alone and e in one place alone: a label that is almost certainly wrong then
/// scores near 1, and one that is certainly right scores 0. Here both keep their limits.
/// - Complexity: O(n · K).
public struct ConfidenceWeightedEntropy: Detector, ProbabilityScore, Equatable {
  /// Makes the detector.
  public init() {}

  var adjustment: ProbabilityAdjustment { .plain }

  static func score(_ probabilities: ClassProbabilities, row: Int, label: Int) -> Double {
    guard probabilities.classCount > 1 else { return 1 }
    let own = max(1e-300, probabilities[row, label])
    var entropy = 0.0
    for other in 0..<probabilities.classCount {
      let probability = other == label ? own : probabilities[row, other]
      if probability > 0 { entropy -= probability * log(probability) }
    }
    let weighted = entropy / (log(Double(probabilities.classCount)) * own)
    return weighted > 0 ? log1p(weighted) / weighted : 1
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "confidence-weighted-entropy",
    summary: "entropy of the probabilities over that of the given label",
    cost: "O(n K)", failure: "a model that has learnt the wrong labels; use local probabilities",
    drawsAtRandom: false
  ) { _ in
    ConfidenceWeightedEntropy()
  }
}
