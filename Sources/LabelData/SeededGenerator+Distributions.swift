extension SeededGenerator {
  /// A number from the standard normal distribution.
  ///
  /// Algorithm N of Karney, *Sampling exactly from the normal distribution* (2016,
  /// doi:10.1145/2710016), on uniform numbers of 53 bits. It multiplies and compares, and calls no function that
  /// a machine rounds in its own way: a seed gives the same numbers everywhere.
  /// - Complexity: some twenty uniform numbers on average.
  public mutating func normal() -> Double {
    while true {
      var whole = 0
      while happens(exponent: 0.5) { whole += 1 }
      let isKept = (0..<max(0, whole * (whole - 1))).allSatisfy { _ in happens(exponent: 0.5) }
      guard isKept else { continue }
      let rest = unitInterval()
      guard (0..<whole).allSatisfy({ _ in happens(exponent: rest) }),
        happens(exponent: rest * rest / 2)
      else { continue }
      let size = Double(whole) + rest
      return next() >> 63 == 0 ? size : -size
    }
  }

  /// A direction in the plane, uniform on the unit circle.
  ///
  /// Drawn by rejection in the square, so that a square root is all that is rounded.
  public mutating func direction() -> SIMD2<Double> {
    while true {
      let point = SIMD2(2 * unitInterval() - 1, 2 * unitInterval() - 1)
      let square = (point * point).sum()
      if square > 0, square <= 1 { return point / square.squareRoot() }
    }
  }

  /// Draws an event of probability exp(-exponent), 0...1, by the parity of a falling run (von Neumann 1951).
  private mutating func happens(exponent: Double) -> Bool {
    var (last, isEven) = (exponent, true)
    while true {
      let drawn = unitInterval()
      guard drawn < last else { return isEven }
      (last, isEven) = (drawn, !isEven)
    }
  }
}
