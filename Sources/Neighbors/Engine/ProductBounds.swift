internal import VectorKernels

/// Bounds of Euclidean distances from what the tile kernels accumulate in single precision: no row is looked at again.
///
/// The error grows with the squared lengths of both rows, so only rows up to a length are bounded, and only where the
/// error is small beside the distances of near rows.
struct ProductBounds: Sendable {
  /// Half the squared length of codes up to which rows are bounded.
  let longestHalf: Float
  /// Code units in a unit of the data.
  private let unit: Double
  /// What the roundings of the codes of two such rows may have taken off or added, at most.
  private let slack: Double
  /// How much less than half a squared distance the kernel may give, relative to the sum of half the squared lengths.
  private let relative: Double

  /// Looks at some rows and decides whether bounds are worth it: `nil` where codes are not in single precision, or
  /// errors are too large.
  ///
  /// - Parameters:
  ///   - codes: Rows in an order in which near ones are close.
  ///   - ids: The row at each place.
  ///   - bounds: What else is known of them.
  ///   - neighborCount: k.
  init?(_ codes: CodeRows, _ ids: Memory<Int32>, _ bounds: DistanceBounds, neighborCount: Int) {
    guard codes.recipe.form == .floats, codes.recipe.isSquared, bounds.boundsLengths else {
      return nil
    }
    let d = bounds.space.columnCount
    let n = codes.count
    let halves = stride(from: 0, to: n, by: max(1, n / 64)).map {
      Float(bitPattern: UInt32(bitPattern: codes.half[$0]))
    }.sorted()
    longestHalf = 4 * halves[halves.count / 2]
    unit = codes.recipe.reachUnit
    slack =
      2 * ((2 * Double(longestHalf)).squareRoot() * 0x1.2p-24 + Double(d) * 0x1p-125)
    relative = 3.5 * CodeRecipe.tileRounding(codes.recipe.width)
    // Worth it where few rows but the nearest lie within the error.
    let window = min(n - 1, max(64, 2 * neighborCount))
    var (wanted, left) = (0, 0)
    for place in stride(from: 0, to: n, by: max(1, n / 6)) {
      let first = min(max(0, place - window / 2), n - 1 - window)
      let uppers = (first...first + window).filter { $0 != place }
        .map { bounds.upper(ids[place], ids[$0]) }.sorted()
      let count = min(neighborCount, uppers.count)
      let ceiling = ceiling(uppers[count - 1])
      wanted += count
      left += uppers.count { $0 <= ceiling }
    }
    guard left <= wanted + wanted / 8 + 2 else { return nil }
  }

  /// A lower bound of the distance of two rows that both are no longer than ``longestHalf``.
  @inline(__always)
  func lower(half: Float, value: Float) -> Double {
    let squared = 2 * (Double(half) - Double(value))
    return max(0, (max(0, squared).squareRoot() - slack) / unit * (1 - 0x1p-40))
  }

  /// What the distance of such a pair is at most.
  @inline(__always)
  func ceiling(_ lower: Double) -> Double {
    let length = lower * unit * (1 + 0x1p-20) + slack
    let squared = length * length + 4 * relative * Double(longestHalf)
    return (squared.squareRoot() + slack) / unit * (1 + 0x1p-20)
  }
}
