/// A table that scrolls inside its own box where the page is narrow.
struct HTMLTable: Sendable {
  /// A column's heading and how its cells are set.
  struct Column: Sendable {
    /// How cells are set.
    enum Kind: String, Sendable {
      /// Short text, to the left.
      case text = ""
      /// Sentences, which need some width.
      case words = "w"
      /// Numbers, to the right with aligned digits.
      case number = "n"
      /// Shares of 0...1 on a ground of their own; see ``HTMLTable/heat(_:isBold:mark:)``.
      case heat = "t"
    }

    /// The heading.
    let title: String
    /// How cells are set.
    let kind: Kind

    /// A column of short text.
    static func text(_ title: String) -> Column { Column(title: title, kind: .text) }
    /// A column of sentences.
    static func words(_ title: String) -> Column { Column(title: title, kind: .words) }
    /// A column of numbers.
    static func number(_ title: String) -> Column { Column(title: title, kind: .number) }
    /// A column of shares on a ground of their own.
    static func heat(_ title: String) -> Column { Column(title: title, kind: .heat) }
  }

  /// What the table shows.
  let caption: String
  /// The columns.
  let columns: [Column]
  /// The rows, in sections.
  let sections: [Section]

  /// Rows that belong together.
  struct Section: Sendable {
    /// What stands above them across all columns; `nil` for nothing.
    let heading: Markup?
    /// The cells; every row has one for each column.
    let rows: [[Markup]]
  }

  /// A table in sections.
  init(caption: String, columns: [Column], sections: [Section]) {
    self.caption = caption
    self.columns = columns
    self.sections = sections
  }

  /// A table in one piece.
  init(caption: String, columns: [Column], rows: [[Markup]]) {
    self.init(
      caption: caption, columns: columns, sections: [Section(heading: nil, rows: rows)])
  }

  /// The table in its box.
  var markup: Markup {
    let heads = columns.map { column -> Markup in
      "<th scope=\"col\" class=\"\(column.kind.rawValue)\">\(column.title)</th>"
    }
    let bodies = sections.map { section -> Markup in
      let heading: Markup =
        section.heading.map {
          "<tr><th scope=\"rowgroup\" colspan=\"\(columns.count)\">\($0)</th></tr>\n"
        } ?? ""
      return "<tbody>\n\(heading)\(Markup(section.rows.map(line)))\n</tbody>"
    }
    return """
      <div class="scroll" role="region" aria-label="\(caption)" tabindex="0">
      <table>
      <caption>\(caption)</caption>
      <thead><tr>\(Markup(heads, separator: ""))</tr></thead>
      \(Markup(bodies))
      </table>
      </div>
      """
  }

  private func line(_ cells: [Markup]) -> Markup {
    let cells = zip(columns, cells).map { column, cell -> Markup in
      "<td class=\"\(column.kind.rawValue)\">\(cell)</td>"
    }
    return "<tr>\(Markup(cells, separator: ""))</tr>"
  }

  /// A share of 0...1 as a number on a ground that is the darker the larger it is; a dash for `nil`.
  ///
  /// The ten grounds differ in lightness, so the table also reads in grey.
  ///
  /// - Parameters:
  ///   - share: The value.
  ///   - isBold: Whether it stands out.
  ///   - mark: What follows the number.
  /// - Returns: The contents of a cell.
  static func heat(_ share: Double?, isBold: Bool = false, mark: String = "") -> Markup {
    guard let share else { return "<span class=\"h\">–</span>" }
    let ground = min(9, max(0, Int(share * 10)))
    let number = share.text(digits: 2)
    let text: Markup = isBold ? "<b>\(number)\(mark)</b>" : "\(number)\(mark)"
    return "<span class=\"h h\(ground)\">\(text)</span>"
  }

  /// A verdict in words and color.
  static func verdict(_ isGood: Bool, _ good: String, _ bad: String) -> Markup {
    isGood ? "<span class=\"good\">\(good)</span>" : "<span class=\"bad\">\(bad)</span>"
  }
}
