internal import LabelContracts
internal import LabelData
internal import Neighbors
internal import VectorKernels

/// The moves of an attacker who hides from a detector: for every row the one that is tried next.
struct BatchedMoves {
  /// Flips of a block of rows to one class.
  struct Move: Equatable, Sendable {
    /// The row that the block is around.
    let row: Int
    /// The size of the block as a power of 2, and how many classes that gain more were tried before: rank · sizes + step.
    let level: Int
    /// What is known of moves like it.
    let kind: HidingOdds.Kind
    var flips: [Flip]

    /// The move without flips that are seen; `nil` where these are more than a quarter of it.
    func without(_ seen: Set<Int>) -> Move? {
      var rest = self
      rest.flips.removeAll { seen.contains($0.row) }
      return 4 * rest.flips.count >= 3 * flips.count ? rest : nil
    }
  }

  /// A move and what its gain for each flip is worth.
  private typealias Candidate = (move: Move, worth: Double)

  private let graph: NeighborGraph
  private var bounds: GainBounds
  private var odds: HidingOdds
  private var isFlipped: [Bool]
  /// For every row the least level of its next move.
  private var levels: [Int]
  /// Number of sizes of blocks: 1, 2, 4, ...
  private let sizeCount: Int
  private let classCount: Int

  init(_ current: SquaredLossGains, graph: NeighborGraph, flipCount: Int, execution: Execution) {
    self.graph = graph
    bounds = GainBounds(current, execution: execution)
    odds = HidingOdds(graph)
    isFlipped = [Bool](repeating: false, count: current.rowCount)
    levels = [Int](repeating: 0, count: current.rowCount)
    sizeCount = Int.bitWidth - max(1, flipCount).leadingZeroBitCount
    classCount = current.labels.classCount
  }

  /// Moves of distinct rows whose gains for each flip are worth most, together at most so many flips.
  ///
  /// Single flips are looked at with their gain after all moves before them. Blocks are ordered by their gain at first;
  /// only those are looked at whose rows gain most by themselves, four times as many flips as are wanted.
  mutating func batch(
    _ current: SquaredLossGains, most: Int, within allowance: FlipAllowance, execution: Execution
  ) -> [Move] {
    let wanted = min(most, allowance.remaining)
    let kinds = levels.indices.map { odds.kind(of: [$0], around: $0, current.labels) }
    let isSingle = levels.indices.map { levels[$0] == 0 && !odds.isHopeless(kinds[$0]) }
    var blocks = blocks(
      current, but: isSingle, wanted: wanted, within: allowance, execution)[...]
    let groups = odds.kindsByShare
    var (now, left, ahead) = (current, allowance, bounds)
    var taken = Set<Int>()
    var moves: [Move] = []
    while taken.count < wanted {
      // The first move of a batch may be larger than is wanted.
      let room = moves.isEmpty ? left.remaining : wanted - taken.count
      blocks = blocks.drop {
        $0.move.flips.count > room || $0.move.flips.contains { taken.contains($0.row) }
          || !left.allows(rows: $0.move.flips.map(\.row))
      }
      var best: Candidate?
      for group in groups {
        let found = ahead.best(now, within: left) {
          isSingle[$0] && group.kinds.contains(kinds[$0])
        }
        guard let found else { continue }
        let worth = HidingOdds.worth(found.gain, share: group.share)
        if worth > best?.worth ?? -.infinity {
          let row = found.flip.row
          best = (Move(row: row, level: 0, kind: kinds[row], flips: [found.flip]), worth)
        }
      }
      if let block = blocks.first, block.worth > best?.worth ?? -.infinity {
        best = block
        blocks.removeFirst()
      }
      guard let move = best?.move else { break }
      for flip in move.flips {
        taken.insert(flip.row)
        left.take(row: flip.row)
        now.keep(flip)
        ahead.keep(flip)
      }
      moves.append(move)
    }
    return moves
  }

