/// Estimates one below the other, each with its interval on a common axis.
///
/// Those that are set apart have a square in another color, the others a circle, so the chart also reads in grey.
public struct IntervalChart: Sendable {
  /// One estimate.
  public struct Entry: Equatable, Sendable {
    /// What is estimated.
    public let name: String
    /// The estimate.
    public let value: Double
    /// The lower end of its interval, at most ``value``.
    public let low: Double
    /// The upper end, at least ``value``.
    public let high: Double
    /// Whether it is set apart.
    public let isMarked: Bool

    /// Makes an estimate.
    public init(name: String, value: Double, low: Double, high: Double, isMarked: Bool) {
      self.name = name
      self.value = value
      self.low = low
      self.high = high
      self.isMarked = isMarked
    }
  }

  /// The chart's title.
  public let title: String
  /// What the chart shows, in words, for those who do not see it.
  public let summary: String
  /// Title of the axis, with its unit.
  public let xTitle: String
  /// What the estimates that are set apart have in common.
  public let markName: String
  /// What the others have in common.
  public let plainName: String
  /// A value of the axis that a line is drawn at; `nil` for none.
  public let reference: Double?
  /// The estimates, from the top down.
  public let entries: [Entry]

  /// Makes a chart.
  ///
  /// - Precondition: all values are finite.
  public init(
    title: String, summary: String, xTitle: String, markName: String, plainName: String,
    reference: Double?, entries: [Entry]
  ) {
    self.title = title
    self.summary = summary
    self.xTitle = xTitle
    self.markName = markName
    self.plainName = plainName
    self.reference = reference
    self.entries = entries
  }

  /// The drawing as a document of its own, which may also stand inside a page.
  ///
  /// - Parameter identifier: Distinguishes the drawing from others in one page.
  /// - Returns: An SVG document.
  public func svg(identifier: String) -> String { markup(identifier: identifier).text }

  private static let step = 20.0
  private static let top = 36.0

  /// The drawing.
  func markup(identifier: String) -> Markup {
    let ends = entries.flatMap { [$0.low, $0.high] } + [reference].compactMap(\.self)
    let ticks = AxisTicks(from: ends.min() ?? 0, through: ends.max() ?? 1)
    let longest = Double(entries.map(\.name.count).max() ?? 0) * ChartFrame.letterWidth
    let left = 24 + min(180, longest)
    let right = ChartFrame.width - 22
    let bottom = Self.top + Self.step * Double(entries.count)
    func x(_ value: Double) -> Double {
      left + (right - left) * (value - ticks.low) / (ticks.high - ticks.low)
    }
    let grid = ticks.values.map { value -> Markup in
      """
      <path class="g" d="M\(x(value)) \(Self.top)V\(bottom)"/>\
      <text class="q" x="\(x(value))" y="\(bottom + 16)" text-anchor="middle">\(ticks.label(value))</text>
      """
    }
    let line: Markup =
      reference.map { "<path class=\"a\" d=\"M\(x($0)) \(Self.top)V\(bottom)\"/>" } ?? ""
    let rows = entries.enumerated().map { index, entry -> Markup in
      let y = Self.top + Self.step * (Double(index) + 0.5)
      let name = ChartFrame.shortened(entry.name, toWidth: 180)
      return """
        <text x="\(left - 8)" y="\(y + 4.5)" text-anchor="end">\(name)</text>\
        \(Self.sample(entry.isMarked, from: x(entry.low), to: x(entry.high), at: x(entry.value), y: y))
        """
    }
    let legend = ChartFrame.legend(
      [
        ({ Self.sample(true, from: $0 + 2, to: $0 + 34, at: $0 + 18, y: $1) }, markName),
        ({ Self.sample(false, from: $0 + 2, to: $0 + 34, at: $0 + 18, y: $1) }, plainName),
      ], top: bottom + 44)
    return ChartFrame(title: title, summary: summary).drawing(
      identifier: identifier, height: bottom + 44 + legend.height,
      """
      \(Markup(grid))
      \(line)
      \(Markup(rows))
      <text class="q" x="\(ChartFrame.width / 2)" y="\(bottom + 36)" text-anchor="middle">\(xTitle)</text>
      \(legend.markup)
      """)
  }

  private static func sample(
    _ isMarked: Bool, from low: Double, to high: Double, at value: Double, y: Double
  ) -> Markup {
    let color = isMarked ? 2 : 1
    let marker = ChartStyle.path(of: isMarked ? .square : .circle, x: value, y: y, radius: 4)
    return """
      <path class="s c\(color)" d="M\(low) \(y)H\(high)"/>\
      <path class="m c\(color)" d="\(marker)"/>
      """
  }
}
