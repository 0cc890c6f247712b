internal import LabelContracts
internal import LabelData
internal import Neighbors
internal import VectorKernels

/// The moves of an attacker who hides from kNN sanitization, and what is known of them.
///
/// What a move does to the flags is a matter of its neighborhood alone, so it is kept until a flip is made nearby;
/// and its gain is looked at only where a bound on it reaches the best known.
struct HiddenMoves {
  private var flags: NeighborFlags
  private var bounds: GainBounds
  private let allowedFlags: Int
  private let allowedOthers: Int
  /// Most rows of a block.
  private let blockSize: Int
  /// What moves do to the flags: for every row, size and class, where it is known.
  private var changes: [NeighborFlags.Count?]
  /// The block of every row that `changes` is about; limits that fill up far away may put others in their place.
  private var knownBlocks: [[Int]]

  init(
    _ current: SquaredLossGains, graph: NeighborGraph, rule: NeighborFlags.Rule,
    allowedFlags: Int, allowedAlarms: Int?, execution: Execution
  ) {
    let flags = NeighborFlags(current.labels, graph: graph, rule: rule)
    self.flags = flags
    bounds = GainBounds(current, execution: execution)
    self.allowedFlags = allowedFlags
    allowedOthers = allowedAlarms.map { flags.count.others + $0 } ?? .max
    blockSize = 1 + (rule.neighborCount + 1) / 2
    changes = Array(
      repeating: nil, count: current.rowCount * blockSize * current.labels.classCount)
    knownBlocks = Array(repeating: [], count: current.rowCount)
  }

  /// The flips of the best move that is allowed; `nil` where there is none.
  mutating func best(_ current: SquaredLossGains, within allowance: FlipAllowance) -> [Flip]? {
    let rows = (0..<current.rowCount).filter {
      !flags.isFlipped($0) && allowance.allows(row: $0)
    }
    let residual = current.lossSum.squareRoot()
    var best: (flips: [Flip], gain: Double)?
    for row in rows where reaches(bounds.bound(row: row, residual: residual), best?.gain) {
      _ = bounds.compute(row: row, current)
      for (flip, gain) in current.flips(row: row)
      where gain > best?.gain ?? -.infinity && isAllowed([flip]) {
        best = ([flip], gain)
      }
    }
    for row in rows {
      for flips in blocks(
        around: row, within: allowance, residual: residual, best?.gain, current)
      {
        // Summed by row, so that the same block found from two of its rows gains the same to the last bit.
        let gain = current.gain(flips.sorted { $0.row < $1.row }) / Double(flips.count)
        let isEarlier = row < best?.flips[0].row ?? .max
        if gain > best?.gain ?? -.infinity || (gain == best?.gain && isEarlier) {
          best = (flips, gain)
        }
      }
    }
    return best?.flips
  }

  /// The allowed blocks of a row whose gain may reach a known one, to classes that the row cannot get alone.
  private mutating func blocks(
    around row: Int, within allowance: FlipAllowance, residual: Double, _ known: Double?,
    _ current: SquaredLossGains
  ) -> [[Flip]] {
    let rows = flags.block(around: row, most: blockSize, within: allowance)
    if !knownBlocks[row].starts(with: rows) {
      forget(row)
      knownBlocks[row] = rows
    }
    var (linear, length) = (0.0, 0.0)
    var found: [[Flip]] = []
    for (place, member) in rows.enumerated() {
      // The gain of a block is the sum of linear parts and the square of the sum of the moves.
      let reach = current.reach(row: member)
      linear += bounds.bound(row: member, residual: residual) - reach * reach
      length += reach
      let bound = (linear + length * length) / Double(place + 1)
      guard place > 0, reaches(bound, known) else { continue }
      let from = current.labels[row]
      for to in 0..<current.labels.classCount where to != from {
        guard !isAllowed([Flip(row: row, from: from, to: to)]) else { continue }
        let flips = rows[...place].map { Flip(row: $0, from: from, to: to) }
        if isAllowed(flips) { found.append(flips) }
      }
    }
    return found
  }

  /// Whether a bound leaves it open that a gain is as large as a known one.
  private func reaches(_ bound: Double, _ known: Double?) -> Bool {
    known.map { bound >= $0 } ?? true
  }

  /// Whether the constraint is met after a move.
  private mutating func isAllowed(_ flips: [Flip]) -> Bool {
    let key =
      (flips[0].row * blockSize + flips.count - 1) * flags.labels.classCount + flips[0].to
    let change = changes[key] ?? flags.change(by: flips)
    changes[key] = change
    return flags.count.flips + change.flips <= allowedFlags
      && flags.count.others + change.others <= allowedOthers
  }

  /// Makes the flips of a move.
  mutating func keep(_ flips: [Flip]) {
    for flip in flips { bounds.keep(flip) }
    for row in flags.keep(flips) { forget(row) }
  }

  /// Forgets what the moves of a row do to the flags.
  private mutating func forget(_ row: Int) {
    let width = blockSize * flags.labels.classCount
    for place in row * width..<(row + 1) * width { changes[place] = nil }
  }
}
