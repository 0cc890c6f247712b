public import VectorKernels

/// A classifier whose scores are linear in the training labels, with its hyper-parameters.
///
/// Fitting sees features alone, so no label can move the weights: what a certificate for such a classifier rests on.
///
/// Laws that every member keeps: the same data and seed give the same weights on any number of threads; the weights
/// are finite; the rows of sparse weights and votes are distinct training rows.
public protocol LabelLinear: Sendable {
  /// What fitting gives.
  associatedtype Fitted: FittedLabelLinear

  /// Prepares the weights of any query.
  ///
  /// - Parameters:
  ///   - features: Training features, n x d, finite.
  ///   - seed: Where all randomness starts.
  ///   - execution: Threads and progress.
  /// - Returns: What gives the weights.
  /// - Throws: ``ClassifierError``.
  func fit(
    _ features: Matrix, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> Fitted
}

/// What a ``LabelLinear`` classifier prepared.
public protocol FittedLabelLinear: Sendable {
  /// Number of training rows, n.
  var rowCount: Int { get }

  /// The weights of the training labels in the prediction of some queries.
  ///
  /// - Parameters:
  ///   - queries: Features, m x d, finite.
  ///   - rows: Which of them; callers ask for blocks, so that weights need not be held for all.
  ///   - execution: Threads.
  /// - Returns: Weights for each of `rows`.
  /// - Throws: ``ClassifierError``.
  func labelWeights(
    _ queries: Matrix, rows: Range<Int>, execution: Execution
  ) throws(ClassifierError) -> [LabelWeights]
}
