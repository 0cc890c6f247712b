public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// Margin of the given label by models of the trusted rows alone.
///
/// A strongly regularised logistic regression is fitted to each of twenty bootstrap samples of the trusted rows, and
/// the probabilities of all are averaged to P. With the margin `m = P_y - max P_c` over the other classes c, the
/// label quality score is `(m + 1) / 2`: 0...1, low means probably wrong. A label is an issue where another class is
/// more probable, and that is the predicted label. The labels that are judged are not learnt from, so no flip
/// can hide by teaching the model.
///
/// A label of a class without trusted rows cannot be judged: it scores 0.5 and is no issue.
/// - Complexity: twenty fits to the trusted rows, a fit a thread, and O(20 · K · n · d).
public struct TrustedDisagreement: Detector, Equatable {
  /// The model that is fitted to trusted rows.
  public var classifier: LogisticRegression
  /// Number of bootstrap samples; 1 or more.
  public var bootstrapCount: Int

  /// Makes the detector.
  ///
  /// - Parameters:
  ///   - classifier: The model that is fitted to trusted rows; L2 penalty 10 by default.
  ///   - bootstrapCount: Number of bootstrap samples, 1 or more; 20 by default.
  public init(
    classifier: LogisticRegression = LogisticRegression(regularization: 10),
    bootstrapCount: Int = 20
  ) {
    self.classifier = classifier
    self.bootstrapCount = bootstrapCount
  }

  /// The features and trusted rows.
  public var needs: Set<Evidence.Kind> { [.features, .trusted] }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    guard bootstrapCount >= 1 else {
      throw .invalidParameter(
        name: "bootstrap samples", value: "\(bootstrapCount)", allowed: "1 or more")
    }
    let features = try evidence.features(for: labels)
    let trusted = try evidence.trusted(for: labels, featureCount: features.columnCount)
    let mean = meanProbabilities(
      features, try models(trusted, seed: seed, execution: execution), execution: execution)
    let isKnown = trusted.isKnown
    let margins = (0..<labels.count).map { row -> Double in
      guard isKnown[labels[row]] else { return 0 }
      let others = (0..<labels.classCount).filter { $0 != labels[row] }
      return mean[row, labels[row]] - (others.map { mean[row, $0] }.max() ?? 0)
    }
    return LabelIssues(
      labelScores: margins.map { min(1, max(0, ($0 + 1) / 2)) },
      isLabelIssue: margins.map { $0 < 0 },
      predictedLabels: (0..<labels.count).map { row in
        margins[row] < 0 ? mean.predictedLabel(ofRow: row) : labels[row]
      }, reasons: margins.map { .margin($0) })
  }

  /// A model of each bootstrap sample.
  private func models(
    _ trusted: TrustedRows, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> [LinearModel] {
    let count = trusted.labels.count
    let results = execution.silent.map(count: bootstrapCount) { sample in
      Result { () throws(ClassifierError) -> LinearModel in
        var generator = SeededGenerator(seed: seed, key: "bootstrap/\(sample)")
        var weights = [Double](repeating: 0, count: count)
        for _ in 0..<count { weights[generator.below(count)] += 1 }
        return try classifier.fit(
          trusted.features, trusted.labels, weights: weights, seed: seed, execution: .serial)
      }
    }
    return try learning { () throws(ClassifierError) in
      var models: [LinearModel] = []
      for result in results { models.append(try result.get()) }
      return models
    }
  }

  /// The mean of the probabilities that some models give.
  private func meanProbabilities(
    _ features: Matrix, _ models: [LinearModel], execution: Execution
  ) -> ClassProbabilities {
    let blocks = execution.mapBlocks(of: features.rowCount, size: 1024) { rows in
      let part = features.selecting(rows: rows)
      var sums = [Double](repeating: 0, count: rows.count * models[0].classCount)
      for model in models {
        let own = model.probabilities(part, execution: .serial).elements
        for index in sums.indices { sums[index] += own[index] }
      }
      return sums.map { $0 / Double(models.count) }
    }
    return ClassProbabilities(
      rowCount: features.rowCount, classCount: models[0].classCount,
      elements: Array(blocks.joined()))
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "trusted", summary: "margin of the given label by models of the trusted rows alone",
    cost: "20 logistic regressions on trusted rows, O(20 K n d)",
    failure: "trusted rows that are few, or unlike the others; classes that no line separates",
    drawsAtRandom: true
  ) { _ in
    TrustedDisagreement()
  }
}
