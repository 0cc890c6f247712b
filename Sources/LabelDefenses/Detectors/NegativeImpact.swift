internal import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// What adding a row to a small training set does.
///
/// Five times, trusted rows are drawn to train on (20) and others to be asked about (50). A row's impact is the
/// change in the number of right answers of a ridge classifier when the row is added to what it is trained on,
/// averaged over the trials. A label is an issue where its impact is below the mean impact of the trusted rows that
/// are left, less three of their standard deviations. With fewer than 100 trusted rows, at most half of them are
/// asked about, and with fewer than 80 at most a quarter trained on; there must be four.
///
/// Many impacts are equal, so equal ones are ordered by how much the row lowers the squared loss of the answers.
/// The label quality score is the mid-rank of that order over n: 0...1, low means probably wrong. The predicted
/// label is the class with which the row would have lowered the loss the most. A label of a class without trusted
/// rows cannot be judged: it counts as changing nothing, and is no issue.
///
/// The classifier is that of `Ridge`, and the effect of a row on it is exact, by the Sherman-Morrison formula.
///
/// This is reject on negative impact (RONI) of Nelson et al. (2008).
/// - Complexity: O(d) for each of 350 drawn rows, O(50 · K) and O(1,000) for each row and trial; memory O(n · K).
public struct NegativeImpact: Detector, Equatable {
  /// Number of trials; 1 or more.
  public var trialCount: Int
  /// Most rows to train on; 1 or more.
  public var baseCount: Int
  /// Most rows to be asked about; 1 or more.
  public var quizCount: Int
  /// The ridge classifier's L2 penalty; above 0.
  public var regularization: Double

  /// Makes the detector.
  ///
  /// - Parameters:
  ///   - trialCount: Number of trials, 1 or more; 5 by default.
  ///   - baseCount: Most rows to train on, 1 or more; 20 by default.
  ///   - quizCount: Most rows to be asked about, 1 or more; 50 by default.
  ///   - regularization: The ridge classifier's L2 penalty, above 0; 1 by default.
  public init(
    trialCount: Int = 5, baseCount: Int = 20, quizCount: Int = 50, regularization: Double = 1
  ) {
    self.trialCount = trialCount
    self.baseCount = baseCount
    self.quizCount = quizCount
    self.regularization = regularization
  }

  /// The features and trusted rows.
  public var needs: Set<Evidence.Kind> { [.features, .trusted] }

  /// What all trials tell about one row.
  private struct Finding {
    var impact = 0
    var lossChange = 0.0
    var predicted = 0
  }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    let features = try evidence.features(for: labels)
    let trusted = try evidence.trusted(for: labels, featureCount: features.columnCount)
    try checkParameters(trustedCount: trusted.labels.count)
    var trials: [ImpactTrial] = []
    var spared: [Double] = []
    for number in 0..<trialCount {
      var generator = SeededGenerator(seed: seed, key: "negative-impact/\(number)")
      let order = generator.permutation(count: trusted.labels.count)
      let base = order.prefix(min(baseCount, order.count / 4))
      let quiz = order.dropFirst(base.count).prefix(min(quizCount, order.count / 2))
      guard
        let trial = ImpactTrial(
          base: trusted.selecting(base), quiz: trusted.selecting(quiz), penalty: regularization)
      else { throw .classifier(.diverged) }
      trials.append(trial)
      for row in order.dropFirst(base.count + quiz.count) {
        spared.append(
          Double(trial.impact(of: trusted.features, row: row, label: trusted.labels[row]).correct))
      }
    }
    let mean = spared.reduce(0, +) / Double(spared.count)
    let deviation = (spared.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(spared.count))
      .squareRoot()
    let isKnown = trusted.isKnown
    let made = trials
    let findings = execution.mapBlocks(of: labels.count, size: 1024) { rows in
      rows.map { row in
        isKnown[labels[row]]
          ? finding(made, features, row: row, label: labels[row])
          : Finding(predicted: labels[row])
      }
    }.flatMap(\.self)
    let impacts = findings.map { Double($0.impact) / Double(trialCount) }
    return LabelIssues(
      labelScores: MidRanks.scores(
        findings.map { Double($0.impact) - $0.lossChange / (2 + 2 * abs($0.lossChange)) }),
      isLabelIssue: impacts.indices.map { row in
        isKnown[labels[row]] && impacts[row] < mean - 3 * deviation
      }, predictedLabels: findings.map(\.predicted),
      reasons: impacts.map { .figure($0, of: "right answers gained by training on it") })
  }

  /// The sums over all trials, and the class of the lowest loss.
  private func finding(
    _ trials: [ImpactTrial], _ features: Matrix, row: Int, label: Int
  ) -> Finding {
    var finding = Finding()
    var changes: [Double] = []
    for trial in trials {
      let impact = trial.impact(of: features, row: row, label: label)
      finding.impact += impact.correct
      changes =
        changes.isEmpty ? impact.lossChanges : zip(changes, impact.lossChanges).map { $0 + $1 }
    }
    finding.lossChange = changes[label]
    finding.predicted = changes.indices.reduce(0) { changes[$1] < changes[$0] ? $1 : $0 }
    return finding
  }

  private func checkParameters(trustedCount: Int) throws(DefenseError) {
    for (name, value, least) in [
      ("trials", trialCount, 1), ("rows to train on", baseCount, 1),
      ("rows to be asked about", quizCount, 1), ("number of trusted rows", trustedCount, 4),
    ] where value < least {
      throw .invalidParameter(name: name, value: "\(value)", allowed: "\(least) or more")
    }
    guard regularization > 0, regularization.isFinite else {
      throw .invalidParameter(
        name: "regularization", value: "\(regularization)", allowed: "a number above 0")
    }
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "roni", summary: "what adding the row does to a classifier of a few trusted rows",
    cost: "O(T q d) a row for T = 5 trials of q = 70 trusted rows",
    failure: "few trusted rows; one wrong label seldom changes an answer",
    drawsAtRandom: true
  ) { _ in
    NegativeImpact()
  }
}

extension TrustedRows {
  /// Some of the rows, in the order given.
  fileprivate func selecting(_ rows: some Collection<Int>) -> TrustedRows {
    TrustedRows(features: features.selecting(rows: rows), labels: labels.selecting(rows: rows))
  }
}
