public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// What training on a row did to a loss, traced at checkpoints.
///
/// A neural network is trained on the given labels, and kept after some of its epochs. With g_i the gradient of row
/// i's loss by all parameters, and g the mean of those of the trusted rows, steps along g_i lowered the mean
/// trusted loss by about `c = sum over checkpoints of rate * g_i . g`. Labels that raised it are suspicious.
/// Without trusted rows the negated self-influence `c = - sum of rate * g_i . g_i` is taken: what takes large steps
/// of its own is suspicious.
///
/// The label quality score is the mid-rank of c over n: 0...1, low means probably wrong. Issues are the lowest, as
/// many as the estimated share of wrong labels. The predicted label is the most probable class on average over the
/// checkpoints. A label of a class without trusted rows counts as having done nothing.
///
/// This is TracIn of Pruthi et al. (2020).
/// - Complexity: one training, and O(n · number of weights) for each checkpoint.
public struct TracIn: Detector, Equatable {
  /// The network that is trained.
  public var classifier: MultilayerPerceptron
  /// Number of checkpoints, evenly spread over the epochs, the last after the last; 1 or more.
  public var checkpointCount: Int

  /// Makes the detector.
  ///
  /// - Parameters:
  ///   - classifier: The network that is trained.
  ///   - checkpointCount: Number of checkpoints, 1 or more; 5 by default. More than epochs are as many as epochs.
  public init(
    classifier: MultilayerPerceptron = MultilayerPerceptron(), checkpointCount: Int = 5
  ) {
    self.classifier = classifier
    self.checkpointCount = checkpointCount
  }

  /// The features, and how many labels are wrong; trusted rows are looked at where there are some.
  public var needs: Set<Evidence.Kind> { [.features, .noiseRate] }

  /// The trusted rows too, where there are any.
  public var uses: Set<Evidence.Kind> { needs.union([.trusted]) }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    guard checkpointCount >= 1 else {
      throw .invalidParameter(
        name: "checkpoints", value: "\(checkpointCount)", allowed: "1 or more")
    }
    let features = try evidence.features(for: labels)
    let rate = try evidence.noiseRate(for: labels)
    let trusted = try evidence.trustedIfAny(for: labels, featureCount: features.columnCount)
    let count = min(checkpointCount, max(1, classifier.epochs))
    let checkpoints = try learning { () throws(ClassifierError) in
      try classifier.checkpoints(
        features, labels, afterEpochs: Set((1...count).map { classifier.epochs * $0 / count }),
        seed: seed, execution: execution)
    }
    let weight = classifier.learningRate / (trusted.map { Double($0.labels.count) } ?? -1)
    var changes = [Double](repeating: 0, count: labels.count)
    var sums = [Double](repeating: 0, count: labels.count * labels.classCount)
    for checkpoint in checkpoints {
      let products = checkpoint.gradientProducts(
        features, labels, with: trusted.map { ($0.features, $0.labels) },
        execution: execution.silent)
      for row in changes.indices { changes[row] += weight * products[row] }
      let probabilities = checkpoint.probabilities(features, execution: execution.silent)
      for index in sums.indices {
        sums[index] += probabilities.elements[index] / Double(checkpoints.count)
      }
    }
    guard changes.allSatisfy(\.isFinite) else { throw .classifier(.diverged) }
    if let isKnown = trusted?.isKnown {
      for row in changes.indices where !isKnown[labels[row]] { changes[row] = 0 }
    }
    return LabelIssues(
      labelScores: MidRanks.scores(changes), isLabelIssue: LowestScores.flags(changes, rate: rate),
      predictedLabels: ClassProbabilities(
        rowCount: labels.count, classCount: labels.classCount, elements: sums
      ).predictedLabels,
      reasons: changes.map {
        .figure(
          $0,
          of: trusted == nil ? "self-influence, negated" : "fall of the trusted loss that it led to"
        )
      })
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "tracin",
    summary: "what training a network on the row did to the loss of trusted rows, or its own",
    cost: "a training of a neural network, and 5 passes over the rows",
    failure: "rows with large features, whose gradients are long whatever their labels",
    drawsAtRandom: true
  ) { _ in
    TracIn()
  }
}
