/// Horizontal bars of counts, each with a part of it set off.
public struct BarChart: Sendable {
  /// One bar.
  public struct Bar: Equatable, Sendable {
    /// What is counted.
    public let name: String
    /// The count.
    public let count: Int
    /// How many of them are set off, at most ``count``.
    public let part: Int

    /// Makes a bar.
    public init(name: String, count: Int, part: Int) {
      self.name = name
      self.count = count
      self.part = part
    }
  }

  /// The chart's title.
  public let title: String
  /// What the chart shows, in words, for those who do not see it.
  public let summary: String
  /// What the counts are of, as in `labels`.
  public let countName: String
  /// What the parts are of, as in `issues`.
  public let partName: String
  /// The bars, from the top down.
  public let bars: [Bar]

  /// Makes a chart.
  public init(title: String, summary: String, countName: String, partName: String, bars: [Bar]) {
    self.title = title
    self.summary = summary
    self.countName = countName
    self.partName = partName
    self.bars = bars
  }

  /// The drawing as a document of its own, which may also stand inside a page.
  ///
  /// - Parameter identifier: Distinguishes the drawing from others in one page.
  /// - Returns: An SVG document.
  public func svg(identifier: String) -> String { markup(identifier: identifier).text }

  /// The drawing.
  func markup(identifier: String) -> Markup {
    let longest = Double(bars.map(\.name.count).max() ?? 0) * ChartFrame.letterWidth
    let left = 22 + min(150, longest)
    let counts = bars.map { "\($0.part.groupedText) / \($0.count.groupedText)" }
    let right =
      ChartFrame.width - 22 - Double(counts.map(\.count).max() ?? 0) * ChartFrame.letterWidth
    let scale = (right - left) / Double(max(1, bars.map(\.count).max() ?? 1))
    let rows = zip(bars, counts).enumerated().map { index, row -> Markup in
      let (bar, text) = row
      let top = 40 + 28 * Double(index)
      let end = left + scale * Double(bar.count)
      let name = ChartFrame.shortened(bar.name, toWidth: 150)
      return """
        <text x="\(left - 8)" y="\(top + 15)" text-anchor="end">\(name)</text>\
        <rect class="f c1" x="\(left)" y="\(top)" width="\(end - left)" height="20"/>\
        <rect class="k c2" x="\(left)" y="\(top)" width="\(scale * Double(bar.part))" height="20"/>\
        <text x="\(end + 6)" y="\(top + 15)">\(text)</text>
        """
    }
    let bottom = 40 + 28 * Double(bars.count)
    let legend = ChartFrame.legend(
      [
        (ChartFrame.block("k c2"), partName), (ChartFrame.block("f c1"), countName),
      ], top: bottom)
    return ChartFrame(title: title, summary: summary).drawing(
      identifier: identifier, height: bottom + legend.height, "\(Markup(rows))\n\(legend.markup)")
  }
}
