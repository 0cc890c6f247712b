/// Counts of pairs as a table of fields that are the darker the larger their ratio to an expected count.
public struct MatrixChart: Sendable {
  /// One field.
  public struct Field: Equatable, Sendable {
    /// The count.
    public let count: Int
    /// The count that would be usual; `nil` where nothing is expected, which is drawn empty.
    public let expected: Double?

    /// Makes a field.
    public init(count: Int, expected: Double?) {
      self.count = count
      self.expected = expected
    }

    /// How far the count is beyond what is usual: 0 up to the usual, then a step for each doubling, at most 4.
    var step: Int {
      guard let expected, count > 0 else { return 0 }
      let ratio = Double(count) / max(expected, .leastNormalMagnitude)
      return ratio >= 8 ? 4 : ratio >= 4 ? 3 : ratio >= 2 ? 2 : ratio > 1 ? 1 : 0
    }
  }

  /// The chart's title.
  public let title: String
  /// What the chart shows, in words, for those who do not see it.
  public let summary: String
  /// What the rows are.
  public let rowTitle: String
  /// What the columns are.
  public let columnTitle: String
  /// The names of rows and columns.
  public let names: [String]
  /// A list of fields for each row.
  public let fields: [[Field]]

  /// Makes a chart.
  ///
  /// - Precondition: there are as many rows, and fields in each, as names.
  public init(
    title: String, summary: String, rowTitle: String, columnTitle: String, names: [String],
    fields: [[Field]]
  ) {
    precondition(
      fields.count == names.count && fields.allSatisfy { $0.count == names.count },
      "a field for each pair")
    self.title = title
    self.summary = summary
    self.rowTitle = rowTitle
    self.columnTitle = columnTitle
    self.names = names
    self.fields = fields
  }

  /// The drawing as a document of its own, which may also stand inside a page.
  ///
  /// - Parameter identifier: Distinguishes the drawing from others in one page.
  /// - Returns: An SVG document.
  public func svg(identifier: String) -> String { markup(identifier: identifier).text }

  private static let opacities = ["0", "0.15", "0.35", "0.6", "0.85"]
  private static let stepNames = [
    "up to expected", "above expected", "2 times expected", "4 times", "8 times or more",
  ]

  /// The drawing.
  func markup(identifier: String) -> Markup {
    let longest = Double(names.map(\.count).max() ?? 0) * ChartFrame.letterWidth
    let left = 22 + min(110, longest)
    let side = min(104, (ChartFrame.width - 16 - left) / Double(max(1, names.count)))
    let height = max(22, min(38, side))
    let top = 82.0
    let columnNames = names.enumerated().map { index, name -> Markup in
      let x = left + side * (Double(index) + 0.5)
      let short = ChartFrame.shortened(name, toWidth: side - 2)
      return "<text x=\"\(x)\" y=\"\(top - 7)\" text-anchor=\"middle\">\(short)</text>"
    }
    let rows = fields.enumerated().map { row, fields -> Markup in
      let y = top + height * Double(row)
      let name = ChartFrame.shortened(names[row], toWidth: 110)
      let cells = fields.enumerated().map { column, field -> Markup in
        cell(field, x: left + side * Double(column), y: y, width: side, height: height)
      }
      return """
        <text x="\(left - 8)" y="\(y + height / 2 + 4.5)" text-anchor="end">\(name)</text>\
        \(Markup(cells, separator: ""))
        """
    }
    let bottom = top + height * Double(names.count)
    let legend = ChartFrame.legend(
      Self.stepNames.indices.map { step in
        (
          { x, y in Self.shade(step, x: x, y: y - 6, width: 36, height: 12) }, Self.stepNames[step]
        )
      }, top: bottom + 8)
    return ChartFrame(title: title, summary: summary).drawing(
      identifier: identifier, height: bottom + 8 + legend.height,
      """
      <text class="q" x="12" y="40">rows: \(rowTitle); columns: \(columnTitle)</text>
      \(Markup(columnNames, separator: ""))
      \(Markup(rows))
      \(legend.markup)
      """)
  }

  private func cell(
    _ field: Field, x: Double, y: Double, width: Double, height: Double
  ) -> Markup {
    guard let expected = field.expected else {
      return "<path class=\"g\" d=\"M\(x) \(y)h\(width)v\(height)h\(-width)z\"/>"
    }
    let text =
      width >= 56
      ? "\(field.count.groupedText) / \(expected.text(digits: 0))" : field.count.groupedText
    return """
      \(Self.shade(field.step, x: x, y: y, width: width, height: height))\
      <text x="\(x + width / 2)" y="\(y + height / 2 + 4.5)" text-anchor="middle">\
      \(ChartFrame.shortened(text, toWidth: width))</text>
      """
  }

  private static func shade(
    _ step: Int, x: Double, y: Double, width: Double, height: Double
  ) -> Markup {
    """
    <rect class="c2" style="fill:var(--c)" fill-opacity="\(opacities[step])" x="\(x)" y="\(y)" \
    width="\(width)" height="\(height)"/>\
    <path class="g" d="M\(x) \(y)h\(width)v\(height)h\(-width)z"/>
    """
  }
}
