public import LabelData
public import VectorKernels

/// A neural network with one or two hidden layers of max(0, x) units, trained by stochastic gradient descent.
///
/// The mean cross-entropy of the softmax of the scores, plus `lambda / 2` times the sum of the squared weights, is
/// lowered batch by batch, in a fresh random order in each epoch, with momentum (Polyak 1964): from the gradient g
/// of a batch `v = momentum * v - rate * g`, then the weights move by v. Sums are in single precision. Row weights
/// multiply the losses after division by their mean, so only their ratios matter; rows of weight 0 are left out
/// before anything is drawn.
///
/// Features should be standardized: the step size is for values of about 1. A class that no row carries has a small
/// probability. ``train(_:_:weights:seed:execution:)`` also tells how well every row was fitted after each epoch.
public struct MultilayerPerceptron: Classifier, Equatable {
  /// Number of units in each hidden layer; one or two of 1 or more.
  public var hiddenUnits: [Int]
  /// Number of passes over the rows; 1 or more.
  public var epochs: Int
  /// Number of rows of each step; 1 or more.
  public var batchSize: Int
  /// Step size; above 0.
  public var learningRate: Double
  /// Share of the last step that goes on; 0 or more, below 1.
  public var momentum: Double
  /// Strength of the L2 penalty on the weights, not the biases, lambda; 0 or more.
  public var regularization: Double

  /// Makes a learner.
  ///
  /// - Parameters:
  ///   - hiddenUnits: Units in each hidden layer; one layer of 64 by default.
  ///   - epochs: Number of passes, 1 or more; 50 by default.
  ///   - batchSize: Rows of each step, 1 or more; 32 by default.
  ///   - learningRate: Step size, above 0; 0.01 by default.
  ///   - momentum: Share of the last step that goes on, 0..<1; 0.9 by default.
  ///   - regularization: L2 penalty, 0 or more; 0.0001 by default.
  public init(
    hiddenUnits: [Int] = [64], epochs: Int = 50, batchSize: Int = 32, learningRate: Double = 0.01,
    momentum: Double = 0.9, regularization: Double = 0.0001
  ) {
    self.hiddenUnits = hiddenUnits
    self.epochs = epochs
    self.batchSize = batchSize
    self.learningRate = learningRate
    self.momentum = momentum
    self.regularization = regularization
  }

