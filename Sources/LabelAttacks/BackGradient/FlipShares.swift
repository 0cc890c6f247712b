/// How much of each row's label has gone to each other class, between none (0) and all (1), within a budget.
///
/// A table of n x K, row-major; the entry of a row's own class is 0.
struct FlipShares: Equatable, Sendable {
  /// All shares.
  var values: [Double]
  /// Number of classes, K.
  let classCount: Int

  /// The nearest shares that are 0 or more, at most 1 together in each row, and at most the budget in all.
  ///
  /// They are `P(v - t)` for the smallest t of 0 or more with which the sum keeps the budget, where P clips a row at 0 and, if its
  /// sum is above 1, takes the same off each entry until it is 1. The sum falls as t rises, so t is found by bisection
  /// until its interval is shorter than 2⁻⁵² of the largest value, and from above, so that the budget is kept.
  ///
  /// - Complexity: O(n · K log K) for each of 53 halvings.
  func projected(budget: Double) -> FlipShares {
    func moved(_ shift: Double) -> FlipShares {
      var moved: [Double] = []
      moved.reserveCapacity(values.count)
      for start in stride(from: 0, to: values.count, by: classCount) {
        moved += Self.capped(values[start..<start + classCount].map { $0 - shift })
      }
      return FlipShares(values: moved, classCount: classCount)
    }
    let free = moved(0)
    guard free.values.reduce(0, +) > budget else { return free }
    var (low, high) = (0.0, max(0, values.max() ?? 0))
    let reach = high
    while high - low > 0x1p-52 * reach {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      if moved(middle).values.reduce(0, +) > budget { low = middle } else { high = middle }
    }
    return moved(high)
  }

  /// The nearest values that are 0 or more and at most 1 together.
  private static func capped(_ values: [Double]) -> [Double] {
    let clipped = values.map { max(0, $0) }
    guard clipped.reduce(0, +) > 1 else { return clipped }
    // On the simplex: what is taken off is that with which the largest values sum to 1.
    let sorted = values.sorted(by: >)
    var (sum, shift) = (0.0, 0.0)
    for (index, value) in sorted.enumerated() {
      sum += value
      let candidate = (sum - 1) / Double(index + 1)
      guard value > candidate else { break }
      shift = candidate
    }
    return values.map { max(0, $0 - shift) }
  }
}
