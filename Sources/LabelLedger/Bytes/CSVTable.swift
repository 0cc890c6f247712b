/// A table of comma-separated values (RFC 4180, 2005), read strictly.
///
/// Every row has the fields of the header, and no column has two meanings. A byte order mark, which spreadsheets write, is
/// passed over.
public struct CSVTable: Hashable, Sendable {
  /// One row, with the line that it begins on.
  public struct Row: Hashable, Sendable {
    /// The line, from 1.
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
    var reader = CSVReader(bytes, from: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    guard let header = try reader.next()?.fields else { throw CSVError(.empty, line: 1) }
    for (index, name) in header.enumerated() where header[..<index].contains(name) {
      throw CSVError(.repeatedColumn(name), line: 1)
    }
    var rows: [Row] = []
    while let record = try reader.next() {
      guard record.fields.count == header.count else {
        throw CSVError(
          .fieldCount(given: record.fields.count, header: header.count), line: record.line)
      }
      rows.append(Row(line: record.line, fields: record.fields))
    }
    self.header = header
    self.rows = rows
  }
}
