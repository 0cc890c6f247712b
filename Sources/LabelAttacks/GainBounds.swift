internal import LabelData
internal import VectorKernels

/// The gain of every row's best flip, known for some, bounded for the others, so that few are computed.
///
/// A gain is 2 δ . r + |δ|² for the move δ of r that the flip would make. When r has moved by Δ, it has grown by at
/// most 2 |δ| |Δ|, and |Δ| is at most the length of the way that r went. So a row whose gain was computed earlier
/// need not be looked at again while that bound lies below a gain that is known. The flip found is that of the
/// plain loop over all rows.
struct GainBounds {
  /// The gains when they were computed; `-infinity` once the row is flipped.
  private var gains: [Double]
  /// Length of the way of r when they were computed.
  private var stamps: [Double]
  /// Twice the length of the move that a flip of each row makes.
  private let slopes: [Double]
  /// Length of the way of r so far.
  private var path = 0.0

  /// Share of a bound that rounding may take.
  private static let slack = 1e-9

  /// Computes the gains of all rows.
  init(_ current: SquaredLossGains, execution: Execution) {
    let blocks = execution.silent.mapBlocks(of: current.rowCount, size: 1024) { block in
      block.map { (gain: current.best(row: $0).gain, slope: 2 * current.reach(row: $0)) }
    }
    let all = blocks.flatMap(\.self)
    gains = all.map(\.gain)
    slopes = all.map(\.slope)
    stamps = [Double](repeating: 0, count: all.count)
  }

  /// A bound on the gain of a row's best flip; `-infinity` for flipped rows.
  func bound(row: Int, residual: Double) -> Double {
    gains[row] + slopes[row] * (path - stamps[row] + Self.slack * (path + residual))
  }

  /// The flip that gains most (ties: lowest row) among those of candidates that are allowed; `nil` where none is left.
  mutating func best(
    _ current: SquaredLossGains, within allowance: FlipAllowance,
    among isCandidate: (Int) -> Bool = { _ in true }
  ) -> (flip: Flip, gain: Double)? {
    let residual = current.lossSum.squareRoot()
    var first: (row: Int, bound: Double)?
    for row in gains.indices {
      let bound = bound(row: row, residual: residual)
      if bound > first?.bound ?? -.infinity, allowance.allows(row: row), isCandidate(row) {
        first = (row, bound)
      }
    }
    guard let first else { return nil }
    var best = compute(row: first.row, current)
    for row in gains.indices
    where bound(row: row, residual: residual) >= best.gain && allowance.allows(row: row)
      && isCandidate(row)
    {
      let found = compute(row: row, current)
      if (-found.gain, row) < (-best.gain, best.flip.row) { best = found }
    }
    return best
  }

  /// Computes a row's gain anew.
  mutating func compute(
    row: Int, _ current: SquaredLossGains
  ) -> (flip: Flip, gain: Double) {
    let found = current.best(row: row)
    gains[row] = found.gain
    stamps[row] = path
    return found
  }

  /// Takes note of a flip that is kept.
  mutating func keep(_ flip: Flip) {
    gains[flip.row] = -.infinity
    path += slopes[flip.row] / 2
  }
}
