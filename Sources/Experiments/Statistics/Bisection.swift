/// Where an increasing function reaches a value.
enum Bisection {
  /// Halves an interval until it holds no number between its ends.
  ///
  /// - Parameters:
  ///   - target: The value.
  ///   - range: Where the function passes it.
  ///   - function: Increasing over the range.
  /// - Returns: The smallest number of the range at which the function is at least the target, but for rounding.
  /// - Complexity: at most some 1,100 calls, about 60 where the range does not touch 0.
  static func argument(
    of target: Double, in range: ClosedRange<Double>, _ function: (Double) -> Double
  ) -> Double {
    var (low, high) = (range.lowerBound, range.upperBound)
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return high }
      if function(middle) < target { low = middle } else { high = middle }
    }
  }
}
