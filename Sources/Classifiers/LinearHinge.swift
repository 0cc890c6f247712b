public import LabelData
public import VectorKernels

/// A linear classifier with bias that minimises the mean hinge loss by stochastic gradient descent.
///
/// From zero weights, `epochs` times, in a fresh random order each time: if `s (w.x + b) < 1`, then
/// `w += rate * s * x` and `b += rate * s`, with s = +1 for class 1 and -1 for class 0. With
/// regularization the weights, not the bias, are first multiplied by `1 - rate * regularization`.
/// A row's weight multiplies its steps; rows of weight 0 are left out before the orders are drawn.
/// Class 1 is predicted where `w.x + b > 0`. For more than two classes one such classifier is learnt for
/// each class against the rest, all in the same order, and the largest score wins (ties: lowest class).
///
/// This is the learner of Paudice, Muñoz-González and Lupu (2018).
public struct LinearHinge: Classifier, Equatable {
  /// Step size; above 0.
  public var learningRate: Double
  /// Number of passes over the rows; 1 or more.
  public var epochs: Int
  /// Strength of the L2 penalty on the weights, 0 for none; `learningRate * regularization` stays below 1.
  public var regularization: Double

  /// Makes a learner.
  ///
  /// - Parameters:
  ///   - learningRate: Step size, above 0; 0.01 by default.
  ///   - epochs: Number of passes, 1 or more; 100 by default.
  ///   - regularization: L2 penalty, 0 or more; none by default.
  public init(learningRate: Double = 0.01, epochs: Int = 100, regularization: Double = 0) {
    self.learningRate = learningRate
    self.epochs = epochs
    self.regularization = regularization
  }

  /// Learns from examples.
  ///
  /// - Complexity: O(K · epochs · n · d), K being 1 for two classes.
  public func fit(
    _ features: Matrix, _ labels: Labels, weights: [Double]?, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> LinearModel {
    let examples = try TrainingExamples(features, labels, weights: weights)
    try checkParameters(rowCount: examples.count)
    let order = EpochOrder.visits(rowCount: examples.count, epochs: epochs, seed: seed)
    let positives = labels.classCount == 2 ? [1] : Array(0..<labels.classCount)
    let learned = execution.map(count: positives.count) { output in
      self.weights(
        examples.features, signs: examples.labels.signs(positive: positives[output]),
        rowWeights: examples.weights, order: order)
    }
    guard learned.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { throw .diverged }
    return LinearModel(weights: learned)
  }

  /// Learns one weight vector from signs in a given order of visits.
  ///
  /// - Parameters:
  ///   - features: n x d.
  ///   - signs: +1 or -1 for each row.
  ///   - rowWeights: Factor of each row's steps; `nil` for 1 each.
  ///   - order: Row of each visit.
  /// - Returns: d weights, then the bias.
  /// - Complexity: O(visits · d).
  public func weights(
    _ features: Matrix, signs: [Double], rowWeights: [Double]? = nil, order: [Int32]
  ) -> [Double] {
    hingeDescent(
      features, signs: signs, weights: rowWeights, order: order, rate: learningRate,
      decay: 1 - learningRate * regularization)
  }

  /// The largest number of visits, epochs times rows; their order is held in 4 bytes each.
  private static let mostVisits = 1 << 30

  /// Checks the hyper-parameters.
  ///
  /// - Parameter rowCount: Number of rows to learn from, which bounds the epochs; `nil` if not known yet.
  /// - Throws: ``ClassifierError/invalidParameter(name:value:allowed:)``.
  public func checkParameters(rowCount: Int? = nil) throws(ClassifierError) {
    guard learningRate > 0, learningRate.isFinite else {
      throw .invalidParameter(
        name: "learning rate", value: "\(learningRate)", allowed: "a number above 0")
    }
    let mostEpochs = Self.mostVisits / max(1, rowCount ?? 1)
    guard (1...max(1, mostEpochs)).contains(epochs) else {
      throw .invalidParameter(
        name: "epochs", value: "\(epochs)",
        allowed: "1 to \(mostEpochs)\(rowCount.map { " for \($0) rows" } ?? "")")
    }
    guard regularization >= 0, learningRate * regularization < 1 else {
      throw .invalidParameter(
        name: "regularization", value: "\(regularization)",
        allowed: "0 or more, below 1 / learning rate")
    }
  }
}

extension Labels {
  /// +1 for the examples of one class, -1 for all others.
  public func signs(positive: Int = 1) -> [Double] {
    classIndices.map { $0 == positive ? 1 : -1 }
  }
}
