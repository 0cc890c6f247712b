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
    /// Whether moves were given up for no flag of theirs.
    var isBlameless = true
  }

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
  /// - Throws: ``/LabelContracts/AttackError`` where the detector refuses them.
  mutating func start(_ labels: Labels, allowedAlarms: Int?) throws(AttackError) {
    do throws(DefenseError) {
      let flagged = try detector.detect(
        labels, evidence: evidence, seed: 1, execution: execution
      ).issueCount
      allowedOthers = allowedAlarms.map { flagged + $0 } ?? .max
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
      let found = flags(of: labels.applying(batch.flatMap(\.flips)))
      progress(Double(most - left) / Double(most))
      let seen = found.map { excess($0, batch, kept) }
      if let seen, seen.rows.isEmpty, seen.areOthersAllowed {
        outcome.hidden = batch
        return outcome
      }
      failures += 1
      if let seen, !seen.rows.isEmpty {
        let reduced = batch.map { $0.without(seen.rows) }
        outcome.failed += zip(batch, reduced).filter { $1 == nil }.map { $0.0 }
        batch = reduced.compactMap { $0 }
        if failures > 1 { batch.removeLast(batch.count / 2) }
      } else {
        outcome.isBlameless = false
        if batch.count == 1 { outcome.failed += batch }
        batch.removeLast((batch.count + 1) / 2)
      }
    }
    return outcome
  }

  /// Which labels are flagged; `nil` where the detector refuses them.
  private func flags(of labels: Labels) -> [Bool]? {
    try? detector.detect(labels, evidence: evidence, seed: 1, execution: execution).isLabelIssue
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
