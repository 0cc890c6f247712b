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
  }

  /// What the table shows.
  let caption: String
  /// The columns.
  let columns: [Column]
  /// The cells; every row has one for each column.
  let rows: [[Markup]]

  /// The table in its box.
  var markup: Markup {
    let heads = columns.map { column -> Markup in
      "<th scope=\"col\" class=\"\(column.kind.rawValue)\">\(column.title)</th>"
    }
    let lines = rows.map { cells -> Markup in
      let cells = zip(columns, cells).map { column, cell -> Markup in
        "<td class=\"\(column.kind.rawValue)\">\(cell)</td>"
      }
      return "<tr>\(Markup(cells, separator: ""))</tr>"
    }
    return """
      <div class="scroll" role="region" aria-label="\(caption)" tabindex="0">
      <table>
      <caption>\(caption)</caption>
      <thead><tr>\(Markup(heads, separator: ""))</tr></thead>
      <tbody>
      \(Markup(lines))
      </tbody>
      </table>
      </div>
      """
  }

  /// A verdict in words and color.
  static func verdict(_ isGood: Bool, _ good: String, _ bad: String) -> Markup {
    isGood ? "<span class=\"good\">\(good)</span>" : "<span class=\"bad\">\(bad)</span>"
  }
}
