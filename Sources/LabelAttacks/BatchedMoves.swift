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
    var flips: [Flip]

    /// The move without flips that are seen; `nil` where these are half of it or more.
    func without(_ seen: Set<Int>) -> Move? {
      let rest = flips.filter { !seen.contains($0.row) }
      return 2 * rest.count > flips.count ? Move(row: row, flips: rest) : nil
    }
  }

  private let graph: NeighborGraph
  private var bounds: GainBounds
  private var isFlipped: [Bool]
  /// For every row how often its moves failed: that decides on the size and the class of the next one.
  private var failures: [Int]
  /// Number of sizes of blocks: 1, 2, 4, ...
  private let sizeCount: Int
  private let classCount: Int

  init(_ current: SquaredLossGains, graph: NeighborGraph, flipCount: Int, execution: Execution) {
    self.graph = graph
    bounds = GainBounds(current, execution: execution)
    isFlipped = [Bool](repeating: false, count: current.rowCount)
    failures = [Int](repeating: 0, count: current.rowCount)
    sizeCount = Int.bitWidth - max(1, flipCount).leadingZeroBitCount
    classCount = current.labels.classCount
  }

  /// Moves of distinct rows that gain most for each flip, together at most so many flips.
  ///
  /// Single flips are looked at with their gain after all moves before them. Blocks are ordered by their gain at first;
  /// only those are looked at whose rows gain most by themselves, four times as many flips as are wanted.
  mutating func batch(
    _ current: SquaredLossGains, most: Int, within allowance: FlipAllowance, execution: Execution
  ) -> [Move] {
    let wanted = min(most, allowance.remaining)
    var blocks = blocks(current, wanted: wanted, within: allowance, execution)[...]
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
      let single = ahead.best(now, within: left) { failures[$0] == 0 && !taken.contains($0) }
      let move: Move
      if let block = blocks.first, single.map({ block.gain > $0.gain }) ?? true {
        move = block.move
        blocks.removeFirst()
      } else if let single {
        move = Move(row: single.flip.row, flips: [single.flip])
      } else {
        break
      }
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

  /// The next moves of rows that failed before, those that gain most for each flip first.
  private mutating func blocks(
    _ current: SquaredLossGains, wanted: Int, within allowance: FlipAllowance,
    _ execution: Execution
  ) -> [(move: Move, gain: Double)] {
    while true {
      let rows = rowsOfBlocks(current, wanted: wanted, within: allowance, execution)
      let (isFlipped, known) = (isFlipped, self)
      let moves = execution.silent.map(count: rows.count) { place in
        known.move(around: rows[place], current, within: allowance) { !isFlipped[$0] }
      }
      // Where there are too few rows alike for a larger block, the next class is due.
      for (row, move) in zip(rows, moves) where move == nil {
        failures[row] = (failures[row] / sizeCount + 1) * sizeCount
      }
      let found = moves.compactMap(\.self)
      guard found.isEmpty, !rows.isEmpty else {
        return found.sorted { ($1.gain, $0.move.row) < ($0.gain, $1.move.row) }
      }
    }
  }

  /// The rows that failed before and whose own flip gains most, for four times as many flips as are wanted.
  private func rowsOfBlocks(
    _ current: SquaredLossGains, wanted: Int, within allowance: FlipAllowance,
    _ execution: Execution
  ) -> [Int] {
    let tried = failures.indices.filter { row in
      failures[row] > 0 && failures[row] < sizeCount * (classCount - 1) && !isFlipped[row]
        && allowance.allows(row: row)
    }
    let gains = execution.silent.map(count: tried.count) { current.best(row: tried[$0]).gain }
    let order = tried.indices.sorted { (gains[$1], tried[$0]) < (gains[$0], tried[$1]) }
    var rows: [Int] = []
    var flipCount = 0
    for place in order where flipCount < 4 * wanted {
      rows.append(tried[place])
      flipCount += 1 << (failures[tried[place]] % sizeCount)
    }
    return rows
  }

  /// The next move of a row and its gain for each flip; `nil` where a smaller one had all rows alike.
  private func move(
    around row: Int, _ current: SquaredLossGains, within allowance: FlipAllowance,
    isFree: (Int) -> Bool
  ) -> (move: Move, gain: Double)? {
    let (rank, step) = failures[row].quotientAndRemainder(dividingBy: sizeCount)
    let rows = graph.alike(
      around: row, current.labels, most: 1 << step, within: allowance, isFree: isFree)
    guard step == 0 || rows.count > 1 << (step - 1) else { return nil }
    let choices = (0..<classCount).filter { $0 != current.labels[row] }.map { to in
      let flips = current.labels.flips(of: rows, to: to)
      return (move: Move(row: row, flips: flips), gain: current.gain(flips) / Double(flips.count))
    }
    let sorted = choices.indices.sorted { (choices[$1].gain, $0) < (choices[$0].gain, $1) }
    return choices[sorted[rank]]
  }

  /// Takes note of moves that were seen.
  mutating func fail(_ moves: [Move]) {
    for move in moves { failures[move.row] += 1 }
  }

  /// Takes note of flips that are kept.
  mutating func keep(_ flips: [Flip]) {
    for flip in flips {
      bounds.keep(flip)
      isFlipped[flip.row] = true
      for neighbor in graph.neighbors(of: flip.row) { failures[Int(neighbor)] = 0 }
    }
  }
}
