internal import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// How often a training learnt the given label and lost it again.
///
/// A label is learnt after an epoch where its margin is above 0, and forgotten where it is learnt after one epoch and
/// not after the next. The label quality score is `1 / (1 + F)` for F such events, and 0 for a label that was never
/// learnt: 0...1, low means probably wrong. Issues are the lowest scores, as many as the estimated share of wrong
/// labels. The predicted label is the strongest other class where the mean margin of the given one is below 0.
///
/// Toneva et al. (2019), who find that wrong labels are forgotten often. Ties abound: with E epochs there are
/// at most E / 2 + 2 scores.
/// - Complexity: O(n · E) for E epochs, and O(n log n).
public struct ForgettingEvents: Detector, Equatable {
  /// Makes the detector.
  public init() {}

  /// The course of a training, and how many labels are wrong.
  public var needs: Set<Evidence.Kind> { [.dynamics, .noiseRate] }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    let course = try evidence.dynamics(for: labels)
    let rate = try evidence.noiseRate(for: labels)
    let learnt = (0..<labels.count).map { row in course.margins(ofRow: row).map { $0 > 0 } }
    let scores = learnt.map { epochs in
      let events = zip(epochs, epochs.dropFirst()).count { $0 && !$1 }
      return epochs.contains(true) ? 1 / Double(1 + events) : 0
    }
    return LabelIssues(
      labelScores: scores, isLabelIssue: LowestScores.flags(scores, rate: rate),
      predictedLabels: course.predictedLabels(labels),
      reasons: learnt.map { epochs in
        .count(agreeing: epochs.count { $0 }, of: epochs.count)
      })
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "forgetting", summary: "how often a training learnt the given label and lost it again",
    cost: "O(n E) for E epochs",
    failure:
      "short trainings, which tell few labels apart; labels that are learnt for good at once",
    drawsAtRandom: false
  ) { _ in
    ForgettingEvents()
  }
}
