public import Classifiers
public import LabelData
public import VectorKernels

/// A way to train on labels of which some are wrong, without touching them.
///
/// The members are listed in `RobustLearners.all`.
///
/// Laws that every member keeps: the input is untouched; the same seed gives the same model on any number of threads;
/// the names and the order of the classes do not matter but for ties, for rounding and for what is drawn at random;
/// with its strength at zero, where it has one, it learns what its plain learner learns, to the precision that its
/// document states, and on separable labels without errors it predicts as well; what it needs and lacks is refused, as
/// are labels of which fewer than two classes are carried, features that are not finite and parameters out of range.
public protocol RobustLearner: Sendable {
  /// The parts of evidence that it cannot do without; of parts that can stand for each other, none.
  ///
  /// The features are given by themselves and are no part of it.
  var needs: Set<Evidence.Kind> { get }

  /// The parts of evidence that it looks at: those that it needs, and those that it takes into account where known.
  var uses: Set<Evidence.Kind> { get }

  /// Learns from examples.
  ///
  /// - Parameters:
  ///   - features: n x d, finite.
  ///   - labels: n given labels, of which some may be wrong; at least two classes are carried.
  ///   - evidence: What is known besides.
  ///   - seed: Where all randomness starts.
  ///   - execution: Threads and progress.
  /// - Returns: What was learnt; a class that no label carries has a small probability, or 0.
  /// - Throws: ``DefenseError``.
  func fit(
    _ features: Matrix, _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> any FittedClassifier
}

extension RobustLearner {
  /// None.
  public var needs: Set<Evidence.Kind> { [] }

  /// What it needs.
  public var uses: Set<Evidence.Kind> { needs }

  /// Learns from examples, with seed 1 on the calling thread.
  ///
  /// - Parameters:
  ///   - features: n x d, finite.
  ///   - labels: n given labels, of which some may be wrong.
  ///   - evidence: What is known besides; nothing by default.
  /// - Returns: What was learnt.
  /// - Throws: ``DefenseError``.
  public func fit(
    _ features: Matrix, _ labels: Labels, evidence: Evidence = Evidence()
  ) throws(DefenseError) -> any FittedClassifier {
    try fit(features, labels, evidence: evidence, seed: 1, execution: .serial)
  }
}
