/// Series of values along an axis, each with a band of its standard error if it has one.
///
/// Series differ in color, dash and marker, so the chart also reads in grey.
public struct LineChart: Sendable {
  /// One value of a series.
  public struct Point: Equatable, Sendable {
    /// Where along the horizontal axis.
    public let x: Double
    /// The value.
    public let y: Double
    /// Half the height of the band around the value; `nil` for none.
    public let standardError: Double?

    /// Makes a point.
    public init(x: Double, y: Double, standardError: Double? = nil) {
      self.x = x
      self.y = y
      self.standardError = standardError
    }
  }

  /// A named line.
  public struct Series: Equatable, Sendable {
    /// What the legend calls it.
    public let name: String
    /// Its values, in the order in which they are joined.
    public let points: [Point]

    /// Makes a series.
    public init(name: String, points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  /// The chart's title.
  public let title: String
  /// What the chart shows, in words, for those who do not see it.
  public let summary: String
  /// Title of the horizontal axis, with its unit.
  public let xTitle: String
  /// Title of the vertical axis, with its unit.
  public let yTitle: String
  /// The lines; the first has the color of the text.
  public let series: [Series]

  /// Makes a chart, whose vertical axis begins at 0 unless there are values below; bands end there.
  ///
  /// - Precondition: all values are finite.
  public init(title: String, summary: String, xTitle: String, yTitle: String, series: [Series]) {
    self.title = title
    self.summary = summary
    self.xTitle = xTitle
    self.yTitle = yTitle
    self.series = series
  }

  /// The drawing as a document of its own, which may also stand inside a page.
  ///
  /// - Parameter identifier: Distinguishes the drawing from others in one page.
  public func svg(identifier: String) -> String { markup(identifier: identifier).text }

  /// The drawing.
  func markup(identifier: String) -> Markup {
    let points = series.flatMap(\.points)
    let highs = points.map { $0.y + ($0.standardError ?? 0) }
    let xs = points.map(\.x)
    let area = PlotArea(
      x: AxisTicks(from: xs.min() ?? 0, through: xs.max() ?? 1, intervals: 6),
      y: AxisTicks(from: min(0, points.map(\.y).min() ?? 0), through: highs.max() ?? 1), bottom: 310)
    let legend = ChartFrame.legend(
      series.enumerated().map { index, series in
        ({ x, y in Self.sample(ChartStyle(index: index), x: x, y: y) }, series.name)
      }, top: area.bottom + 48)
    // Bands first, then lines: none hides another's line. The first series comes last, on top.
    let styled = series.enumerated().map { (ChartStyle(index: $0), $1) }.reversed()
    return ChartFrame(title: title, summary: summary).drawing(
      identifier: identifier, height: area.bottom + 48 + legend.height,
      """
      \(area.axes(xTitle: xTitle, yTitle: yTitle))
      \(Markup(styled.map { Self.band(of: $1, $0, in: area) }))
      \(Markup(styled.map { Self.line(of: $1, $0, in: area) }))
      \(legend.markup)
      """)
  }

  private static func band(of series: Series, _ style: ChartStyle, in area: PlotArea) -> Markup {
    let banded = series.points.filter { $0.standardError != nil }
    guard banded.count > 1 else { return "" }
    func corners(_ points: some Sequence<Point>, _ side: Double) -> [Markup] {
      points.map { "\(area.x($0.x)) \(area.y(max(area.y.low, $0.y + side * ($0.standardError ?? 0))))" }
    }
    let outline = corners(banded, 1) + corners(banded.reversed(), -1)
    return "<path class=\"b c\(style.color)\" d=\"M\(Markup(outline, separator: "L"))z\"/>"
  }

  private static func line(of series: Series, _ style: ChartStyle, in area: PlotArea) -> Markup {
    let corners = series.points.map { "\(area.x($0.x)) \(area.y($0.y))" as Markup }
    guard !corners.isEmpty else { return "" }
    // At most seven intervals between markers: more would hide the dashes.
    let step = max(1, (series.points.count + 4) / 6)
    let markers = stride(from: 0, to: series.points.count, by: step).map { index in
      let point = series.points[index]
      return ChartStyle.path(of: style.shape, x: area.x(point.x), y: area.y(point.y), radius: 3.8)
    }
    return """
      <path class="s c\(style.color)" stroke-dasharray="\(style.dashes)" d="M\(Markup(corners, separator: "L"))"/>
      <path class="\(style.markerClass)" d="\(Markup(markers, separator: ""))"/>
      """
  }

  private static func sample(_ style: ChartStyle, x: Double, y: Double) -> Markup {
    let marker = ChartStyle.path(of: style.shape, x: x + 18, y: y, radius: 3.8)
    return """
      <path class="s c\(style.color)" stroke-dasharray="\(style.dashes)" d="M\(x) \(y)h36"/>\
      <path class="\(style.markerClass)" d="\(marker)"/>
      """
  }
}