  /// Learns from examples, on the calling thread.
  ///
  /// - Complexity: O(epochs · n · number of weights), where d features and h units make d · h.
  public func fit(
    _ features: Matrix, _ labels: Labels, weights: [Double]?, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> PerceptronModel {
    let examples = try TrainingExamples(features, labels, weights: weights)
    return try learn(examples, seed: seed, execution: execution) { _, _ in }
  }

  /// Learns from examples, and records loss and margin of all rows, also those of weight 0, after each epoch.
  ///
  /// - Parameters:
  ///   - features: n x d, finite.
  ///   - labels: n labels of at least two classes.
  ///   - weights: What each row counts in learning; `nil` for 1 each.
  ///   - seed: Where all randomness starts.
  ///   - execution: Threads, for the recording, and progress.
  /// - Returns: The network that `fit` gives, and the course of its training.
  /// - Throws: ``ClassifierError``.
  /// - Complexity: As learning, by about half as much again; 8 · n · epochs + 4 · n · K bytes.
  public func train(
    _ features: Matrix, _ labels: Labels, weights: [Double]? = nil, seed: UInt64,
    execution: Execution = .serial
  ) throws(ClassifierError) -> (fitted: PerceptronModel, dynamics: TrainingDynamics) {
    let examples = try TrainingExamples(features, labels, weights: weights)
    try checkParameters(rowCount: examples.count)
    var losses = [Float](repeating: 0, count: labels.count * epochs)
    var margins = losses
    var sums = [Float](repeating: 0, count: labels.count * labels.classCount)
    let fitted = try learn(examples, seed: seed, execution: execution) { network, epoch in
      let fits = execution.silent.mapBlocks(of: labels.count, size: 512) { rows in
        Self.fits(of: network.scores(features.selecting(rows: rows)), rows.map { labels[$0] })
      }
      for (row, fit) in fits.joined().enumerated() {
        losses[row * epochs + epoch] = fit.loss
        margins[row * epochs + epoch] = fit.margin
        for (label, probability) in fit.probabilities.enumerated() {
          sums[row * labels.classCount + label] += Float(probability)
        }
      }
    }
    guard losses.allSatisfy(\.isFinite), margins.allSatisfy(\.isFinite) else { throw .diverged }
    let rivals = (0..<labels.count).map { row in
      (0..<labels.classCount).filter { $0 != labels[row] }.reduce(labels[row] == 0 ? 1 : 0) {
        sums[row * labels.classCount + $1] > sums[row * labels.classCount + $0] ? $1 : $0
      }
    }
    return (
      fitted,
      TrainingDynamics(
        rowCount: labels.count, epochCount: epochs, losses: losses, margins: margins,
        rivals: rivals)
    )
  }

  /// Loss and margin of each row's class, and the probabilities of all.
  private static func fits(
    of scores: Matrix, _ classes: [Int]
  ) -> [(loss: Float, margin: Float, probabilities: [Double])] {
    classes.enumerated().map { row, label in
      let scores = scores.row(row).map(Double.init)
      let other = scores.indices.reduce(-Double.infinity) {
        $1 == label ? $0 : max($0, scores[$1])
      }
      return (
        Float(-logSoftmax(scores, at: label)), Float(scores[label] - other), softmax(scores)
      )
    }
  }

  /// The descent; `afterEpoch` sees the network after each epoch.
  func learn(
    _ examples: TrainingExamples, seed: UInt64, execution: Execution,
    afterEpoch: (PerceptronNetwork, _ epoch: Int) -> Void
  ) throws(ClassifierError) -> PerceptronModel {
    try checkParameters(rowCount: examples.count)
    let (n, classes) = (examples.count, examples.labels.classIndices)
    var network = PerceptronNetwork(
      sizes: [examples.features.columnCount] + hiddenUnits + [examples.labels.classCount],
      seed: seed)
    var velocities = network.layers.map(PerceptronNetwork.Layer.init(like:))
    let mean = examples.totalWeight / Double(n)
    let weights = (0..<n).map { (examples.weights?[$0] ?? 1) / mean }
    let order = EpochOrder.visits(rowCount: n, epochs: epochs, seed: seed)
    for epoch in 0..<epochs {
      for start in stride(from: 0, to: n, by: batchSize) {
        let rows = order[epoch * n + start..<epoch * n + min(n, start + batchSize)].map(Int.init)
        let gradients = network.gradient(
          examples.features.selecting(rows: rows), classes: rows.map { classes[$0] },
          weights: rows.map { Float(weights[$0] / Double(rows.count)) })
        for (number, gradient) in gradients.enumerated() {
          momentumStep(
            &network.layers[number].weights.elements,
            velocity: &velocities[number].weights.elements, gradient: gradient.weights.elements,
            rate: Float(learningRate), momentum: Float(momentum), decay: Float(regularization))
          momentumStep(
            &network.layers[number].biases, velocity: &velocities[number].biases,
            gradient: gradient.biases, rate: Float(learningRate), momentum: Float(momentum),
            decay: 0)
        }
      }
      guard network.isFinite else { throw .diverged }
      afterEpoch(network, epoch)
      execution.progress?(Double(epoch + 1) / Double(epochs))
    }
    return PerceptronModel(network: network)
  }

  /// The largest number of visits, epochs times rows; their order is held in 4 bytes each.
  private static let mostVisits = 1 << 30
  /// The largest number of units in a layer.
  private static let mostUnits = 1 << 16

  private func checkParameters(rowCount: Int) throws(ClassifierError) {
    func check(
      _ name: String, _ value: some Any, _ isAllowed: Bool, _ allowed: String
    ) throws(ClassifierError) {
      guard isAllowed else {
        throw .invalidParameter(name: name, value: "\(value)", allowed: allowed)
      }
    }
    try check(
      "hidden units", hiddenUnits,
      (1...2).contains(hiddenUnits.count)
        && hiddenUnits.allSatisfy { (1...Self.mostUnits).contains($0) },
      "one or two layers of 1 to \(Self.mostUnits)")
    let mostEpochs = max(1, Self.mostVisits / rowCount)
    try check(
      "epochs", epochs, (1...mostEpochs).contains(epochs), "1 to \(mostEpochs) for \(rowCount) rows"
    )
    try check("batch size", batchSize, batchSize >= 1, "1 or more")
    try check(
      "learning rate", learningRate, learningRate > 0 && learningRate.isFinite, "a number above 0")
    try check("momentum", momentum, momentum >= 0 && momentum < 1, "0 or more, below 1")
    try check(
      "regularization", regularization, regularization >= 0 && regularization.isFinite,
      "a number of 0 or more")
  }
}

/// A trained network, as ``MultilayerPerceptron`` gives it.
public struct PerceptronModel: FittedClassifier, Equatable {
  let network: PerceptronNetwork

  /// Number of features expected.
  public var featureCount: Int { network.layers[0].weights.rowCount }

  /// Number of classes.
  public var classCount: Int { network.layers[network.layers.count - 1].biases.count }

  /// The probability of every class for every row: the softmax of the scores, in double precision.
  ///
  /// Where features are so large that scores leave single precision all classes are equally probable.
  ///
  /// - Complexity: O(m · number of weights).
  public func probabilities(_ features: Matrix, execution: Execution) -> ClassProbabilities {
    precondition(features.columnCount == featureCount, "as many features as were learnt from")
    let rows = execution.mapBlocks(of: features.rowCount, size: 512) { block in
      let scores = network.scores(features.selecting(rows: block))
      return (0..<block.count).flatMap { row in
        let scores = scores.row(row).map(Double.init)
        return softmax(scores.allSatisfy(\.isFinite) ? scores : scores.map { _ in 0 })
      }
    }
    return ClassProbabilities(
      rowCount: features.rowCount, classCount: classCount, elements: Array(rows.joined()))
  }
}
