import LabelLedger
import LedgerSQLite

/// Rows for people, for programs, or for spreadsheets.
struct Table {
  /// What a cell holds.
  enum Cell {
    case text(String)
    case number(Int64)
    case hash(Hash)
    case none

    /// A text that may be missing.
    static func maybe(_ text: String?) -> Self { text.map { .text($0) } ?? .none }

    fileprivate var plain: String {
      switch self {
      case .text(let text): text
      case .number(let number): "\(number)"
      case .hash(let hash): hash.hexadecimal
      case .none: ""
      }
    }

    /// The cell for people: no wider than ``Table/maximumWidth``, and of a hash what names an entry.
    fileprivate var short: String {
      if case .hash(let hash) = self { return String(hash.hexadecimal.prefix(12)) }
      let text = Table.printable(plain)
      return text.count > Table.maximumWidth ? text.prefix(Table.maximumWidth - 1) + "…" : text
    }

    fileprivate var json: StrictJSON {
      switch self {
      case .text(let text): .string(text)
      case .number(let number): .integer(number)
      case .hash(let hash): .string(hash.hexadecimal)
      case .none: .null
      }
    }
  }

  /// The most characters of a cell that are shown to people; programs get all.
  fileprivate static let maximumWidth = 40

  private let columns: [String]
  private var rows: [[Cell]] = []

  init(_ columns: [String]) { self.columns = columns }

  /// What the help of a command tells of its table.
  static func help(_ columns: [String]) -> String {
    "CSV has these columns, and JSON these names: \(columns.joined(separator: ","))"
  }

  var count: Int { rows.count }

  mutating func add(_ row: [Cell]) {
    precondition(row.count == columns.count)
    rows.append(row)
  }

  /// Writes to standard output.
  ///
  /// - Parameters:
  ///   - format: How.
  ///   - emptiness: What people are told where there is no row.
  /// - Throws: ``/LedgerSQLite/FolderError``, as on a full disk.
  func write(_ format: OutputFormat, orSay emptiness: String? = nil) throws {
    guard count == 0, format == .text, let emptiness else {
      return try StandardStream.output.write(bytes(format))
    }
    try StandardStream.output.write("\(emptiness)\n")
  }

  func bytes(_ format: OutputFormat) -> [UInt8] {
    switch format {
    case .text: text
    case .csv: csv
    case .json: json
    }
  }

  private var csv: [UInt8] {
    var bytes: [UInt8] = []
    for row in [columns] + rows.map({ $0.map(\.plain) }) {
      bytes += row.map(CSVField.write).joined(separator: ",").utf8
      bytes.append(0x0A)
    }
    return bytes
  }

  private var json: [UInt8] {
    let objects = rows.map { row in
      var object = StrictJSON.Object()
      for (column, cell) in zip(columns, row) { object[column] = cell.json }
      return StrictJSON.object(object)
    }
    return StrictJSON.array(objects).canonical + [0x0A]
  }

  private var text: [UInt8] {
    let cells = [columns] + rows.map { $0.map(\.short) }
    let widths = columns.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    var lines = ""
    for row in cells {
      var line = ""
      for (column, cell) in row.enumerated() {
        line += cell
        if column < row.count - 1 {
          line += String(repeating: " ", count: widths[column] - cell.count + 2)
        }
      }
      while line.last == " " { line.removeLast() }
      lines += line + "\n"
    }
    return Array(lines.utf8)
  }

  /// A text that cannot steer a terminal.
  fileprivate static func printable(_ text: String) -> String {
    String(
      text.unicodeScalars.map { scalar -> Character in
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
        default: Character(scalar)
        }
      })
  }
}

/// Fields of CSV files (RFC 4180).
enum CSVField {
  /// Quotes a field where it must be.
  static func write(_ field: String) -> String {
    guard field.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else {
      return field
    }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}

extension Table {
  /// Writes to a file, which appears whole, or to standard output.
  func write(_ format: OutputFormat, to path: String?, orSay emptiness: String? = nil) throws {
    guard let path, path != "-" else { return try write(format, orSay: emptiness) }
    try DurableFile.write(bytes(format), to: path)
  }
}
