import LabelLedger

/// Labels that differ between two sets of heads.
enum Differences {
  static let columns = ["example", "from", "to", "from_annotator", "to_annotator"]

  /// A table of the examples whose label in force differs; both sets ascend by example.
  static func table(from: [Head], to: [Head]) -> Table {
    var table = Table(columns)
    var old: [Identifier: Head] = [:]
    for head in from { old[head.example] = head }
    var new: [Identifier: Head] = [:]
    for head in to { new[head.example] = head }
    for example in Set(old.keys).union(new.keys).sorted() {
      let (before, after) = (old[example], new[example])
      guard before?.label != after?.label else { continue }
      table.add([
        .text(example.text), .maybe(before?.label?.text), .maybe(after?.label?.text),
        .maybe(before?.annotator.text), .maybe(after?.annotator.text),
      ])
    }
    return table
  }
}
