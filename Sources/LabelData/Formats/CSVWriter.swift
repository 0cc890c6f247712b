import ArrayFiles
import VectorKernels

/// Writes a data set as CSV.
struct CSVWriter {
  let dataset: Dataset

  /// Checks that what is written reads back as it is.
  ///
  /// - Throws: ``FormatError`` when two columns share a name, one has none, or a class name is no CSV label.
  init(dataset: Dataset) throws {
    self.dataset = dataset
    var seen = Set<String>()
    for name in Self.header(of: dataset) where name.isEmpty || !seen.insert(name).inserted {
      throw FormatError(
        file: "CSV output", place: FormatError.Place(column: name),
        found: "the column name \(CSVTokenizer.shown(name))\(name.isEmpty ? "" : " twice")",
        allowed:
          "distinct names; 'label' is the label column, and 'id' the id column if there are ids")
    }
    for name in dataset.labels.classNames where CSVMeaning.className(name) != name {
      throw FormatError(
        file: "CSV output", place: FormatError.Place(column: "label"),
        found: "the class name \(CSVTokenizer.shown(name))",
        allowed: "text that is no missing value, or the plain digits of a whole number")
    }
  }

  private static func header(of dataset: Dataset) -> [String] {
    (dataset.ids == nil ? [] : ["id"]) + dataset.featureNames + ["label"]
  }

  func write(to output: inout OutputFile) throws {
    var text: [UInt8] = []
    for name in Self.header(of: dataset) {
      if !text.isEmpty { text.append(UInt8(ascii: ",")) }
      Self.append(name, to: &text)
    }
    text.append(CSVTokenizer.lineFeed)
    for row in 0..<dataset.rowCount {
      if let id = dataset.ids?[row] {
        Self.append(id, to: &text)
        text.append(UInt8(ascii: ","))
      }
      for value in dataset.features.row(row) {
        text.append(contentsOf: value.description.utf8)
        text.append(UInt8(ascii: ","))
      }
      Self.append(dataset.labels.name(at: row), to: &text)
      text.append(CSVTokenizer.lineFeed)
      if text.count > 1 << 20 {
        try output.write(text)
        text.removeAll(keepingCapacity: true)
      }
    }
    try output.write(text)
  }

  private static func append(_ cell: String, to text: inout [UInt8]) {
    if needsQuotes(cell, delimiter: UInt8(ascii: ",")) {
      text.append(contentsOf: quoted(cell))
    } else {
      text.append(contentsOf: cell.utf8)
    }
  }

  /// Whether a cell has to be quoted to be read back as it is.
  static func needsQuotes(_ cell: String, delimiter: UInt8) -> Bool {
    guard let first = cell.utf8.first, let last = cell.utf8.last else { return true }
    if CSVTokenizer.isBlank(first) || CSVTokenizer.isBlank(last) { return true }
    // A stray tab or semicolon in the first line could pass for the delimiter.
    return cell.utf8.contains {
      [
        delimiter, CSVTokenizer.quote, CSVTokenizer.lineFeed, CSVTokenizer.carriageReturn,
        UInt8(ascii: ";"), UInt8(ascii: "\t"),
      ].contains($0)
    }
  }

  /// A cell in quotes, with quotes doubled inside.
  static func quoted(_ cell: String) -> [UInt8] {
    var bytes = [CSVTokenizer.quote]
    bytes.append(contentsOf: escaped(cell))
    bytes.append(CSVTokenizer.quote)
    return bytes
  }

  /// A cell's bytes with quotes doubled.
  static func escaped(_ cell: String) -> [UInt8] {
    cell.utf8.flatMap { $0 == CSVTokenizer.quote ? [$0, $0] : [$0] }
  }
}
