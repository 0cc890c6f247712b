public import Classifiers
public import LabelData
public import VectorKernels

/// A way to tell which labels are probably wrong.
///
/// The members are listed in `Detectors.all`.
///
/// Laws that every member keeps: one score for each label, 0...1, low meaning probably wrong; the input is
/// untouched; the order of the rows does not matter but for ties and for what is drawn at random; the same seed
/// gives the same findings on any number of threads.
public protocol Detector: Sendable {
  /// The parts of evidence that it cannot do without.
  var needs: Set<Evidence.Kind> { get }

  /// The parts of evidence that it looks at: those that it needs, and those that it takes into account where known.
  var uses: Set<Evidence.Kind> { get }

  /// Number of neighbors of each row that the graph must list; 0 where it needs no graph.
  var neighborCount: Int { get }

  /// Whether its findings tell the probability of every class to be the true one: ``LabelIssues/posteriors``.
  var givesPosteriors: Bool { get }

  /// Scores every label.
  ///
  /// - Parameters:
  ///   - labels: The given labels.
  ///   - evidence: What is known besides.
  ///   - seed: Where all randomness starts.
  ///   - execution: Threads and progress.
  /// - Returns: A score, a verdict, a probable class and a reason for every label.
  /// - Throws: ``DefenseError``.
  func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues
}

extension Detector {
  /// What it needs.
  public var uses: Set<Evidence.Kind> { needs }

  /// None.
  public var neighborCount: Int { 0 }

  /// It does not.
  public var givesPosteriors: Bool { false }

  /// Scores every label, with seed 1 on the calling thread.
  ///
  /// - Parameters:
  ///   - labels: The given labels.
  ///   - evidence: What is known besides.
  /// - Returns: A score, a verdict, a probable class and a reason for every label.
  /// - Throws: ``DefenseError``.
  public func detect(
    _ labels: Labels, evidence: Evidence
  ) throws(DefenseError) -> LabelIssues {
    try detect(labels, evidence: evidence, seed: 1, execution: .serial)
  }
}

/// What a ``Detector`` finds about every label.
public struct LabelIssues: Equatable, Sendable {
  /// Label quality score of every example, 0...1; low means probably wrong.
  public let labelScores: [Double]
  /// Whether each label is taken for wrong.
  public let isLabelIssue: [Bool]
  /// The class that each example probably has.
  public let predictedLabels: [Int]
  /// Why each label scores as it does.
  public let reasons: [Reason]
  /// Probability of every class to be the true one, n x K, from all that the detector knows; `nil` where it gives none.
  public let posteriors: ClassProbabilities?
  /// Whether each row lies where classes overlap, so that its label can be right or wrong; such rows are no issues.
  public let isAmbiguous: [Bool]

  /// Makes findings.
  ///
  /// - Parameters:
  ///   - labelScores: Label quality score of every example, 0...1; low means probably wrong.
  ///   - isLabelIssue: Whether each label is taken for wrong.
  ///   - predictedLabels: The class that each example probably has.
  ///   - reasons: Why each label scores as it does.
  ///   - posteriors: Probability of every class to be the true one; none by default.
  ///   - isAmbiguous: Whether each row lies where classes overlap; by default no row is known to.
  /// - Precondition: all lists have one member for each example.
  public init(
    labelScores: [Double], isLabelIssue: [Bool], predictedLabels: [Int], reasons: [Reason],
    posteriors: ClassProbabilities? = nil, isAmbiguous: [Bool]? = nil
  ) {
    let count = labelScores.count
    precondition(
      isLabelIssue.count == count && predictedLabels.count == count && reasons.count == count
        && (posteriors?.rowCount ?? count) == count && (isAmbiguous?.count ?? count) == count,
      "findings about every example")
    self.labelScores = labelScores
    self.isLabelIssue = isLabelIssue
    self.predictedLabels = predictedLabels
    self.reasons = reasons
    self.posteriors = posteriors
    self.isAmbiguous = isAmbiguous ?? [Bool](repeating: false, count: count)
  }

  /// Number of labels taken for wrong.
  public var issueCount: Int { isLabelIssue.count { $0 } }

  /// All rows, worst first: issues before others, then by score, then by row.
  ///
  /// - Complexity: O(n log n).
  public var rowsWorstFirst: [Int] {
    // The bits of numbers from 0 on are ordered as the numbers are; the highest one, their sign, is free.
    let keys = labelScores.indices.map { row in
      (key: (isLabelIssue[row] ? 0 : 1 << 63) | (labelScores[row] + 0).bitPattern, row: row)
    }
    return keys.sorted { ($0.key, $0.row) < ($1.key, $1.row) }.map(\.row)
  }
}
