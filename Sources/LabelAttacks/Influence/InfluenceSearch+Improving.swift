internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

extension InfluenceSearch {
  /// All flips chosen anew by their influence at the model that they make, as long as that does more harm.
  ///
  /// - Parameter start: The flips to begin with.
  /// - Returns: The worst on the way, `start` included where it has flips.
  /// - Throws: ``/LabelContracts/AttackError`` where the learner cannot learn.
  func rechosen(_ start: PoisonedModel) throws(AttackError) -> PoisonedModel {
    var best = start
    var state = start
    var seen: Set<[Int]> = [start.labels.classIndices]
    for _ in 0..<Self.rechoices {
      let flips = chosen(worths(state).ranking, count: flipCount, besides: [])
      let labels = problem.labels.applying(flips)
      guard seen.insert(labels.classIndices).inserted else { break }
      state = try poisoned(labels, near: state, execution: execution.silent)
      try refresh(&state)
      if best.labels == problem.labels || state.damage.exceeds(best.damage, objective) {
        best = state
      }
    }
    return best
  }

  /// Every block of flips, those worth least first, taken back and chosen anew, and kept where that does more harm.
  func exchanged(
    _ start: PoisonedModel, progress: (Double) -> Void
  ) throws(AttackError) -> PoisonedModel {
    var best = start
    for pass in 0..<Self.passes {
      try refresh(&best)
      let before = best
      let worths = worths(best)
      let rows = flippedRows(best.labels).map { row in
        (row: row, worth: worths.worth(row: row, to: before.labels[row]))
      }.sorted { ($0.worth, $0.row) < ($1.worth, $1.row) }.map(\.row)
      for first in stride(from: 0, to: rows.count, by: blockSize) {
        let block = rows[first..<min(rows.count, first + blockSize)]
        var labels = best.labels
        for row in block { labels[row] = problem.labels[row] }
        let without = try poisoned(labels, near: best, execution: execution.silent)
        let trial = try extended(
          without, count: block.count, barred: blockSize == 1 ? Set(block) : [],
          shortlist: substitutes)
        if let trial, trial.damage.exceeds(best.damage, objective, by: Self.leastGain) {
          best = trial
        }
        progress(
          (Double(pass) + Double(first + block.count) / Double(rows.count)) / Double(Self.passes))
      }
      guard best.damage.exceeds(before.damage, objective, by: Self.leastPassGain) else { break }
    }
    return best
  }
}
