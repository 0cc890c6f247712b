internal import LabelData
internal import VectorKernels

/// Sets of rows drawn at random, each with as many rows of every predicted class as the issues have.
///
/// This is how issues lie if flips hit the rows of a class alike.
struct IssueDraws: Sendable {
  /// Number of sets.
  static let drawCount = 499
  private static let blockSize = 50

  /// The rows of every predicted class.
  private let strata: [[Int]]
  /// Number of issues among them.
  private let counts: [Int]
  private let rowCount: Int

  init(predictedLabels: [Int], isIssue: [Bool], classCount: Int) {
    var strata = [[Int]](repeating: [], count: classCount)
    var counts = [Int](repeating: 0, count: classCount)
    for (row, label) in predictedLabels.enumerated() {
      strata[label].append(row)
      if isIssue[row] { counts[label] += 1 }
    }
    self.strata = strata
    self.counts = counts
    rowCount = predictedLabels.count
  }

  /// The probability of statistics as large as the observed ones, each by itself: (1 + draws that reach it) over
  /// (1 + draws), which errs at no level.
  ///
  /// - Parameters:
  ///   - observed: The statistics of the issues.
  ///   - seed: Where the draws start.
  ///   - execution: Threads; the result does not depend on them.
  ///   - statistics: The statistics of a set, from its rows and from whether each row is in it.
  /// - Returns: A probability for each statistic, above 0 and at most 1.
  /// - Complexity: ``drawCount`` times the size of a set, and what the statistics cost; n · 9 bytes for each thread.
  func pValues(
    of observed: [Double], seed: UInt64, execution: Execution,
    _ statistics: @Sendable (_ rows: [Int], _ isDrawn: [Bool]) -> [Double]
  ) -> [Double] {
    let reached = execution.silent.mapBlocks(of: Self.drawCount, size: Self.blockSize) { block in
      var strata = strata
      var isDrawn = [Bool](repeating: false, count: rowCount)
      var reached = [Int](repeating: 0, count: observed.count)
      var generator = SeededGenerator(seed: seed, key: "issue draws/\(block.lowerBound)")
      for _ in block {
        var rows: [Int] = []
        for label in strata.indices {
          let size = strata[label].count
          for place in 0..<counts[label] {
            strata[label].swapAt(place, place + generator.below(size - place))
            rows.append(strata[label][place])
          }
        }
        for row in rows { isDrawn[row] = true }
        for (index, value) in statistics(rows, isDrawn).enumerated()
        where value >= observed[index] - 1e-12 * observed[index].magnitude { reached[index] += 1 }
        for row in rows { isDrawn[row] = false }
      }
      return reached
    }
    return observed.indices.map { index in
      Double(1 + reached.reduce(0) { $0 + $1[index] }) / Double(1 + Self.drawCount)
    }
  }
}
