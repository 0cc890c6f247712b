public import LabelContracts
public import LabelData
public import VectorKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Mean loss of the given label over the epochs of a training: networks learn right labels first.
///
/// The label quality score is `exp(-L)`, L being the mean cross-entropy of the row's label over all epochs: the
/// geometric mean of the probabilities that the label was given, 0...1, low meaning probably wrong. Issues are the
/// lowest scores, as many as the estimated share of wrong labels. The predicted label is the strongest other class
/// where the mean margin of the given one is below 0.
///
/// Huang, Qu, Jia and Zhao (2019) rank labels by their losses over a training, as this does; that small losses mark
/// right labels is due to Arpit et al. (2017). Useless for models that are trained to a unique minimum.
/// - Complexity: O(n · E) for E epochs, and O(n log n).
public struct SmallLoss: Detector, Equatable {
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
    let losses = (0..<labels.count).map { course.meanLoss(ofRow: $0) }
    return LabelIssues(
      labelScores: losses.map { exp(-$0) },
      isLabelIssue: LowestScores.flags(losses.map { -$0 }, rate: rate),
      predictedLabels: course.predictedLabels(labels),
      reasons: losses.map { .figure($0, of: "mean loss of the label over the epochs") })
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "small-loss", summary: "mean loss of the given label over the epochs of a training",
    cost: "O(n E) for E epochs", failure: "a model that learns wrong labels as fast as right ones",
    drawsAtRandom: false
  ) { _ in
    SmallLoss()
  }
}
