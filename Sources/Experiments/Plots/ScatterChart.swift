/// Points of several groups in a plane, with some of them marked by a cross.
public struct ScatterChart: Sendable {
  /// One point.
  public struct Point: Equatable, Sendable {
    /// Where along the horizontal axis.
    public let x: Double
    /// Where along the vertical axis.
    public let y: Double
    /// Whether the point is marked.
    public let isMarked: Bool

    /// Makes a point.
    public init(x: Double, y: Double, isMarked: Bool = false) {
      self.x = x
      self.y = y
      self.isMarked = isMarked
    }
  }

  /// Points of one color and shape.
  public struct Group: Equatable, Sendable {
    /// What the legend calls it.
    public let name: String
    /// Its points.
    public let points: [Point]

    /// Makes a group.
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
  /// The groups; the first seven differ in color and shape alike.
  public let groups: [Group]
  /// What the legend calls the marked points.
  public let markName: String

  /// Makes a chart.
  ///
  /// - Precondition: all values are finite.
  public init(
    title: String, summary: String, xTitle: String, yTitle: String, groups: [Group],
    markName: String
  ) {
    self.title = title
    self.summary = summary
    self.xTitle = xTitle
    self.yTitle = yTitle
    self.groups = groups
    self.markName = markName
  }

  /// The drawing as a document of its own, which may also stand inside a page.
  ///
  /// - Parameter identifier: Distinguishes the drawing from others in one page.
  public func svg(identifier: String) -> String { markup(identifier: identifier).text }

  /// The drawing. Each group is a single path, so thousands of points stay small.
  func markup(identifier: String) -> Markup {
    let points = groups.flatMap(\.points)
    func ticks(_ values: [Double]) -> AxisTicks {
      AxisTicks(from: values.min() ?? 0, through: values.max() ?? 1)
    }
    let area = PlotArea(x: ticks(points.map(\.x)), y: ticks(points.map(\.y)), bottom: 410)
    let styles = groups.indices.map { Self.style(ofGroup: $0) }
    let dots = zip(groups, styles).map { group, style in
      Self.dots(group.points.filter { !$0.isMarked }, style, in: area, radius: 2)
    }
    let marked = zip(groups, styles).map { group, style in
      Self.dots(group.points.filter(\.isMarked), style, in: area, radius: 2.6)
    }
    let crosses = Markup(
      points.filter(\.isMarked).map { Self.cross(x: area.x($0.x), y: area.y($0.y)) }, separator: "")
    var entries = zip(groups, styles).map { group, style in
      (
        sample: { x, y in
          "<path class=\"\(style.markerClass)\" d=\"\(ChartStyle.path(of: style.shape, x: x + 22, y: y, radius: 4))\"/>"
        } as (Double, Double) -> Markup, name: group.name
      )
    }
    entries.append(({ x, y in "<path class=\"x\" d=\"\(Self.cross(x: x + 22, y: y))\"/>" }, markName))
    let legend = ChartFrame.legend(entries, top: area.bottom + 48)
    return ChartFrame(title: title, summary: summary).drawing(
      identifier: identifier, height: area.bottom + 48 + legend.height,
      """
      \(area.axes(xTitle: xTitle, yTitle: yTitle))
      \(Markup(dots))
      <path class="h" d="\(crosses)"/>
      <path class="x" d="\(crosses)"/>
      \(Markup(marked))
      \(legend.markup)
      """)
  }

  /// Groups begin with the colored styles; the color of the text is the marks'.
  private static func style(ofGroup index: Int) -> ChartStyle {
    ChartStyle(index: (index + 1) % ChartStyle.count)
  }

  private static func dots(
    _ points: [Point], _ style: ChartStyle, in area: PlotArea, radius: Double
  ) -> Markup {
    guard !points.isEmpty else { return "" }
    let paths = points.map { point in
      ChartStyle.path(of: style.shape, x: area.x(point.x), y: area.y(point.y), radius: radius)
    }
    return "<path class=\"d \(style.markerClass)\" d=\"\(Markup(paths, separator: ""))\"/>"
  }

  private static func cross(x: Double, y: Double) -> Markup {
    "M\(x - 4.5) \(y - 4.5)l9 9m0-9l-9 9"
  }
}
