internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

extension LogisticRegression {
  /// Learns by the cross-entropy, then descends from there by another loss.
  ///
  /// - Parameters:
  ///   - features: n x d.
  ///   - labels: n labels.
  ///   - loss: The loss; it sees the classes that some label carries, numbered from 0.
  ///   - execution: Threads and progress.
  /// - Returns: A model whose penalised loss is not above that of logistic regression.
  /// - Throws: ``DefenseError``.
  func descending(
    _ features: Matrix, _ labels: Labels, loss: any ScoreLoss, execution: Execution
  ) throws(DefenseError) -> LinearModel {
    _ = try ClassOutputs(features, labels)
    return try learning { () throws(ClassifierError) in
      let plain = try fit(features, labels, weights: nil, seed: 1, execution: execution)
      return try fit(
        features, labels, weights: nil, loss: loss, from: plain, execution: execution)
    }
  }
}
