internal import LabelContracts
internal import VectorKernels

/// What a detector finds about one label.
struct RowFinding: Sendable {
  /// Label quality score, 0...1; low means probably wrong.
  let score: Double
  /// Whether the label is taken for wrong.
  let isIssue: Bool
  /// The class that the example probably has.
  let predictedLabel: Int
  /// Why the label scores so.
  let reason: Reason
}

extension LabelIssues {
  /// Judges every row, in blocks on the execution's threads.
  ///
  /// - Parameters:
  ///   - rowCount: Number of rows.
  ///   - execution: Threads and progress; the findings do not depend on it.
  ///   - judge: The findings about the rows of a block, in order; a function of the block alone.
  init(
    rowCount: Int, execution: Execution, judge: @Sendable (Range<Int>) -> [RowFinding]
  ) {
    let blocks = execution.mapBlocks(of: rowCount, size: 4096, judge)
    self.init(
      labelScores: blocks.flatMap { $0.map(\.score) },
      isLabelIssue: blocks.flatMap { $0.map(\.isIssue) },
      predictedLabels: blocks.flatMap { $0.map(\.predictedLabel) },
      reasons: blocks.flatMap { $0.map(\.reason) })
  }
}
