public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// Influence functions of Koh and Liang (2017): what leaving a row out would do to a loss.
///
/// Logistic regression is fitted to the given labels. With g_i the gradient of row i's loss, g the mean gradient of
/// the trusted rows' losses, and H the second derivatives of the penalised training loss, leaving row i out changes
/// the mean trusted loss by about `g · H⁻¹ g_i`. Labels whose removal would lower it are suspicious. Without
/// trusted rows the self-influence `g_i · H⁻¹ g_i` is taken instead, and large ones are suspicious.
///
/// The label quality score is the mid-rank of the change, or of the self-influence from the largest down, over n:
/// 0...1, low means probably wrong. Issues are the lowest, as many as the estimated share of wrong labels. The
/// predicted label is that of the model. A label of a class without trusted rows counts as changing nothing.
///
/// Features are centered first. To the diagonal of H is added ``damping`` times its mean: little gives the change
/// that training again would show; more lets noise of few trusted rows through less, and ranks labels better.
/// Parameters number p = d + 1 for two classes, else K (d + 1), and at most 8,192.
/// - Complexity: O(n · d² · K² + p³) time, and O(n · p²) without trusted rows; 16 · p² bytes.
public struct InfluenceFunctions: Detector, Equatable {
  /// The model whose losses are looked at.
  public var classifier: LogisticRegression
  /// Share of the mean of the diagonal that is added to it; 0 or more.
  public var damping: Double
  /// Whether changes of the trusted loss are divided by the length of the row's gradient, so that they tell nothing
  /// of how much the row weighs (Hammoudeh and Lowd 2022).
  public var dividesByLength: Bool

  /// The largest number of parameters.
  private static let mostParameters = 8192

  /// Makes the detector.
  ///
  /// - Parameters:
  ///   - classifier: The model whose losses are looked at; L2 penalty 1 by default.
  ///   - damping: Share of the mean of the diagonal that is added to it, 0 or more; 10 by default.
  ///   - dividesByLength: Whether changes of the trusted loss are divided by the length of the row's gradient; they are
  ///     not by default.
  public init(
    classifier: LogisticRegression = LogisticRegression(), damping: Double = 10,
    dividesByLength: Bool = false
  ) {
    self.classifier = classifier
    self.damping = damping
    self.dividesByLength = dividesByLength
  }

  /// The features, and how many labels are wrong; trusted rows are looked at where there are some.
  public var needs: Set<Evidence.Kind> { [.features, .noiseRate] }

  /// The trusted rows too, where there are any.
  public var uses: Set<Evidence.Kind> { needs.union([.trusted]) }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    guard damping >= 0, damping.isFinite else {
      throw .invalidParameter(name: "damping", value: "\(damping)", allowed: "0 or more")
    }
    let features = try evidence.features(for: labels)
    let rate = try evidence.noiseRate(for: labels)
    let trusted = try evidence.trustedIfAny(for: labels, featureCount: features.columnCount)
    let width = (labels.classCount == 2 ? 1 : labels.classCount) * (features.columnCount + 1)
    guard width <= Self.mostParameters else {
      throw .invalidParameter(
        name: "number of features", value: "\(features.columnCount)",
        allowed: "as many as make \(Self.mostParameters) parameters of all classes")
    }
    let model = try learning { () throws(ClassifierError) in
      try classifier.fit(features, labels, weights: nil, seed: seed, execution: execution)
    }
    let changes = try changes(
      model, features, labels, trusted: trusted, execution: execution.silent)
    return LabelIssues(
      labelScores: MidRanks.scores(changes), isLabelIssue: LowestScores.flags(changes, rate: rate),
      predictedLabels: model.predict(features),
      reasons: changes.map {
        .figure(
          $0, of: trusted == nil ? "self-influence, negated" : "influence on the trusted loss")
      })
  }

  /// What leaving each row out would do to the mean trusted loss, or the negated self-influence.
  private func changes(
    _ model: LinearModel, _ features: Matrix, _ labels: Labels, trusted: TrustedRows?,
    execution: Execution
  ) throws(DefenseError) -> [Double] {
    let means = features.columnMeans
    let centered = features.subtracting(means)
    let probabilities = model.probabilities(features, execution: execution)
    let gradients = RowGradients(
      features: centered, labels: labels, probabilities: probabilities)
    let inverse = try inverse(centered, probabilities, execution: execution)
    guard let trusted else {
      let blocks = execution.mapBlocks(of: labels.count, size: 64) { rows in
        var columns = gradients.columns(rows)
        inverse.solveLower(&columns, columnCount: rows.count)
        var sums = [Double](repeating: 0, count: rows.count)
        for (index, value) in columns.enumerated() { sums[index % rows.count] -= value * value }
        return sums
      }
      return Array(blocks.joined())
    }
    let goal = RowGradients(
      features: trusted.features.subtracting(means), labels: trusted.labels,
      probabilities: model.probabilities(trusted.features, execution: execution))
    let direction = inverse.solve(
      goal.sum(execution: execution).map { $0 / Double(trusted.labels.count) })
    var changes = gradients.products(with: direction, execution: execution)
    if dividesByLength {
      for (row, length) in gradients.lengths.enumerated() where length > 0 {
        changes[row] /= length
      }
    }
    let isKnown = trusted.isKnown
    for row in changes.indices where !isKnown[labels[row]] { changes[row] = 0 }
    return changes
  }

  /// The damped second derivatives, factored.
  private func inverse(
    _ features: Matrix, _ probabilities: ClassProbabilities, execution: Execution
  ) throws(DefenseError) -> Cholesky {
    let isBinary = probabilities.classCount == 2
    let outputCount = isBinary ? 1 : probabilities.classCount
    var matrix = softmaxHessian(
      features,
      probabilities: isBinary
        ? (0..<probabilities.rowCount).map { probabilities[$0, 1] } : probabilities.elements,
      outputCount: outputCount,
      center: [Double](repeating: 0, count: features.columnCount),
      penalty: classifier.regularization, execution: execution)
    let size = outputCount * (features.columnCount + 1)
    let trace = (0..<size).reduce(0) { $0 + matrix[$1 * size + $1] }
    for index in 0..<size { matrix[index * size + index] += damping * trace / Double(size) }
    guard let factor = Cholesky(matrix, size: size) else { throw .classifier(.diverged) }
    return factor
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "influence",
    summary: "what leaving the row out would do to the loss of trusted rows, or its own",
    cost: "a logistic regression, O(n d² K² + p³) for p = K (d + 1), O(n p²) without trusted rows",
    failure: "labels flipped so that a linear model learns them; rows far out, which weigh much",
    drawsAtRandom: false
  ) { _ in
    InfluenceFunctions()
  }
}

extension Matrix {
  /// The mean of every column; 0 without rows.
  fileprivate var columnMeans: [Double] {
    var sums = [Double](repeating: 0, count: columnCount)
    for row in 0..<rowCount { addScaled(1, self, row: row, to: &sums) }
    return sums.map { $0 / Double(max(1, rowCount)) }
  }

  /// Every row less a vector.
  fileprivate func subtracting(_ vector: [Double]) -> Matrix {
    var result = self
    for index in elements.indices {
      result.elements[index] = Float(Double(elements[index]) - vector[index % columnCount])
    }
    return result
  }
}