  /// The next moves of rows that are past a single flip, those that are worth most first.
  private mutating func blocks(
    _ current: SquaredLossGains, but isSingle: [Bool], wanted: Int,
    within allowance: FlipAllowance, _ execution: Execution
  ) -> [Candidate] {
    let tried = levels.indices.filter {
      !isSingle[$0] && !isFlipped[$0] && allowance.allows(row: $0)
    }
    let gains = execution.silent.map(count: tried.count) { current.best(row: tried[$0]).gain }
    let order = tried.indices.sorted { (gains[$1], tried[$0]) < (gains[$0], tried[$1]) }
    var found: [Candidate] = []
    var flipCount = 0
    var next = order[...]
    while flipCount < 4 * wanted, !next.isEmpty {
      let (known, rows) = (self, next.prefix(Self.rowsAtOnce).map { tried[$0] })
      next = next.dropFirst(rows.count)
      let moves = execution.silent.map(count: rows.count) { place in
        known.move(around: rows[place], current, within: allowance)
      }
      for case let move? in moves {
        found.append(move)
        flipCount += move.move.flips.count
      }
    }
    return found.sorted { ($1.worth, $0.move.row) < ($0.worth, $1.move.row) }
  }

  /// Rows whose moves are looked at together.
  private static let rowsAtOnce = 64

  /// The next move of a row: the smallest block of a kind with hope, or where there is none the smallest that is due.
  ///
  /// - Returns: The move to the class that is due, and its worth; `nil` where all have been tried.
  private func move(
    around row: Int, _ current: SquaredLossGains, within allowance: FlipAllowance
  ) -> Candidate? {
    let (given, first) = levels[row].quotientAndRemainder(dividingBy: sizeCount)
    var due: (step: Int, kind: HidingOdds.Kind, rows: [Int])?
    for step in first..<sizeCount {
      guard let rows = block(around: row, step: step, current.labels, allowance) else { break }
      let kind = odds.kind(of: rows, around: row, current.labels)
      if due == nil || !odds.isHopeless(kind) { due = (step, kind, rows) }
      if !odds.isHopeless(kind) { break }
    }
    // Where there are too few rows alike for a larger block, the next class is due.
    let rank = due == nil ? given + 1 : given
    if due == nil {
      due = (0, odds.kind(of: [row], around: row, current.labels), [row])
    }
    guard let due, rank < classCount - 1 else { return nil }
    let choices = (0..<classCount).filter { $0 != current.labels[row] }.map { to in
      let flips = current.labels.flips(of: due.rows, to: to)
      return (flips: flips, gain: current.gain(flips) / Double(flips.count))
    }
    let sorted = choices.indices.sorted { (choices[$1].gain, $0) < (choices[$0].gain, $1) }
    let choice = choices[sorted[rank]]
    return (
      Move(row: row, level: rank * sizeCount + due.step, kind: due.kind, flips: choice.flips),
      HidingOdds.worth(choice.gain, share: odds.share(due.kind))
    )
  }

  /// The rows of a block; `nil` where a smaller one has all rows alike.
  private func block(
    around row: Int, step: Int, _ labels: Labels, _ allowance: FlipAllowance
  ) -> [Int]? {
    let rows = graph.alike(around: row, labels, most: 1 << step, within: allowance) {
      !isFlipped[$0]
    }
    return step == 0 || rows.count > 1 << (step - 1) ? rows : nil
  }

  /// Takes note of moves that were seen.
  mutating func fail(_ moves: [Move]) {
    for move in moves {
      levels[move.row] = move.level + 1
      odds.note(move.kind, isHidden: false)
    }
  }

  /// Takes note of moves that are kept.
  mutating func keep(_ moves: [Move]) {
    for move in moves {
      odds.note(move.kind, isHidden: true)
      for flip in move.flips {
        bounds.keep(flip)
        isFlipped[flip.row] = true
        for neighbor in graph.neighbors(of: flip.row) { levels[Int(neighbor)] = 0 }
      }
    }
  }

  /// Takes note of the label quality scores that the detector gives the labels now.
  mutating func rank(_ scores: [Double]) { odds.rank(scores) }
}
