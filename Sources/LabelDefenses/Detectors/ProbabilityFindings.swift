internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

extension LabelIssues {
  /// Findings about labels from the probabilities of their rows.
  ///
  /// - Parameters:
  ///   - labels: The given labels, n.
  ///   - probabilities: n x K.
  ///   - flags: Which labels are issues; by default as many of the lowest scores as the confident joint has issues.
  ///   - execution: Threads and progress.
  ///   - score: The label quality score of a row, which rounding may have put just outside of 0...1.
  init(
    _ labels: Labels, _ probabilities: ClassProbabilities, flags: [Bool]? = nil,
    execution: Execution, score: @Sendable (Int) -> Double
  ) {
    let scores = execution.silent.mapBlocks(of: labels.count, size: 4096) { rows in
      rows.map { min(1, max(0, score($0))) }
    }.flatMap(\.self)
    let isIssue =
      flags
      ?? LowestScores.flags(
        scores,
        count: ConfidentJoint(labels, probabilities, execution: execution).issueCount)
    self.init(rowCount: labels.count, execution: execution) { rows in
      rows.map { row in
        let predicted = probabilities.predictedLabel(ofRow: row)
        return RowFinding(
          score: scores[row], isIssue: isIssue[row], predictedLabel: predicted,
          reason: .probabilities(
            given: probabilities[row, labels[row]], predicted: probabilities[row, predicted]))
      }
    }
  }
}
