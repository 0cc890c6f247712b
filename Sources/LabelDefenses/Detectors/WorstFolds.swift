public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// How often a row is in the worst fold of a cross-validation.
///
/// A cross-validation is repeated with other folds each time. Each time the rows of the fold with the lowest share
/// of right answers are counted; of equal ones, that with the lowest mean probability of the given labels. The
/// label quality score is one less the share of the repetitions in which the row was counted: 0...1, low means
/// probably wrong. A label is an issue where its count is more than two standard deviations above the mean of all
/// counts. The predicted label is the most probable class over all repetitions, by models that did not learn the
/// row.
///
/// The scores of right and wrong labels overlap: in each fold that a wrong label spoils there are many right ones.
/// More repetitions part them. Rows of classes with fewer rows than folds are never held out, and never counted.
///
/// This is ReCoV of Chen et al. (2023).
/// - Complexity: as many fits as repetitions times folds.
public struct WorstFolds: Detector {
  /// Number of repetitions; 1 or more.
  public var repetitions: Int
  /// How rows are held out.
  public var crossValidation: CrossValidation
  /// What is trained.
  public var classifier: any Classifier

  /// Makes the detector.
  ///
  /// - Parameters:
  ///   - repetitions: Number of repetitions, 1 or more; 50 by default.
  ///   - crossValidation: How rows are held out; 5 folds by default.
  ///   - classifier: What is trained; a ridge classifier by default.
  public init(
    repetitions: Int = 50, crossValidation: CrossValidation = CrossValidation(),
    classifier: any Classifier = Ridge()
  ) {
    self.repetitions = repetitions
    self.crossValidation = crossValidation
    self.classifier = classifier
  }

  /// The features alone.
  public var needs: Set<Evidence.Kind> { [.features] }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    guard repetitions >= 1 else {
      throw .invalidParameter(name: "repetitions", value: "\(repetitions)", allowed: "1 or more")
    }
    let features = try evidence.features(for: labels)
    var counts = [Int](repeating: 0, count: labels.count)
    var sums = [Double](repeating: 0, count: labels.count * labels.classCount)
    for repetition in 0..<repetitions {
      let (answers, folds) = try learning { () throws(ClassifierError) in
        try crossValidation.probabilities(
          of: classifier, features, labels,
          seed: SeededGenerator.derivedSeed(seed, key: "worst-folds/\(repetition)"),
          execution: execution.silent)
      }
      for row in Self.worst(folds, answers, labels) { counts[row] += 1 }
      for index in sums.indices { sums[index] += answers.elements[index] / Double(repetitions) }
      execution.progress?(Double(repetition + 1) / Double(repetitions))
    }
    let mean = Double(counts.reduce(0, +)) / Double(max(1, counts.count))
    let variance = counts.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    let limit = mean + 2 * (variance / Double(max(1, counts.count))).squareRoot()
    return LabelIssues(
      labelScores: counts.map { 1 - Double($0) / Double(repetitions) },
      isLabelIssue: counts.map { Double($0) > limit },
      predictedLabels: ClassProbabilities(
        rowCount: labels.count, classCount: labels.classCount, elements: sums
      ).predictedLabels,
      reasons: counts.map { .count(agreeing: repetitions - $0, of: repetitions) })
  }

  /// The rows of the fold that was answered worst.
  private static func worst(
    _ folds: Folds, _ answers: ClassProbabilities, _ labels: Labels
  ) -> [Int] {
    let held = (0..<folds.count).map(folds.heldOut).filter { !$0.isEmpty }
    let merits = held.map { rows in
      (
        Double(rows.count { answers.predictedLabel(ofRow: $0) == labels[$0] }) / Double(rows.count),
        rows.reduce(0) { $0 + answers[$1, labels[$1]] } / Double(rows.count)
      )
    }
    guard let first = merits.indices.first else { return [] }
    return held[merits.indices.reduce(first) { merits[$1] < merits[$0] ? $1 : $0 }]
  }
}
