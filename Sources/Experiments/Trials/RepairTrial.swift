public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// Measures what repairs of the issues do to a classifier's error.
///
/// Without trusted rows the classifier is trained on all folds but one, with labels as given and with repaired ones, and
/// predicts the fold left out (``/Classifiers/CrossValidation``); with trusted rows it is trained on all rows and
/// predicts these. The repair itself was found with all labels, those of the rows held out among them.
public struct RepairTrial: Sendable {
  /// What is trained.
  public var classifier: any Classifier

  /// Describes a trial.
  ///
  /// - Parameter classifier: What is trained; logistic regression by default.
  public init(classifier: any Classifier = LogisticRegression()) {
    self.classifier = classifier
  }

  /// Most rows that are trained on: such that rows times features times classes stay below 2,000,000, but 1,000 to
  /// 20,000.
  public static func limit(columns: Int, classes: Int) -> Int {
    min(20_000, max(1000, 2_000_000 / max(1, columns * (classes == 2 ? 1 : classes))))
  }

  /// Measures every repair that the findings allow: relabeling and removing issues, and weighting by posteriors.
  ///
  /// - Parameters:
  ///   - labels: The given labels.
  ///   - issues: What a detector found about them.
  ///   - features: n x d, scaled, finite; of more than ``limit(columns:classes:)`` rows a random sample is looked at.
  ///   - trusted: Rows with correct labels, scaled alike, if there are any.
  ///   - seed: Where all randomness starts.
  ///   - execution: Threads; the result does not depend on them.
  /// - Returns: An effect for each repair; none without issues.
  /// - Throws: ``/Classifiers/ClassifierError`` where a classifier cannot learn.
  /// - Complexity: five trainings, or one with trusted rows, for each repair and for the labels as given.
  public func effects(
    _ labels: Labels, _ issues: LabelIssues, features: Matrix, trusted: TrustedRows? = nil,
    seed: UInt64, execution: Execution = .serial
  ) throws(ClassifierError) -> [RepairEffect] {
    guard features.rowCount == labels.count else {
      throw .rowCounts(features: features.rowCount, labels: labels.count)
    }
    guard issues.issueCount > 0 else { return [] }
    let limit = Self.limit(columns: features.columnCount, classes: labels.classCount)
    var rows = Array(0..<labels.count)
    if rows.count > limit {
      var generator = SeededGenerator(seed: seed, key: "repair effect")
      rows = generator.permutation(count: rows.count).prefix(limit).sorted()
    }
    let given = labels.selecting(rows: rows)
    let isIssue = rows.map { issues.isLabelIssue[$0] }
    let repairs = RepairEffect.Repair.allCases.filter { $0 != .weight || issues.posteriors != nil }
    let examples =
      [Examples(labels: given, weights: nil)]
      + repairs.map { Self.repaired(given, issues, rows, by: $0) }
    let sample = features.selecting(rows: rows)
    if let trusted {
      let all = Array(0..<rows.count)
      let answers = try predictions(
        examples, sample, trainings: [all], asked: [trusted.features], seed: seed, execution)
      return zip(repairs, answers.dropFirst()).map { repair, after in
        RepairEffect(
          repair: repair, rowCount: rows.count,
          trusted: .init(before: answers[0], after: after, labels: trusted.labels.classIndices),
          unflagged: nil, given: nil)
      }
    }
    let folds = try CrossValidation().folds(sample, given, seed: seed)
    let heldOut = (0..<folds.count).map { folds.heldOut($0) }
    let answers = try predictions(
      examples, sample, trainings: (0..<folds.count).map { folds.training($0) },
      asked: heldOut.map { sample.selecting(rows: $0) }, seed: seed, execution)
    let order = heldOut.flatMap(\.self)
    let unflagged = order.indices.filter { !isIssue[order[$0]] }
    return zip(repairs, answers.dropFirst()).map { repair, after in
      func comparison(_ places: [Int]) -> RepairEffect.Comparison? {
        guard !places.isEmpty else { return nil }
        return .init(
          before: places.map { answers[0][$0] }, after: places.map { after[$0] },
          labels: places.map { given[order[$0]] })
      }
      return RepairEffect(
        repair: repair, rowCount: rows.count, trusted: nil, unflagged: comparison(unflagged),
        given: comparison(Array(order.indices)))
    }
  }

  /// What is trained on.
  private struct Examples: Sendable {
    var labels: Labels
    var weights: [Double]?
  }

  private static func repaired(
    _ given: Labels, _ issues: LabelIssues, _ rows: [Int], by repair: RepairEffect.Repair
  ) -> Examples {
    switch repair {
    case .relabel:
      var labels = given
      for (place, row) in rows.enumerated() where issues.isLabelIssue[row] {
        labels[place] = issues.predictedLabels[row]
      }
      return Examples(labels: labels, weights: nil)
    case .remove:
      return Examples(labels: given, weights: rows.map { issues.isLabelIssue[$0] ? 0 : 1 })
    case .weight:
      return Examples(
        labels: given,
        weights: rows.enumerated().map { issues.posteriors?[$1, given[$0]] ?? 1 })
    }
  }

  /// For each set of examples the classes predicted by models of the trainings, one training after another.
  private func predictions(
    _ examples: [Examples], _ features: Matrix, trainings: [[Int]], asked: [Matrix], seed: UInt64,
    _ execution: Execution
  ) throws(ClassifierError) -> [[Int]] {
    let answers = execution.map(count: examples.count * trainings.count) { task in
      Result { () throws(ClassifierError) -> [Int] in
        let (set, part) = (examples[task / trainings.count], task % trainings.count)
        let rows = trainings[part]
        return try classifier.fit(
          features.selecting(rows: rows), set.labels.selecting(rows: rows),
          weights: set.weights.map { all in rows.map { all[$0] } },
          seed: SeededGenerator.derivedSeed(seed, key: "repair effect/\(part)"),
          execution: .serial
        ).predict(asked[part])
      }
    }
    var predictions = [[Int]](repeating: [], count: examples.count)
    for (task, answer) in answers.enumerated() {
      predictions[task / trainings.count] += try answer.get()
    }
    return predictions
  }
}
