/// Counts of values between 0 and 1 in bins of one width, those that are set apart drawn on top of the others.
///
/// Bars grow with the logarithm of 1 + count, so that a few values show beside many; the axis tells the counts.
public struct HistogramChart: Sendable {
  /// The chart's title.
  public let title: String
  /// What the chart shows, in words, for those who do not see it.
  public let summary: String
  /// Title of the horizontal axis, with its unit.
  public let xTitle: String
  /// Title of the vertical axis.
  public let yTitle: String
  /// What the values that are set apart are, as in `issues`.
  public let partName: String
  /// What the others are.
  public let restName: String
  /// The border that a line is drawn at, 0...1, and what it is; `nil` for none.
  public let border: (value: Double, name: String)?
  /// Values in each bin that are set apart, from 0 up to 1.
  public let parts: [Int]
  /// The other values in each bin.
  public let rests: [Int]

  /// Counts values.
  ///
  /// - Parameters:
  ///   - title: The chart's title.
  ///   - summary: What the chart shows, in words.
  ///   - xTitle: Title of the horizontal axis, with its unit.
  ///   - yTitle: Title of the vertical axis.
  ///   - partName: What the values that are set apart are.
  ///   - restName: What the others are.
  ///   - border: A value that a line is drawn at, 0...1, and what it is; `nil` for none.
  ///   - values: 0...1.
  ///   - isPart: Whether each value is set apart.
  ///   - binCount: Number of bins; 1 or more.
  /// - Precondition: both lists have the same length.
  public init(
    title: String, summary: String, xTitle: String, yTitle: String, partName: String,
    restName: String, border: (value: Double, name: String)?, values: [Double], isPart: [Bool],
    binCount: Int = 20
  ) {
    precondition(values.count == isPart.count && binCount >= 1, "a mark for each value")
    var (parts, rests) = (
      [Int](repeating: 0, count: binCount), [Int](repeating: 0, count: binCount)
    )
    for (value, isPart) in zip(values, isPart) {
      let bin = min(binCount - 1, max(0, Int(value * Double(binCount))))
      if isPart { parts[bin] += 1 } else { rests[bin] += 1 }
    }
    self.title = title
    self.summary = summary
    self.xTitle = xTitle
    self.yTitle = yTitle
    self.partName = partName
    self.restName = restName
    self.border = border
    self.parts = parts
    self.rests = rests
  }

  /// The drawing as a document of its own, which may also stand inside a page.
  ///
  /// - Parameter identifier: Distinguishes the drawing from others in one page.
  /// - Returns: An SVG document.
  public func svg(identifier: String) -> String { markup(identifier: identifier).text }

  /// Bits of 1 + count, the height of a bar.
  private static func height(_ count: Int) -> Double {
    var (value, bits) = (Double(1 + count), 0.0)
    while value >= 2 {
      value /= 2
      bits += 1
    }
    // Between powers of two the logarithm is all but straight.
    return bits + (value - 1)
  }

  /// The drawing.
  func markup(identifier: String) -> Markup {
    let (left, right, top, bottom) = (56.0, ChartFrame.width - 16, 56.0, 260.0)
    let largest = zip(parts, rests).map(+).max() ?? 0
    let powers = Array(
      sequence(first: 1) { $0 <= largest / 10 ? $0 * 10 : nil }.prefix(while: {
        $0 <= max(1, largest)
      }))
    let full = max(1, Self.height(largest)) * 1.05
    func x(_ value: Double) -> Double { left + (right - left) * value }
    func y(_ count: Int) -> Double { bottom - (bottom - top) * Self.height(count) / full }
    let grid = ([0] + powers).map { count -> Markup in
      """
      <path class="g" d="M\(left) \(y(count))H\(right)"/>\
      <text x="\(left - 7)" y="\(y(count) + 4.5)" text-anchor="end">\(count.groupedText)</text>
      """
    }
    let width = 1 / Double(parts.count)
    let bars = zip(parts, rests).enumerated().map { bin, counts -> Markup in
      let (from, to) = (x(Double(bin) * width) + 0.7, x(Double(bin + 1) * width) - 0.7)
      let (part, all) = (y(counts.0), y(counts.0 + counts.1))
      return """
        <rect class="f c1" x="\(from)" y="\(all)" width="\(to - from)" height="\(part - all)"/>\
        <rect class="k c2" x="\(from)" y="\(part)" width="\(to - from)" height="\(bottom - part)"/>
        """
    }
    let ticks = [0, 0.2, 0.4, 0.6, 0.8, 1].map { value -> Markup in
      "<text x=\"\(x(value))\" y=\"\(bottom + 19)\" text-anchor=\"middle\">\(value.text(digits: 1))</text>"
    }
    let line: Markup =
      border.map { border in
        let isLeft = border.value > 0.5
        return """
          <path class="x" stroke-dasharray="5 3" d="M\(x(border.value)) \(top - 6)V\(bottom)"/>\
          <text x="\(x(border.value) + (isLeft ? -6 : 6))" y="\(top + 4)" \
          text-anchor="\(isLeft ? "end" : "start")">\(border.name)</text>
          """
      } ?? ""
    let legend = ChartFrame.legend(
      [(ChartFrame.block("k c2"), partName), (ChartFrame.block("f c1"), restName)],
      top: bottom + 48)
    return ChartFrame(title: title, summary: summary).drawing(
      identifier: identifier, height: bottom + 48 + legend.height,
      """
      \(Markup(grid))
      \(Markup(bars))
      <path class="a" d="M\(left) \(bottom)H\(right)"/>
      \(Markup(ticks, separator: ""))
      \(line)
      <text class="q" x="12" y="40">\(yTitle)</text>
      <text class="q" x="\((left + right) / 2)" y="\(bottom + 39)" text-anchor="middle">\(xTitle)</text>
      \(legend.markup)
      """)
  }
}
