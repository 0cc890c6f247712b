/// The rectangle between two axes, which turns values into positions.
struct PlotArea: Sendable {
  /// Ticks of the horizontal axis.
  let x: AxisTicks
  /// Ticks of the vertical axis.
  let y: AxisTicks
  /// Left edge in the drawing.
  let left = 48.0
  /// Right edge in the drawing.
  let right = ChartFrame.width - 16
  /// Upper edge in the drawing.
  let top = 56.0
  /// Lower edge in the drawing.
  let bottom: Double

  /// Where a value lies from left to right.
  func x(_ value: Double) -> Double {
    left + (value - x.low) / (x.high - x.low) * (right - left)
  }

  /// Where a value lies from the top down.
  func y(_ value: Double) -> Double {
    bottom - (value - y.low) / (y.high - y.low) * (bottom - top)
  }

  /// Grid, axes, the ticks' labels and the axes' titles.
  func axes(xTitle: String, yTitle: String) -> Markup {
    let rules = Markup(y.values.map { "M\(left) \(y($0))H\(right)" }, separator: "")
    let marks = Markup(x.values.map { "M\(x($0)) \(bottom)v4" }, separator: "")
    let yLabels = y.values.map { value -> Markup in
      "<text x=\"\(left - 7)\" y=\"\(y(value) + 4.5)\" text-anchor=\"end\">\(y.label(value))</text>"
    }
    let xLabels = x.values.map { value -> Markup in
      "<text x=\"\(x(value))\" y=\"\(bottom + 19)\" text-anchor=\"middle\">\(x.label(value))</text>"
    }
    return """
      <path class="g" d="\(rules)"/>
      <path class="a" d="M\(left) \(bottom)H\(right)\(marks)"/>
      \(Markup(yLabels, separator: ""))
      \(Markup(xLabels, separator: ""))
      <text class="q" x="12" y="43">\(yTitle)</text>
      <text class="q" x="\((left + right) / 2)" y="\(bottom + 39)" text-anchor="middle">\(xTitle)</text>
      """
  }
}
