/// A table in a CSV file (RFC 4180, 2005), read strictly.
///
/// Lines end in LF or CRLF; a field in quotes may hold commas, line ends and doubled quotes. Every row has the fields of
/// the header, and no column has two meanings.
public struct CSVTable: Hashable, Sendable {
  /// One row, with the line that it begins in.
  public struct Row: Hashable, Sendable {
    /// The line of the file, from 1.
    public let line: Int
    /// The fields, as many as the header has.
    public let fields: [String]
  }

  /// The names of the columns.
  public let header: [String]
  /// The rows, without the header.
  public let rows: [Row]

  /// Reads a table.
  ///
  /// - Parameter bytes: The file.
  /// - Throws: ``CSVError`` with the line.
  public init(parsing bytes: [UInt8]) throws(CSVError) {
    var reader = CSVReader(bytes)
    guard let header = try reader.row() else {
      throw CSVError(line: 1, problem: "the file is empty")
    }
    guard Set(header.fields).count == header.fields.count else {
      throw CSVError(line: 1, problem: "two columns have the same name")
    }
    var rows: [Row] = []
    while let row = try reader.row() {
      guard row.fields.count == header.fields.count else {
        throw CSVError(
          line: row.line,
          problem: "\(row.fields.count) fields, and the header has \(header.fields.count)")
      }
      rows.append(row)
    }
    self.header = header.fields
    self.rows = rows
  }
}

/// Why a CSV file is refused.
public struct CSVError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line, from 1.
  public let line: Int
  /// What is wrong.
  public let problem: String

  /// Line and problem.
  public var description: String { "line \(line): \(problem)" }
}

/// Reads rows one after the other.
private struct CSVReader {
  private let bytes: [UInt8]
  private var position: Int
  private var line = 1

  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")
  private static let lineFeed: UInt8 = 0x0A
  private static let carriageReturn: UInt8 = 0x0D

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    // A byte order mark is what spreadsheets write before UTF-8.
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  mutating func row() throws(CSVError) -> CSVTable.Row? {
    guard position < bytes.count else { return nil }
    let first = line
    var fields: [String] = []
    while true {
      fields.append(try field())
      guard position < bytes.count else { return CSVTable.Row(line: first, fields: fields) }
      let byte = bytes[position]
      position += 1
      if byte == Self.comma { continue }
      if byte == Self.carriageReturn, position < bytes.count, bytes[position] == Self.lineFeed {
        position += 1
      } else if byte != Self.lineFeed {
        throw CSVError(line: line, problem: "a quote or line end out of place")
      }
      line += 1
      return CSVTable.Row(line: first, fields: fields)
    }
  }

  private mutating func field() throws(CSVError) -> String {
    guard position < bytes.count, bytes[position] == Self.quote else {
      let start = position
      while position < bytes.count,
        ![Self.comma, Self.lineFeed, Self.carriageReturn, Self.quote].contains(bytes[position])
      {
        position += 1
      }
      return try text(bytes[start..<position])
    }
    position += 1
    let first = line
    var content: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == Self.quote {
        guard position < bytes.count, bytes[position] == Self.quote else {
          return try text(content[...])
        }
        position += 1
      } else if byte == Self.lineFeed {
        line += 1
      }
      content.append(byte)
    }
    throw CSVError(line: first, problem: "a quoted field has no end")
  }

  private func text(_ bytes: ArraySlice<UInt8>) throws(CSVError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CSVError(line: line, problem: "not UTF-8")
    }
    return text
  }
}
