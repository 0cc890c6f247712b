/// Reads comma-separated values (RFC 4180, 2005) record by record.
///
/// Lines end with LF or CRLF, the last one perhaps with nothing. A field with a comma, a quotation mark or a line end stands in
/// quotation marks, in which a quotation mark is doubled. Text is UTF-8. What the document leaves open is refused: quotation marks
/// inside a bare field, text behind a closing one, and a CR that is not followed by LF.
struct CSVReader {
  /// One record.
  struct Record {
    /// The fields without their quotation marks.
    let fields: [String]
    /// The number of the line it starts on, from 1.
    let line: Int
    /// The bytes of the record with its line end.
    let range: Range<Int>
  }

  private let bytes: [UInt8]
  private var position: Int
  private var line = 1

  /// Starts at an offset.
  init(_ bytes: [UInt8], from position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  /// The next record; `nil` at the end.
  mutating func next() throws(CSVError) -> Record? {
    guard position < bytes.count else { return nil }
    let start = position
    let firstLine = line
    var fields: [String] = []
    while true {
      fields.append(try field())
      guard position < bytes.count else { break }
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: ",") { continue }
      if byte == UInt8(ascii: "\r") {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\n") else {
          throw CSVError(.loneCarriageReturn, line: line)
        }
        position += 1
      }
      line += 1
      break
    }
    return Record(fields: fields, line: firstLine, range: start..<position)
  }

  /// Takes a field up to the comma or line end behind it.
  private mutating func field() throws(CSVError) -> String {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
      return try bareField()
    }
    let firstLine = line
    var text: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        guard position < bytes.count else { return try string(text[...]) }
        switch bytes[position] {
        case UInt8(ascii: "\""): position += 1
        case UInt8(ascii: ","), UInt8(ascii: "\r"), UInt8(ascii: "\n"):
          return try string(text[...])
        default: throw CSVError(.textAfterQuotation, line: line)
        }
      } else if byte == UInt8(ascii: "\n") {
        line += 1
      }
      text.append(byte)
    }
    throw CSVError(.openQuotation, line: firstLine)
  }

  private mutating func bareField() throws(CSVError) -> String {
    let start = position
    scan: while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: ","), UInt8(ascii: "\r"), UInt8(ascii: "\n"): break scan
      case UInt8(ascii: "\""): throw CSVError(.quotationInside, line: line)
      default: position += 1
      }
    }
    return try string(bytes[start..<position])
  }

  private func string(_ bytes: ArraySlice<UInt8>) throws(CSVError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CSVError(.notUTF8, line: line)
    }
    return text
  }
}
