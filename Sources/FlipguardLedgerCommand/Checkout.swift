import LabelLedger

/// Labels in force as a table, which `flipguard` reads as a table of labels.
enum Checkout {
  static let columns = ["id", "label", "annotator", "batch"]

  /// A row for each head.
  static func table(of heads: [Head]) -> Table {
    var table = Table(columns)
    for head in heads {
      table.add([
        .text(head.example.text), .maybe(head.label?.text), .text(head.annotator.text),
        .maybe(head.batch?.text),
      ])
    }
    return table
  }
}
