public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// A linear classifier whose every step weighs the rows by what they do for trusted rows.
///
/// The rule of Ren, Zeng, Yang and Urtasun (2018). At the parameters theta let g_i be the gradient of the cross-entropy
/// of row i and g_v the mean gradient over the trusted rows. Then
///
///     w_i = max(0, g_i . g_v)     step: theta - rate · sum_i w_i g_i / sum_i w_i
///
/// That is one step of meta-learning in closed form: with the inner step `theta' = theta - rate · sum_i e_i g_i` of
/// weights e and the outer loss L_v(theta') over the trusted rows, `-dL_v / de_i` at e = 0 is `rate · g_i . g_v`, and
/// negative weights are cut off. So no step raises the trusted loss to first order: its slope is
/// `-sum_i w_i (g_i . g_v) <= 0`.
///
/// Here every step sees all rows. The rate starts at 1 / L, with L a bound of the second derivatives of the weighted
/// loss, 1/4 (two classes) or 1/2 (more) times the weighted mean of |x|² + 1, and is halved until the trusted loss
/// falls by at least a ten-thousandth of what its slope promises; so the trusted loss never rises. It ends where all weights
/// are 0, where 30 halvings do not help, or after the given number of steps. There is no penalty: the number of steps is
/// what keeps the weights small. There is no strength to set to zero; on labels without errors it is gradient descent
/// on most of them. Nothing is random.
///
/// Needs trusted rows of every class that labels carry: rows of another class would get no weight.
/// - Complexity: O(K · n · d) for each step; 16 · n · K bytes.
public struct TrustedReweighting: RobustLearner, Equatable {
  /// Most steps; 1 or more.
  public var steps: Int

  /// Makes the learner.
  ///
  /// - Parameter steps: Most steps, 1 or more; 500 by default.
  public init(steps: Int = 500) {
    self.steps = steps
  }

  /// The trusted rows.
  public var needs: Set<Evidence.Kind> { [.trusted] }

  /// Learns from examples.
  public func fit(
    _ features: Matrix, _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> any FittedClassifier {
    guard steps >= 1 else {
      throw .invalidParameter(name: "steps", value: "\(steps)", allowed: "1 or more")
    }
    let outputs = try ClassOutputs(features, labels)
    let trusted = try evidence.trusted(for: labels, featureCount: features.columnCount)
    _ = try learning { () throws(ClassifierError) in
      try TrainingExamples(trusted.features, trusted.labels, weights: nil)
    }
    for label in outputs.presentClasses where !trusted.isKnown[label] {
      throw .invalidParameter(
        name: "trusted rows", value: "none of class \(labels.classNames[label])",
        allowed: "rows of every class that labels carry")
    }
    let descent = ReweightedDescent(features: features, labels: labels, trusted: trusted)
    var model = descent.start
    for _ in 0..<steps {
      guard let next = descent.step(from: model, execution: execution.silent) else { break }
      model = next
    }
    return model
  }

  /// What users see of it.
  static let entry = RobustLearners.Entry(
    id: "reweight", summary: "linear, by steps that weigh rows by what they do for trusted rows",
    cost: "500 steps of O(K n d)",
    failure: "few trusted rows, or trusted rows unlike the others: it fits them alone",
    drawsAtRandom: false
  ) {
    TrustedReweighting()
  }
}

/// The steps of ``TrustedReweighting``.
struct ReweightedDescent: Sendable {
  /// n x d.
  let features: Matrix
  /// n labels.
  let labels: Labels
  /// Rows with correct labels.
  let trusted: TrustedRows
  /// The squared length of every row with a 1 behind it.
  private let squares: [Double]

  init(features: Matrix, labels: Labels, trusted: TrustedRows) {
    self.features = features
    self.labels = labels
    self.trusted = trusted
    squares = RowGradients(features: features).lengths.map { $0 * $0 }
  }

  /// The model of all weights 0.
  var start: LinearModel {
    let vector = [Double](repeating: 0, count: features.columnCount + 1)
    return LinearModel(
      weights: [[Double]](
        repeating: vector, count: labels.classCount == 2 ? 1 : labels.classCount))
  }

  /// The gradients of every row's cross-entropy, and the mean gradient over the trusted rows.
  func gradients(
    at model: LinearModel, execution: Execution
  ) -> (rows: RowGradients, trusted: [Double]) {
    let rows = RowGradients(
      features: features, labels: labels,
      probabilities: model.probabilities(features, execution: execution))
    let checked = RowGradients(
      features: trusted.features, labels: trusted.labels,
      probabilities: model.probabilities(trusted.features, execution: execution))
    let count = Double(trusted.labels.count)
    return (rows, checked.sum(execution: execution).map { $0 / count })
  }

  /// What each row counts in the next step; the weights sum to 1, or are all 0.
  static func weights(
    _ rows: RowGradients, trusted: [Double], execution: Execution
  ) -> [Double] {
    let positive = rows.products(with: trusted, execution: execution).map { max(0, $0) }
    let total = positive.reduce(0, +)
    return total > 0 && total.isFinite ? positive.map { $0 / total } : positive.map { _ in 0 }
  }

  /// The mean cross-entropy of the trusted rows.
  func trustedLoss(_ model: LinearModel) -> Double {
    let labels = trusted.labels
    let columns = model.weights.indices.map { model.scores(trusted.features, output: $0) }
    let sum = (0..<labels.count).reduce(0.0) { sum, row in
      let scores = columns.map { $0[row] }
      return sum - logSoftmax(scores.count == 1 ? [0, scores[0]] : scores)[labels[row]]
    }
    return sum / Double(labels.count)
  }

  /// The model after one step; `nil` where none lowers the trusted loss.
  func step(from model: LinearModel, execution: Execution) -> LinearModel? {
    let (rows, gradient) = gradients(at: model, execution: execution)
    let weights = Self.weights(rows, trusted: gradient, execution: execution)
    let size = zip(weights, squares).reduce(0) { $0 + $1.0 * $1.1 }
    guard size > 0 else { return nil }
    let direction = rows.sum(factors: weights, execution: execution)
    let slope = zip(direction, gradient).reduce(0) { $0 + $1.0 * $1.1 }
    let before = trustedLoss(model)
    var rate = (rows.outputCount == 1 ? 4 : 2) / size
    for _ in 0..<30 {
      let next = model.moved(by: -rate, along: direction)
      if trustedLoss(next) <= before - 1e-4 * rate * slope { return next }
      rate /= 2
    }
    return nil
  }
}

extension LinearModel {
  /// The model with a multiple of a vector, the weights and the bias of each score in turn, added.
  fileprivate func moved(by factor: Double, along direction: [Double]) -> LinearModel {
    let width = weights[0].count
    return LinearModel(
      weights: weights.enumerated().map { output, vector in
        vector.indices.map { vector[$0] + factor * direction[output * width + $0] }
      })
  }
}
