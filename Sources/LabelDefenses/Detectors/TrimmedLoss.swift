public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// Loss by a linear model of the labels with the smallest losses: TRIM for classes.
///
/// From a start of randomly drawn labels, logistic regression is fitted to the kept labels, then of each class those
/// with the smallest losses are kept, all but the estimated share of wrong labels (rounded; at least one), until the
/// kept labels stay the same. No step raises the trimmed objective, the penalised loss of the kept labels. Of ten
/// starts, the first of which keeps all labels, the one with the lowest objective counts; the first of equal ones.
///
/// The label quality score is the probability of the given label by that model: 0...1, low means probably wrong.
/// Issues are the labels not kept. The predicted label is the most probable.
///
/// TRIM of Jagielski et al. (2018) is for regression; trimming each class by itself keeps a class from being
/// trimmed away.
/// - Complexity: ten starts of about five fits of logistic regression, a start a thread; 4 · n · d bytes for each.
public struct TrimmedLoss: Detector, Equatable {
  /// The model that is fitted.
  public var classifier: LogisticRegression
  /// Number of starts; 1 or more.
  public var starts: Int

  /// Makes the detector.
  ///
  /// - Parameters:
  ///   - classifier: The model that is fitted; L2 penalty 1 by default.
  ///   - starts: Number of starts, 1 or more; 10 by default.
  public init(classifier: LogisticRegression = LogisticRegression(), starts: Int = 10) {
    self.classifier = classifier
    self.starts = starts
  }

  /// The features, and how many labels are wrong.
  public var needs: Set<Evidence.Kind> { [.features, .noiseRate] }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    let features = try evidence.features(for: labels)
    let rate = try evidence.noiseRate(for: labels)
    let best = try TrimmedFit.best(
      of: starts, features, labels, rate: rate, classifier: classifier, seed: seed,
      execution: execution)
    let probabilities = best.model.probabilities(features, execution: execution.silent)
    return LabelIssues(
      labelScores: (0..<labels.count).map { probabilities[$0, labels[$0]] },
      isLabelIssue: best.isKept.map { !$0 }, predictedLabels: probabilities.predictedLabels,
      reasons: (0..<labels.count).map { row in
        .figure(
          probabilities[row, labels[row]],
          of: "the probability of its label by the model of the smallest losses")
      })
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "trim", summary: "loss by a linear model of the labels with the smallest losses",
    cost: "about fifty logistic regressions",
    failure: "classes that no line separates; labels flipped so that a linear model learns them",
    drawsAtRandom: true
  ) { _ in
    TrimmedLoss()
  }
}
