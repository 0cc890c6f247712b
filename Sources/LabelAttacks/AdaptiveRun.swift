internal import LabelContracts
internal import LabelData
internal import Neighbors
internal import VectorKernels

/// One run of ``DefenseAdaptiveFlip`` from the labels before the attack to the end of the budget.
struct AdaptiveRun {
  /// 0 for the first run.
  let number: Int
  let candidateCount: Int
  let seed: UInt64
  let graph: NeighborGraph
  let victim: DefendedVictim
  /// What may be flipped at first.
  let allowance: FlipAllowance

  /// Flips that are tried together.
  private struct Block {
    let flips: [Flip]
    /// What they gain for each flip without a defense.
    let plainGain: Double
  }

  /// Chooses flips until the budget is spent or no row is left that may be flipped.
  func plan(
    from start: SquaredLossGains, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    var generator = SeededGenerator(seed: seed, key: "adaptive-flip/run/\(number)")
    var plain = start
    var allowance = allowance
    let flipCount = allowance.remaining
    var remaining = (0..<start.rowCount).filter(allowance.allows(row:))
    let initialObjective = try victim.objective(start.labels)
    var objective = initialObjective
    var steps: [FlipPlan.Step] = []
    while !remaining.isEmpty {
      let blocks = candidates(remaining, within: allowance, plain, &generator, execution)
      let objectives = tried(blocks, plain.labels, execution)
      let possible = blocks.indices.compactMap { place in
        objectives[place].map { after in
          (
            gain: (after - objective) / Double(blocks[place].flips.count),
            plainGain: blocks[place].plainGain, place: place, objective: after
          )
        }
      }
      let best = possible.max {
        ($0.gain, $0.plainGain, $1.place) < ($1.gain, $1.plainGain, $0.place)
      }
      guard let best else { break }
      let flips = blocks[best.place].flips
      for flip in flips {
        allowance.take(row: flip.row)
        plain.keep(flip)
        let isLast = flip == flips.last
        steps.append(
          FlipPlan.Step(
            flip: flip, objective: isLast ? best.objective : try victim.objective(plain.labels)))
      }
      objective = best.objective
      execution.progress?(Double(steps.count) / Double(flipCount))
      let flipped = Set(flips.map(\.row))
      remaining.removeAll { flipped.contains($0) || !allowance.allows(row: $0) }
    }
    return FlipPlan(steps: steps, initialObjective: initialObjective)
  }

  /// The blocks to try, around the rows that gain most and, in restarts, around rows drawn at random in turn.
  private func candidates(
    _ remaining: [Int], within allowance: FlipAllowance, _ plain: SquaredLossGains,
    _ generator: inout SeededGenerator, _ execution: Execution
  ) -> [Block] {
    let found = execution.silent.mapBlocks(of: remaining.count, size: 1024) { block in
      remaining[block].map { plain.best(row: $0) }
    }.flatMap(\.self)
    let sorted = found.sorted { ($1.gain, $0.flip.row) < ($0.gain, $1.flip.row) }
    var top = sorted.prefix(candidateCount)
    if number > 0 {
      for place in stride(from: 1, to: top.count, by: 2) {
        top[place] = found[generator.below(found.count)]
      }
    }
    let free = Set(remaining)
    return top.flatMap { start in
      let rows = graph.alike(
        around: start.flip.row, plain.labels, within: allowance, isFree: free.contains)
      var blocks: [Block] = []
      var size = 1
      while size <= rows.count {
        let flips = rows.prefix(size).map {
          Flip(row: $0, from: start.flip.from, to: start.flip.to)
        }
        blocks.append(Block(flips: flips, plainGain: plain.gain(flips) / Double(size)))
        size *= 2
      }
      return blocks
    }
  }

  /// The objective after each block; `nil` where a defense refuses the labels.
  private func tried(
    _ blocks: [Block], _ labels: Labels, _ execution: Execution
  ) -> [Double?] {
    execution.silent.map(count: blocks.count) { place in
      try? victim.objective(labels.applying(blocks[place].flips))
    }
  }
}
