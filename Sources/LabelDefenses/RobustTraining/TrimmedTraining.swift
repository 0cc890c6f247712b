public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// Logistic regression of the labels with the smallest losses: TRIM for classes.
///
/// Sought are the model and the set of labels, of each class all but the estimated share of wrong labels (rounded; at
/// least one), for which the penalised loss of the set is lowest. From a start, the model is fitted to the set, then the
/// labels of the smallest losses of each class make the next set, until it stays the same. No step raises the
/// objective; it ends where neither step lowers it, which need not be the lowest of all. Of ten starts, the first from
/// all labels and the others from sets drawn at random, the lowest counts. ``TrimmedLoss`` is the detector by the same
/// fit. With a share of 0 it is logistic regression.
///
/// TRIM of Jagielski et al. (2018) is for regression; trimming each class by itself keeps a class from being
/// trimmed away.
///
/// Needs an estimate of the share of wrong labels.
/// - Complexity: ten starts of about five fits of logistic regression, a start a thread; 4 · n · d bytes for each.
public struct TrimmedTraining: RobustLearner, Equatable {
  /// The plain learner, with its L2 penalty.
  public var classifier: LogisticRegression
  /// Number of starts; 1 or more.
  public var starts: Int

  /// Makes the learner.
  ///
  /// - Parameters:
  ///   - classifier: The plain learner; L2 penalty 1 by default.
  ///   - starts: Number of starts, 1 or more; 10 by default.
  public init(classifier: LogisticRegression = LogisticRegression(), starts: Int = 10) {
    self.classifier = classifier
    self.starts = starts
  }

  /// How many labels are wrong.
  public var needs: Set<Evidence.Kind> { [.noiseRate] }

  /// Learns from examples.
  public func fit(
    _ features: Matrix, _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> any FittedClassifier {
    _ = try ClassOutputs(features, labels)
    return try TrimmedFit.best(
      of: starts, features, labels, rate: try evidence.noiseRate(for: labels),
      classifier: classifier, seed: seed, execution: execution
    ).model
  }

  /// What users see of it.
  static let entry = RobustLearners.Entry(
    id: "trimmed-loss", summary: "linear, fitted to the labels of the smallest losses",
    cost: "about fifty logistic regressions",
    failure: "classes that no line separates; labels flipped so that a linear model learns them",
    drawsAtRandom: true
  ) {
    TrimmedTraining()
  }
}
