public import LabelData

/// A way to tell which labels are probably wrong.
///
/// The members are listed in `Detectors.all`.
///
/// Laws that every member keeps: one score for each label, 0...1, low meaning probably wrong; the input is
/// untouched; the order of the rows does not matter but for ties.
public protocol Detector: Sendable {
  /// Scores every label.
  ///
  /// - Parameters:
  ///   - labels: The given labels.
  ///   - evidence: What is known besides.
  /// - Returns: A score, a verdict and a probable class for every label.
  /// - Throws: ``DefenseError``.
  func detect(_ labels: Labels, evidence: Evidence) throws(DefenseError) -> LabelIssues
}

/// What a ``Detector`` finds about every label.
public struct LabelIssues: Equatable, Sendable {
  /// Label quality score of every example, 0...1; low means probably wrong.
  public let labelScores: [Double]
  /// Whether each label is taken for wrong.
  public let isLabelIssue: [Bool]
  /// The class that each example probably has.
  public let predictedLabels: [Int]
  /// Votes of the neighbors of every example.
  public let votes: [ClassVotes]

  /// Makes findings; all lists have one member for each example.
  public init(
    labelScores: [Double], isLabelIssue: [Bool], predictedLabels: [Int],
    votes: [ClassVotes]
  ) {
    self.labelScores = labelScores
    self.isLabelIssue = isLabelIssue
    self.predictedLabels = predictedLabels
    self.votes = votes
  }

  /// Number of labels taken for wrong.
  public var issueCount: Int { isLabelIssue.count { $0 } }

  /// All rows, worst first: issues before others, then by score, then by row.
  public var rowsWorstFirst: [Int] {
    labelScores.indices.sorted {
      (isLabelIssue[$0] ? 0 : 1, labelScores[$0], $0) < (
        isLabelIssue[$1] ? 0 : 1, labelScores[$1], $1
      )
    }
  }
}
