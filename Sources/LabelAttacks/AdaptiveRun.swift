internal import LabelContracts
internal import LabelData
internal import Neighbors
internal import VectorKernels

/// One run of ``SanitizerAdaptiveFlip`` from the labels before the attack to the end of the budget.
struct AdaptiveRun {
  /// 0 for the first run.
  let number: Int
  let candidateCount: Int
  let seed: UInt64
  let graph: NeighborGraph
  let victim: SanitizedVictim
  /// What may be flipped at first.
  let allowance: FlipAllowance

  /// Flips that are tried together.
  private struct Block {
    let flips: [Flip]
    /// What they gain for each flip without a sanitizer.
    let plainGain: Double
  }

  /// Chooses flips until the budget is spent or no row is left that may be flipped.
  func plan(
    from start: SquaredLossGains, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    var generator = SeededGenerator(seed: seed, key: "adaptive-flip/run/\(number)")
    var plain = start
    var allowance = allowance
    var remaining = (0..<start.rowCount).filter(allowance.allows(row:))
    let initialObjective = try victim.objective(start.labels)
    var objective = initialObjective
    var steps: [FlipPlan.Step] = []
    while !remaining.isEmpty {
      let blocks = candidates(remaining, within: allowance, plain, &generator, execution)
      let objectives = try tried(blocks, plain.labels, execution)
      let best = blocks.indices.max { left, right in
        let (a, b) = (blocks[left], blocks[right])
        let gains = (
          (objectives[left] - objective) / Double(a.flips.count),
          (objectives[right] - objective) / Double(b.flips.count)
        )
        return (gains.0, a.plainGain, right) < (gains.1, b.plainGain, left)
      }
      guard let best else { break }
      for flip in blocks[best].flips {
        allowance.take(row: flip.row)
        plain.keep(flip)
        steps.append(FlipPlan.Step(flip: flip, objective: try victim.objective(plain.labels)))
      }
      objective = objectives[best]
      let flipped = Set(blocks[best].flips.map(\.row))
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
      let rows = ball(around: start.flip.row, within: allowance, plain.labels, free)
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

  /// A row and others of the same label around it, nearest in the graph first; all may be flipped together.
  private func ball(
    around row: Int, within allowance: FlipAllowance, _ labels: Labels, _ remaining: Set<Int>
  ) -> [Int] {
    var left = allowance
    left.take(row: row)
    var rows = [row]
    var seen: Set<Int> = [row]
    var next = 0
    while next < rows.count, left.remaining > 0 {
      for neighbor in graph.neighbors(of: rows[next]) {
        let other = Int(neighbor)
        guard labels[other] == labels[row], remaining.contains(other), left.allows(row: other),
          seen.insert(other).inserted
        else { continue }
        left.take(row: other)
        rows.append(other)
      }
      next += 1
    }
    return rows
  }

  /// The objective after each block.
  private func tried(
    _ blocks: [Block], _ labels: Labels, _ execution: Execution
  ) throws(AttackError) -> [Double] {
    let results = execution.silent.map(count: blocks.count) { place in
      Result { () throws(AttackError) in
        try victim.objective(labels.applying(blocks[place].flips))
      }
    }
    var objectives: [Double] = []
    for result in results { objectives.append(try result.get()) }
    return objectives
  }
}
