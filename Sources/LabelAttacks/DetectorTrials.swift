internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// Runs of a detector on flipped labels, of which there may be so many.
struct DetectorTrials {
  /// What became of a batch of moves.
  struct Outcome {
    /// The moves, or parts of them, after which the constraint was found to be met.
    var hidden: [BatchedMoves.Move] = []
    /// The moves that were seen.
    var failed: [BatchedMoves.Move] = []
    /// The label quality scores after the hidden ones; `nil` without any.
    var scores: [Double]?
    /// Whether no move was given up but for flags of its own.
    var isBlameless = true
  }

  /// How often flagged moves are taken out of a batch before it is halved as well.
  private static let patience = 8

  /// Number of runs left.
  private(set) var left: Int
  private let most: Int
  private let detector: any Detector
  private let evidence: Evidence
  private let allowedFlags: Int
  private var allowedOthers = Int.max
  private let execution: Execution

  init(
    _ detector: any Detector, evidence: Evidence, allowedFlags: Int, most: Int,
    execution: Execution
  ) {
    self.detector = detector
    self.evidence = evidence
    self.allowedFlags = allowedFlags
    self.most = most
    left = most
    self.execution = execution
  }

  /// Judges the labels before the attack, which costs no trial.
  ///
  /// - Returns: Their label quality scores.
  /// - Throws: ``/LabelContracts/AttackError`` where the detector refuses them.
  mutating func start(_ labels: Labels, allowedAlarms: Int?) throws(AttackError) -> [Double] {
    do throws(DefenseError) {
      let issues = try detector.detect(
        labels, evidence: evidence, seed: 1, execution: execution)
      allowedOthers = allowedAlarms.map { issues.issueCount + $0 } ?? .max
      return issues.labelScores
    } catch {
      throw .invalidProblem("the detector: \(error.description)")
    }
  }

  /// Finds moves of a batch that are hidden together.
  ///
  /// - Parameters:
  ///   - batch: Moves of distinct rows, best first.
  ///   - kept: The flips kept before, after which the constraint is met.
  ///   - labels: The labels after them.
  ///   - progress: Told of the share of all trials that is spent.
  /// - Returns: What became of the moves; those that are neither hidden nor failed may be tried again.
  mutating func hide(
    _ batch: [BatchedMoves.Move], behind kept: [Flip], _ labels: Labels,
    progress: (Double) -> Void
  ) -> Outcome {
    var batch = batch
    var outcome = Outcome()
    var failures = 0
    while !batch.isEmpty, left > 0 {
      left -= 1
      let issues = findings(on: labels.applying(batch.flatMap(\.flips)))
      progress(Double(most - left) / Double(most))
      let seen = issues.map { excess($0.isLabelIssue, batch, kept) }
      if let seen, seen.rows.isEmpty, seen.areOthersAllowed {
        outcome.hidden = batch
        outcome.scores = issues?.labelScores
        return outcome
      }
      failures += 1
      if let seen, !seen.rows.isEmpty {
        let reduced = batch.map { $0.without(seen.rows) }
        outcome.failed += zip(batch, reduced).filter { $1 == nil }.map { $0.0 }
        batch = reduced.compactMap { $0 }
        if failures > Self.patience { batch.removeLast(batch.count / 2) }
      } else {
        outcome.isBlameless = false
        if batch.count == 1 { outcome.failed += batch }
        batch.removeLast((batch.count + 1) / 2)
      }
    }
    return outcome
  }

  /// What the detector finds; `nil` where it refuses the labels.
  private func findings(on labels: Labels) -> LabelIssues? {
    try? detector.detect(labels, evidence: evidence, seed: 1, execution: execution)
  }

  /// The flagged rows of a batch that are too many, and whether what is flagged besides is within bounds.
  private func excess(
    _ flagged: [Bool], _ batch: [BatchedMoves.Move], _ kept: [Flip]
  ) -> (rows: Set<Int>, areOthersAllowed: Bool) {
    let rows = batch.flatMap(\.flips).map(\.row).filter { flagged[$0] }
    let keptCount = kept.count { flagged[$0.row] }
    let others = flagged.count { $0 } - rows.count - keptCount
    return (
      Set(rows.dropFirst(max(0, allowedFlags - keptCount))),
      keptCount <= allowedFlags && others <= allowedOthers
    )
  }
}
