/// What every chart has around its marks: the drawing, its title, its description, its axes and its legend.
struct ChartFrame: Sendable {
  /// Width of every drawing in its own units; letters of 13 units stay readable on a phone.
  static let width = 420.0
  /// Average width of a letter, on the safe side.
  static let letterWidth = 7.1

  /// The chart's title.
  let title: String
  /// What the chart shows, in words, for those who do not see it.
  let summary: String

  /// The whole drawing.
  ///
  /// The title's and the description's ids are made from `identifier`, so they differ in one page as
  /// long as the identifiers do.
  func drawing(identifier: String, height: Double, _ content: Markup) -> Markup {
    let id = String(
      identifier.unicodeScalars.map { scalar in
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
          ? Character(scalar) : "-"
      })
    let sheet = Markup(stringLiteral: ChartStyle.sheet)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="fg" viewBox="0 0 \(Self.width) \(height)" \
      role="img" aria-labelledby="\(id)-title \(id)-desc">
      <title id="\(id)-title">\(title)</title>
      <desc id="\(id)-desc">\(summary)</desc>
      <style>\(sheet)</style>
      <rect class="p" width="\(Self.width)" height="\(height)"/>
      <text class="t" x="12" y="20">\(Self.shortened(title, toWidth: Self.width - 24, letter: 7.9))</text>
      \(content)
      </svg>
      """
  }

  /// Text that fits a width, cut at an ellipsis if need be.
  static func shortened(_ text: String, toWidth width: Double, letter: Double = letterWidth)
    -> String
  {
    let room = max(2, Int(width / letter))
    return text.count <= room ? text : text.prefix(room - 1) + "\u{2026}"
  }

  /// A filled sample of a legend.
  static func block(_ styleClass: String) -> (Double, Double) -> Markup {
    { x, y in "<rect class=\"\(styleClass)\" x=\"\(x)\" y=\"\(y - 6)\" width=\"36\" height=\"12\"/>"
    }
  }

  /// The entries of a legend in as many columns as fit, each a sample of its style and a name.
  ///
  /// - Returns: The legend, and its height.
  static func legend(
    _ entries: [(sample: (Double, Double) -> Markup, name: String)], top: Double
  ) -> (markup: Markup, height: Double) {
    let sampleWidth = 44.0
    let longest = Double(entries.map(\.name.count).max() ?? 0) * letterWidth + sampleWidth + 14
    let room = width - 24
    let columns = max(1, min(entries.count, Int(room / longest)))
    let columnWidth = room / Double(columns)
    let rows = (entries.count + columns - 1) / columns
    let items = entries.enumerated().map { index, entry -> Markup in
      let x = 12 + Double(index / max(1, rows)) * columnWidth
      let y = top + 10 + 20 * Double(index % max(1, rows))
      let name = shortened(entry.name, toWidth: columnWidth - sampleWidth - 4)
      return "\(entry.sample(x, y))<text x=\"\(x + sampleWidth)\" y=\"\(y + 4.5)\">\(name)</text>"
    }
    return (Markup(items), 20 * Double(rows) + 8)
  }
}
