/// One cell of a block, by its position there.
struct CSVCell {
  /// The contents: between the quotes, or without the spaces around.
  var contents: Range<Int>
  /// Where the delimiter or the line end after the cell stands.
  var next: Int
  /// The cell is quoted.
  var isQuoted = false
  /// The contents hold doubled quotes.
  var hasDoubledQuotes = false
  /// Number of line feeds inside the quotes.
  var lineFeeds = 0
}

/// What makes a cell no cell; places are up to the caller, who knows them.
enum CSVSyntaxFault: Error {
  case strayQuote, textAfterQuote, unclosedQuote, loneCarriageReturn

  var found: String {
    switch self {
    case .strayQuote: "a quote inside an unquoted cell"
    case .textAfterQuote: "text after the closing quote of a cell"
    case .unclosedQuote: "a quote that is never closed"
    case .loneCarriageReturn: "a carriage return without a line feed"
    }
  }

  var allowed: String {
    switch self {
    case .strayQuote: "quotes around a whole cell, without spaces outside them, and doubled inside"
    case .textAfterQuote: "a delimiter or a line end there; quotes inside a quoted cell are doubled"
    case .unclosedQuote: "a closing quote"
    case .loneCarriageReturn: "LF or CRLF at line ends; inside quotes, anything"
    }
  }
}

/// Finds cells in a block of bytes that ends in a line feed.
struct CSVTokenizer: Sendable {
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let quote = UInt8(ascii: "\"")

  /// The byte between cells.
  let delimiter: UInt8

  /// The cell that begins at a position.
  ///
  /// - Precondition: `start < bytes.count`, and the last byte is a line feed.
  func cell(in bytes: Span<UInt8>, from start: Int) throws(CSVSyntaxFault) -> CSVCell {
    if bytes[start] == Self.quote { return try quotedCell(in: bytes, from: start) }
    var next = start
    while true {
      let byte = bytes[next]
      if byte == delimiter || byte == Self.lineFeed { break }
      if byte == Self.carriageReturn {
        guard endsLine(bytes, at: next) else { throw .loneCarriageReturn }
        break
      }
      if byte == Self.quote { throw .strayQuote }
      next += 1
    }
    var contents = start..<next
    while let first = contents.first, Self.isBlank(bytes[first]) { contents.removeFirst() }
    while let last = contents.last, Self.isBlank(bytes[last]) { contents.removeLast() }
    return CSVCell(contents: contents, next: next)
  }

  private func quotedCell(
    in bytes: Span<UInt8>, from start: Int
  ) throws(CSVSyntaxFault) -> CSVCell {
    var cell = CSVCell(contents: start..<start, next: start + 1, isQuoted: true)
    while cell.next < bytes.count {
      let byte = bytes[cell.next]
      if byte == Self.quote {
        let after = cell.next + 1
        guard after < bytes.count, bytes[after] == Self.quote else { break }
        cell.hasDoubledQuotes = true
        cell.next = after
      } else if byte == Self.lineFeed {
        cell.lineFeeds += 1
      }
      cell.next += 1
    }
    guard cell.next < bytes.count else { throw .unclosedQuote }
    cell.contents = start + 1..<cell.next
    cell.next += 1
    guard cell.next < bytes.count else { throw .unclosedQuote }
    let byte = bytes[cell.next]
    guard byte == delimiter || endsLine(bytes, at: cell.next) else { throw .textAfterQuote }
    return cell
  }

  /// Whether LF or CRLF stands at a position.
  func endsLine(_ bytes: Span<UInt8>, at position: Int) -> Bool {
    bytes[position] == Self.lineFeed
      || (bytes[position] == Self.carriageReturn && position + 1 < bytes.count
        && bytes[position + 1] == Self.lineFeed)
  }

  /// The position after the line end at a position.
  func afterLineEnd(_ bytes: Span<UInt8>, at position: Int) -> Int {
    position + (bytes[position] == Self.lineFeed ? 1 : 2)
  }

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  /// A cell's text; `nil` when it is not UTF-8 or has a NUL byte.
  func text(of cell: CSVCell, in bytes: Span<UInt8>) -> String? {
    let contents = bytes.extracting(cell.contents)
    for index in contents.indices where contents[index] == 0 { return nil }
    guard cell.hasDoubledQuotes else { return Self.text(contents) }
    var single: [UInt8] = []
    var index = 0
    while index < contents.count {
      single.append(contents[index])
      index += contents[index] == Self.quote ? 2 : 1
    }
    return Self.text(single.span)
  }

  private static func text(_ bytes: Span<UInt8>) -> String? {
    do throws(UTF8.ValidationError) {
      return String(copying: try UTF8Span(validating: bytes))
    } catch {
      return nil
    }
  }

  /// A cell's text as far as it is legible, in quotes and shortened, for messages.
  func shown(_ cell: CSVCell, in bytes: Span<UInt8>) -> String {
    if cell.contents.isEmpty { return "an empty cell" }
    let start = bytes.extracting(cell.contents).extracting(first: 120)
    return Self.shown(String(decoding: start.indices.map { start[$0] }, as: UTF8.self))
  }

  /// A text in quotes, shortened, on one line.
  static func shown(_ text: String) -> String { "'\(FormatError.excerpt(text))'" }
}
