internal import CVectorKernels
internal import VectorKernels

/// What becomes of a pair that a tile kernel told.
struct HitJudge {
  enum Verdict {
    /// The exact distance is known.
    case distance(Double)
    /// The pair must be measured.
    case near
    case far
  }

  let space: RowSpace
  private let isWhole: Bool
  private let isBits: Bool
  /// Whether an estimate rules out many of the pairs that codes leave; those in single precision leave few.
  private let isWorthEstimating: Bool

  init(_ space: RowSpace, _ recipe: CodeRecipe) {
    self.space = space
    isWhole = recipe.form == .bytes
    isBits = recipe.form == .bits
    isWorthEstimating =
      space.estimatesAreExact || space.hasEstimates && recipe.form != .floats
  }

  /// Judges a pair of rows.
  ///
  /// - Parameters:
  ///   - hit: What the kernel gave.
  ///   - half: Half the squared norm of the panel's row, where codes are bytes.
  ///   - odds: 1 where the squared norm of the row, and that of the column, is odd.
  ///   - rows: The two rows.
  ///   - limit: The larger of the distances up to which the two seek.
  /// - Returns: The exact distance if the codes tell it, else whether the pair is worth measuring.
  @inline(__always)
  func judge(
    _ hit: fg_hit, half: Int32, odds: (UInt8, UInt8), rows: (Int32, Int32), limit: Double
  ) -> Verdict {
    if isWhole {
      let squared = 2 * (Int64(half) - Int64(hit.value)) + Int64(odds.0) + Int64(odds.1)
      return .distance(space.key(Double(squared), rows.0, rows.1))
    }
    if isBits { return .distance(space.key(Double(-hit.value), rows.0, rows.1)) }
    guard isWorthEstimating else { return .near }
    let estimate = space.estimate(rows.0, rows.1)
    if space.estimatesAreExact { return .distance(estimate.key) }
    return estimate.key - estimate.error <= limit ? .near : .far
  }
}
