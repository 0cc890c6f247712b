/// A fault in a CSV file, by place as far as the finder knows it.
struct CSVFault: Error {
  /// Lines before it in the block, or in the file.
  var line: Int
  /// Rows before it in the block, or in the file.
  var row: Int?
  /// The column's index; `nil` for a fault of the whole record.
  var column: Int?
  /// The fault lies before the row, which is the next one.
  var comesBeforeRow = false
  var found: String
  var allowed: String

  /// The order of places in a file; what is wrong with a whole record shows at its end.
  static func precedes(_ first: CSVFault, _ second: CSVFault) -> Bool {
    (first.row ?? -1, first.order) < (second.row ?? -1, second.order)
  }

  private var order: Int { comesBeforeRow ? -1 : column ?? .max }

  /// The same fault, so many lines and rows further on.
  func moved(lines: Int, rows: Int) -> CSVFault {
    var moved = self
    moved.line += lines
    moved.row = row.map { $0 + rows }
    return moved
  }

  /// The error for the user, with columns called by their names.
  func error(file: String, columnNames: [String]?) -> FormatError {
    FormatError(
      file: file,
      place: FormatError.Place(
        line: line + 1, row: row, column: column.map { columnNames?[$0] ?? String($0) }),
      found: found, allowed: allowed)
  }

  static func syntax(
    _ fault: CSVSyntaxFault, line: Int, row: Int?, column: Int
  ) -> CSVFault {
    CSVFault(line: line, row: row, column: column, found: fault.found, allowed: fault.allowed)
  }

  static func cellCount(_ count: Int, allowed: Int, line: Int, row: Int) -> CSVFault {
    CSVFault(
      line: line, row: row, found: count == 1 ? "1 cell" : "\(count) cells",
      allowed: "\(allowed), as in the first line")
  }

  static func overlong(line: Int, row: Int?, recordLimit: Int) -> CSVFault {
    CSVFault(
      line: line, row: row, found: "a record of more than \(recordLimit) bytes",
      allowed: "shorter records; is a quote never closed, or the file no CSV file?")
  }

  static func encoding(line: Int, row: Int?, column: Int) -> CSVFault {
    CSVFault(
      line: line, row: row, column: column, found: "text that is not UTF-8 or has a NUL byte",
      allowed: "UTF-8 text without NUL bytes")
  }

  static func blankLine(line: Int, row: Int) -> CSVFault {
    CSVFault(
      line: line, row: row, comesBeforeRow: true, found: "a blank line",
      allowed: "a cell, quoted if it is empty; blank lines only at the end of the file")
  }
}
