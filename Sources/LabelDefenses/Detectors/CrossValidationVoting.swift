public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// The filter of Brodley and Friedl (1999): classifiers of several kinds vote on labels that they did not learn.
///
/// Each of m classifiers is trained in a cross-validation, with the same folds for all, and predicts every row by a
/// model that did not learn it. A label is an issue where more than half of the classifiers predict another class,
/// or, by the consensus rule, all of them. With v the number of classifiers that predict the given label and p the
/// mean of the probabilities that they give it, the label quality score is `(v + p) / (m + 1)`: 0...1, low means
/// probably wrong. The predicted label is the class that most of them predict; of equally many the given label,
/// else the lowest class.
///
/// A label of a class with fewer rows than folds is learnt by all models, which speaks for it.
/// - Complexity: m times as many fits as there are folds.
public struct CrossValidationVoting: Detector {
  /// How many votes against a label make an issue.
  public enum Rule: String, CaseIterable, Sendable {
    /// More than half of the classifiers.
    case majority
    /// All of them.
    case consensus
  }

  /// How many votes against a label make an issue.
  public var rule: Rule
  /// How rows are held out.
  public var crossValidation: CrossValidation
  /// The classifiers that vote; one or more.
  public var classifiers: [any Classifier]

  /// Makes the detector.
  ///
  /// - Parameters:
  ///   - rule: How many votes against a label make an issue; more than half by default.
  ///   - crossValidation: How rows are held out; 5 folds by default.
  ///   - classifiers: One or more; logistic regression, naive Bayes and ten nearest neighbors by default.
  public init(
    rule: Rule = .majority, crossValidation: CrossValidation = CrossValidation(),
    classifiers: [any Classifier] = [LogisticRegression(), GaussianNaiveBayes(), KNearest()]
  ) {
    self.rule = rule
    self.crossValidation = crossValidation
    self.classifiers = classifiers
  }

  /// The features alone.
  public var needs: Set<Evidence.Kind> { [.features] }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    guard !classifiers.isEmpty else {
      throw .invalidParameter(name: "classifiers", value: "none", allowed: "one or more")
    }
    let features = try evidence.features(for: labels)
    let answers = try learning { () throws(ClassifierError) in
      var answers: [ClassProbabilities] = []
      for classifier in classifiers {
        answers.append(
          try crossValidation.probabilities(
            of: classifier, features, labels, seed: seed, execution: execution
          ).probabilities)
      }
      return answers
    }
    let predictions = answers.map(\.predictedLabels)
    let count = classifiers.count
    let agreeing = (0..<labels.count).map { row in predictions.count { $0[row] == labels[row] } }
    return LabelIssues(
      labelScores: (0..<labels.count).map { row in
        let mean = answers.reduce(0) { $0 + $1[row, labels[row]] } / Double(count)
        return (Double(agreeing[row]) + mean) / Double(count + 1)
      },
      isLabelIssue: agreeing.map { rule == .consensus ? $0 == 0 : 2 * $0 < count },
      predictedLabels: (0..<labels.count).map { row in
        ClassVotes(predictions.lazy.map { $0[row] }).majority(own: labels[row])
      }, reasons: agreeing.map { .count(agreeing: $0, of: count) })
  }

  /// What users see of it, and of ``WorstFolds``.
  static let entry = Detectors.Entry(
    id: "cv-voting",
    summary: "votes of three kinds of classifiers on labels that they did not learn",
    cost:
      "15 fits: logistic regression, naive Bayes and nearest neighbors in 5 folds; recov: 250 of ridge",
    failure: "flips that all classifiers learn, as those of a whole region",
    drawsAtRandom: true,
    variants: [
      Detectors.Variant(id: "majority", summary: "issues are what more than half vote against") {
        _ in CrossValidationVoting(rule: .majority)
      },
      Detectors.Variant(id: "consensus", summary: "issues are what all vote against") {
        _ in CrossValidationVoting(rule: .consensus)
      },
      Detectors.Variant(
        id: "recov", summary: "how often the row is in the worst fold of 50 divisions"
      ) {
        _ in WorstFolds()
      },
    ])
}
