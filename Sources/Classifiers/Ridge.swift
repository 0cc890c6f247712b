public import LabelData
public import VectorKernels

/// The least-squares classifier with an L2 penalty (ridge regression on codes of the labels), in closed form.
///
/// Minimised is `sum_i weight_i (code_i - w.x_i - b)² + lambda |w|²`; the bias is not penalised. With two classes
/// the code is +1 for class 1 and -1 for class 0, and class 1 is predicted where the score is positive. With more
/// there is a score for each class, whose code is 1 - 1/K for the class's rows and -1/K for others, and the largest
/// wins. Nothing is random, and a weight of 2 is as good as the row twice.
///
/// Probabilities are the logistic function of the one score, or the softmax of several. Scores are near the codes,
/// so these probabilities order rows, but are too even; they are not calibrated.
public struct Ridge: Classifier, Equatable {
  /// Strength of the L2 penalty on the weights, lambda; above 0.
  public var regularization: Double

  /// Makes a learner.
  ///
  /// - Parameter regularization: L2 penalty on the sum of squared errors, above 0; 1 by default.
  public init(regularization: Double = 1) {
    self.regularization = regularization
  }

  /// Learns from examples.
  ///
  /// - Complexity: O(n · d² + d³), or O(n² · d + n³) with fewer rows than features; the square of the smaller number
  ///   in memory, 8 bytes each.
  public func fit(
    _ features: Matrix, _ labels: Labels, weights: [Double]?, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> LinearModel {
    let examples = try TrainingExamples(features, labels, weights: weights)
    return try fit(system(examples, execution: execution), examples.labels)
  }

  /// The score that each row gets from the model that is learnt without it, exactly, from one training.
  ///
  /// The difference of code and score is that of the fitted value, divided by 1 - the row's share in its own fitted
  /// value (Allen 1974). A row of weight 0 gets the score of the model.
  ///
  /// - Parameters:
  ///   - features: n x d, finite.
  ///   - labels: n labels of at least two classes.
  ///   - weights: What each row counts; `nil` for 1 each.
  ///   - execution: Threads.
  /// - Returns: For each score of the ``LinearModel`` n values.
  /// - Throws: ``ClassifierError``; a single row of weight above 0 is too few.
  /// - Complexity: That of learning, and O(n · d²), or O(n³) with fewer rows than features.
  public func leaveOneOutScores(
    _ features: Matrix, _ labels: Labels, weights: [Double]? = nil, execution: Execution = .serial
  ) throws(ClassifierError) -> [[Double]] {
    try fitWithLeaveOneOut(features, labels, weights: weights, execution: execution).scores
  }

  /// The model, and the score that each row gets from the model that is learnt without it, from one training.
  ///
  /// - Returns: The model, and what ``leaveOneOutScores(_:_:weights:execution:)`` gives.
  package func fitWithLeaveOneOut(
    _ features: Matrix, _ labels: Labels, weights: [Double]?, execution: Execution
  ) throws(ClassifierError) -> (model: LinearModel, scores: [[Double]]) {
    let examples = try TrainingExamples(features, labels, weights: weights)
    guard examples.count > 1 else { throw .oneDistinctRow }
    let system = try system(examples, execution: execution)
    let model = try fit(system, examples.labels)
    let remainders = system.remainders()
    let scores = model.weights.indices.map { output in
      var scores = model.scores(features, output: output)
      let codes = Self.codes(examples.labels, output: output)
      for (place, row) in examples.rows.enumerated() {
        scores[row] = codes[place] - (codes[place] - scores[row]) / max(remainders[place], 1e-9)
      }
      return scores
    }
    return (model, scores)
  }

  /// The class probabilities that each row gets from the model that is learnt without it.
  ///
  /// - Parameters:
  ///   - features: n x d, finite.
  ///   - labels: n labels of at least two classes.
  ///   - weights: What each row counts; `nil` for 1 each.
  ///   - execution: Threads.
  /// - Returns: n x K probabilities, of ``leaveOneOutScores(_:_:weights:execution:)``.
  /// - Throws: ``ClassifierError``; a single row of weight above 0 is too few.
  public func leaveOneOut(
    _ features: Matrix, _ labels: Labels, weights: [Double]? = nil, execution: Execution = .serial
  ) throws(ClassifierError) -> ClassProbabilities {
    LinearModel.probabilities(
      ofScores: try leaveOneOutScores(features, labels, weights: weights, execution: execution),
      rowCount: labels.count)
  }

  /// The equations of some examples.
  func system(
    _ examples: TrainingExamples, execution: Execution
  ) throws(ClassifierError) -> RidgeSystem {
    guard regularization > 0, regularization.isFinite else {
      throw .invalidParameter(
        name: "regularization", value: "\(regularization)", allowed: "a number above 0")
    }
    return try RidgeSystem(examples, penalty: regularization, execution: execution)
  }

  private func fit(_ system: RidgeSystem, _ labels: Labels) throws(ClassifierError) -> LinearModel {
    let outputs = Self.outputs(classCount: labels.classCount).map {
      system.solve(Self.codes(labels, output: $0))
    }
    guard outputs.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { throw .diverged }
    return LinearModel(weights: outputs)
  }

  /// The scores that there are: one for two classes, else one for each.
  public static func outputs(classCount: Int) -> Range<Int> {
    0..<(classCount == 2 ? 1 : classCount)
  }

  /// The code of every label for one score.
  public static func codes(_ labels: Labels, output: Int) -> [Double] {
    if labels.classCount == 2 { return labels.signs() }
    let rest = 1 / Double(labels.classCount)
    return labels.classIndices.map { ($0 == output ? 1 : 0) - rest }
  }
}
