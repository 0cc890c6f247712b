/// A sum whose rounding errors are summed beside it (Neumaier 1974).
///
/// Whole numbers are summed exactly, as long as all partial sums stay below 2^53.
struct CompensatedSum {
  private var sum = 0.0
  private var lost = 0.0

  /// Adds a number.
  @inline(__always)
  mutating func add(_ value: Double) {
    let next = sum + value
    lost += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
    sum = next
  }

  /// The sum.
  var value: Double { sum + lost }
}
