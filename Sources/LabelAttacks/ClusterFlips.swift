internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// Flips of whole clusters, those that gain most for each flip first.
struct ClusterFlips: Sendable {
  /// Flips that are made together, in the order in which they are made.
  struct Choice: Sendable {
    /// The clusters of their rows; of a cluster one choice at most is taken.
    let clusters: [Int]
    var flips: [Flip]
  }

  /// The choices; the earlier one is taken among equals.
  let choices: [Choice]

  /// Takes choices until the budget is spent or none is left; the last one is cut where the budget ends.
  ///
  /// Of a choice only the flips count that the limits allow. The budget has no say in what is chosen, so plans nest.
  ///
  /// - Parameters:
  ///   - problem: What is attacked.
  ///   - start: The gains with the labels before the attack.
  ///   - budget: The largest number of flips.
  ///   - execution: Threads and progress.
  /// - Returns: The flips, those of a choice one after the other.
  /// - Complexity: that of one gain of every choice for each one taken.
  func plan(
    _ problem: AttackProblem, from start: SquaredLossGains, budget: FlipBudget,
    execution: Execution
  ) -> FlipPlan {
    var current = start
    let initialObjective = current.objective
    let flipCount = budget.flipCount(rowCount: problem.labels.count)
    var allowance = problem.allowance(.count(problem.labels.count))
    var open = choices
    var steps: [FlipPlan.Step] = []
    while steps.count < flipCount {
      for place in open.indices {
        let rows = Set(allowance.allowed(among: open[place].flips.map(\.row)))
        open[place].flips.removeAll { !rows.contains($0.row) }
      }
      open.removeAll(where: \.flips.isEmpty)
      guard !open.isEmpty else { break }
      let (candidates, now) = (open, current)
      let gains = execution.silent.map(count: candidates.count) { place in
        now.gain(candidates[place].flips) / Double(candidates[place].flips.count)
      }
      let best = gains.indices.reduce(0) { gains[$1] > gains[$0] ? $1 : $0 }
      for flip in open[best].flips.prefix(flipCount - steps.count) {
        allowance.take(row: flip.row)
        current.keep(flip)
        steps.append(FlipPlan.Step(flip: flip, objective: current.objective))
      }
      let taken = Set(open[best].clusters)
      open.removeAll { !taken.isDisjoint(with: $0.clusters) }
      execution.progress?(Double(steps.count) / Double(flipCount))
    }
    // Where no choice is left, the work is done all the same.
    if steps.count < flipCount { execution.progress?(1) }
    return FlipPlan(steps: steps, initialObjective: initialObjective)
  }
}

extension ClusterFlips {
  /// For every cluster the flips that make it one class, for each class but its most frequent one.
  ///
  /// - Parameters:
  ///   - members: The rows of every cluster, in the order in which they are flipped.
  ///   - labels: The labels before the attack.
  init(wholeClusters members: [[Int]], _ labels: Labels) {
    choices = members.enumerated().flatMap { cluster, rows in
      let majority = labels.majority(of: rows)
      return (0..<labels.classCount).filter { $0 != majority }.map { to in
        Choice(clusters: [cluster], flips: labels.flips(of: rows, to: to))
      }
    }
  }
}

extension Labels {
  /// The most frequent label of some rows; the lowest among equals.
  func majority(of rows: [Int]) -> Int {
    let sizes = selecting(rows: rows).classSizes
    return sizes.indices.reduce(0) { sizes[$1] > sizes[$0] ? $1 : $0 }
  }

  /// The flips of some rows to a class, without those that carry it.
  func flips(of rows: [Int], to label: Int) -> [Flip] {
    rows.filter { self[$0] != label }.map { Flip(row: $0, from: self[$0], to: label) }
  }
}
