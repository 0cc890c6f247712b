public import LabelData
public import VectorKernels

/// Logistic regression: the linear classifier of the smallest penalised cross-entropy.
///
/// Minimised is `sum_i weight_i * -log p(y_i | x_i) + lambda / 2 * sum_k |w_k|²` over weights and biases, with
/// p the softmax of the scores `w_k.x + b_k`; biases are not penalised. For two classes there is one score and p
/// is its logistic function, with class 1 where it is positive. There is exactly one minimum, so nothing is
/// random.
///
/// The gradient is brought to a Euclidean length of 1e-8 times the sum of the weights. Where features are so large
/// that rounding forbids this, a length larger by the largest feature's size is enough; else it is an error. Up to
/// ``newtonSize`` parameters by Newton's method, beyond by a limited-memory quasi-Newton method.
///
/// A class that no row carries has probability 0, by a bias of minus infinity; the others are fitted as if it did
/// not exist. A weight of 2 is as good as the row twice.
///
/// With ``penalizesBias`` the penalty covers the score of the mean row too, `lambda / 2 * (|w_k|² + c_k²)` with
/// `c_k = b_k + w_k.mean`: all parameters of features that are centered with a 1 behind them. Then the penalised loss is
/// lambda-strongly convex and has a minimum whatever the labels are, and every class takes part, carried or not.
public struct LogisticRegression: Classifier, Equatable {
  /// Strength of the L2 penalty on the weights, lambda; above 0, since separable classes have no minimum without.
  public var regularization: Double
  /// Whether the score of the mean row is penalised as weights are.
  public var penalizesBias: Bool

  /// Up to so many parameters, K (d + 1) or d + 1 for two classes, Newton's method is used.
  public static let newtonSize = 320

  /// Makes a learner.
  ///
  /// - Parameters:
  ///   - regularization: L2 penalty on the sum of the losses, above 0; 1 by default.
  ///   - penalizesBias: Whether the score of the mean row is penalised as weights are; by default it is not.
  public init(regularization: Double = 1, penalizesBias: Bool = false) {
    self.regularization = regularization
    self.penalizesBias = penalizesBias
  }

  /// Learns from examples.
  ///
  /// - Complexity: O(K · n · d) for each of the steps, some hundred for many features; O(K² · n · d²) for each of
  ///   about ten steps of Newton's method.
  public func fit(
    _ features: Matrix, _ labels: Labels, weights: [Double]?, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> LinearModel {
    try fit(
      features, labels, weights: weights, loss: CrossEntropy(), from: nil, execution: execution)
  }

  /// Learns by another loss than the cross-entropy, with the same penalty.
  ///
  /// - Parameters:
  ///   - features: n x d, finite.
  ///   - labels: n labels of at least two classes.
  ///   - weights: What each row counts; `nil` for 1 each.
  ///   - loss: The loss; it sees the classes that rows of a weight above 0 carry, numbered from 0.
  ///   - start: The model to descend from; `nil` for one without weights.
  ///   - curvature: The factor of the second derivatives at a model near the one sought, by which descent is faster
  ///     where as many classes are present; `nil` where there is none.
  ///   - execution: Threads; what is learnt does not depend on them.
  /// - Returns: The model of the smallest penalised loss, where the second derivatives are those of the cross-entropy;
  ///   else one that is not above the start's and whose gradient is at most 1e-6 times the sum of the weights.
  /// - Throws: ``ClassifierError``.
  package func fit(
    _ features: Matrix, _ labels: Labels, weights: [Double]?, loss: any ScoreLoss,
    from start: LinearModel?, curvature: Cholesky? = nil, execution: Execution
  ) throws(ClassifierError) -> LinearModel {
    guard regularization > 0, regularization.isFinite else {
      throw .invalidParameter(
        name: "regularization", value: "\(regularization)", allowed: "a number above 0")
    }
    let examples = try TrainingExamples(features, labels, weights: weights)
    let present = penalizesBias ? Array(0..<labels.classCount) : examples.presentClasses
    let width = features.columnCount + 1
    var outputs = [[Double]](repeating: [Double](repeating: 0, count: width), count: 1)
    if present.count > 1 {
      outputs = try minimum(
        examples, present: present, loss: loss, from: start, curvature: curvature,
        execution: execution)
    }
    guard outputs.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { throw .diverged }
    return LinearModel(outputs: outputs, presentClasses: present, classCount: labels.classCount)
  }

  /// The weights, then the bias, of each score of the classes that are present.
  private func minimum(
    _ examples: TrainingExamples, present: [Int], loss: any ScoreLoss, from start: LinearModel?,
    curvature: Cholesky?, execution: Execution
  ) throws(ClassifierError) -> [[Double]] {
    var place = [Int](repeating: 0, count: examples.labels.classCount)
    for (index, label) in present.enumerated() { place[label] = index }
    let center = examples.means
    let objective = SoftmaxObjective(
      features: examples.features, classes: examples.labels.classIndices.map { place[$0] },
      classCount: present.count, weights: examples.weights, penalty: regularization,
      biasPenalty: penalizesBias ? regularization : 0, center: center, loss: loss)
    let total = examples.totalWeight
    let largest = examples.features.elements.reduce(1) { max($0, abs($1)) }
    let tolerance = (loss.curvesAsCrossEntropy ? 1e-8 : 1e-6) * total
    let minimizer = ConvexMinimizer(
      evaluate: { objective.evaluate($0, execution: execution) },
      gradientNorm: { gradient in Self.norm(gradient, objective) },
      tolerance: tolerance, roundingTolerance: tolerance * Double(largest))
    let first =
      start.map { objective.parameters(ofOutputs: $0.outputs(ofClasses: present)) }
      ?? [Double](repeating: 0, count: objective.parameterCount)
    if let curvature, curvature.size == objective.parameterCount {
      return objective.outputs(
        try minimizer.limitedMemory(from: first, inverse: .factor(curvature)))
    }
    if loss.curvesAsCrossEntropy, objective.parameterCount <= Self.newtonSize {
      return objective.outputs(
        try minimizer.newton(from: first) { objective.hessian($0, execution: execution) })
    }
    let share = objective.outputCount == 1 ? 0.25 : 1 / Double(objective.outputCount)
    let diagonal =
      examples.variances(about: center).map { 1 / (share * total * $0 + regularization) }
      + [1 / (share * total)]
    return objective.outputs(
      try minimizer.limitedMemory(
        from: first,
        inverse: .diagonal(
          Array(repeatElement(diagonal, count: objective.outputCount).joined()))))
  }

  /// The Euclidean length of the gradient by weights and biases of rows that are not centered.
  private static func norm(_ gradient: [Double], _ objective: SoftmaxObjective) -> Double {
    let width = objective.width
    var sum = 0.0
    for output in 0..<objective.outputCount {
      let residual = gradient[output * width + width - 1]
      sum += residual * residual
      for column in 0..<width - 1 {
        let derivative = gradient[output * width + column] + objective.center[column] * residual
        sum += derivative * derivative
      }
    }
    return sum.squareRoot()
  }
}
