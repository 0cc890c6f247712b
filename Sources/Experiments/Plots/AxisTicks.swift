/// Round values that divide an axis: 1, 2 or 5 times a power of ten apart, and wide enough for the data.
struct AxisTicks: Equatable, Sendable {
  /// The values at which the axis is marked, ascending; the first and the last are its ends.
  let values: [Double]
  /// Decimals that tell the values apart.
  let digits: Int

  /// Chooses ticks.
  ///
  /// - Parameters:
  ///   - low: The smallest value to show.
  ///   - high: The largest value to show; equal ends are widened.
  ///   - intervals: About how many intervals; from half to twice as many come out.
  /// - Precondition: both ends are finite and `low <= high`.
  init(from low: Double, through high: Double, intervals: Int = 5) {
    precondition(low.isFinite && high.isFinite && low <= high, "an axis needs finite ends")
    let widened = high > low ? high : low + max(1, low.magnitude)
    let rough = (widened - low) / Double(max(1, intervals))
    var power = 1.0
    var digits = 0
    while power > rough {
      power /= 10
      digits += 1
    }
    while power * 10 <= rough { power *= 10 }
    let factor = [1.0, 2, 5].first { power * $0 >= rough * 0.999_999 } ?? 10
    let step = power * factor
    // A hair of tolerance: 0.3 / 0.1 must not make a fourth interval.
    let first = (low / step + 1e-9).rounded(.down)
    let last = (widened / step - 1e-9).rounded(.up)
    values = stride(from: first, through: last, by: 1).map { $0 * step }
    self.digits = factor == 10 ? max(0, digits - 1) : digits
  }

  /// The lower end of the axis.
  var low: Double { values.first ?? 0 }

  /// The upper end of the axis.
  var high: Double { values.last ?? 1 }

  /// How a tick is written, with a true minus sign.
  func label(_ value: Double) -> String {
    let text = value.text(digits: digits)
    return text.hasPrefix("-") ? "\u{2212}" + text.dropFirst() : text
  }
}
