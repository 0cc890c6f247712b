/// How a CSV file begins: its delimiter and its first two records.
struct CSVHead {
  /// The byte order mark, or nothing.
  let mark: [UInt8]
  /// The byte between cells.
  let delimiter: UInt8
  /// The cells of the first record.
  private(set) var first: [String] = []
  /// The cells of the second record, up to a fault if there is one; `nil` when there is no such record.
  private(set) var second: [String]?
  /// What is wrong with the second record, without its row.
  private(set) var secondFault: CSVFault?
  /// Number of lines before the first record.
  private(set) var blankLineCount = 0
  /// Number of bytes up to the end of the first record, without the mark.
  private(set) var firstByteCount = 0
  /// Number of lines up to the end of the first record.
  private(set) var firstLineCount = 0
  /// The file as the user named it.
  let file: String

  /// Reads the first two records; `nil` when they go on beyond the bytes.
  ///
  /// - Parameters:
  ///   - bytes: The beginning of the file after the mark, up to a line feed.
  ///   - isWholeFile: Nothing follows.
  ///   - mark: The byte order mark.
  ///   - file: The file's name for messages.
  /// - Throws: ``FormatError`` when there is no record, or these are malformed.
  init?(
    _ bytes: Span<UInt8>, isWholeFile: Bool, mark: [UInt8], file: String
  ) throws(FormatError) {
    self.mark = mark
    self.file = file
    if bytes.count >= 2,
      (bytes[0], bytes[1]) == (0xFF, 0xFE) || (bytes[0], bytes[1]) == (0xFE, 0xFF)
    {
      throw FormatError(file: file, found: "UTF-16 text", allowed: "UTF-8")
    }
    guard let delimiter = try Self.delimiter(of: bytes, isWholeFile: isWholeFile, file: file)
    else { return nil }
    self.delimiter = delimiter
    let tokenizer = CSVTokenizer(delimiter: delimiter)
    var position = 0
    var line = 0
    while second == nil {
      while position < bytes.count, tokenizer.endsLine(bytes, at: position) {
        position = tokenizer.afterLineEnd(bytes, at: position)
        line += 1
      }
      guard position < bytes.count else {
        if !isWholeFile { return nil }
        break
      }
      var record: [String] = []
      if first.isEmpty { blankLineCount = line }
      do throws(CSVFault) {
        try Self.parse(&record, in: bytes, at: &position, line: &line, tokenizer: tokenizer)
      } catch {
        if error.found == CSVSyntaxFault.unclosedQuote.found, !isWholeFile { return nil }
        // A fault in the second record is better told by who knows which row and column it is in.
        if first.isEmpty { throw error.error(file: file, columnNames: nil) }
        secondFault = error
      }
      if first.isEmpty {
        first = record
        (firstByteCount, firstLineCount) = (position, line)
      } else {
        second = record
      }
    }
    if first.isEmpty {
      throw FormatError(file: file, found: "no line that is not blank", allowed: "at least one row")
    }
  }

  private static func parse(
    _ record: inout [String], in bytes: Span<UInt8>, at position: inout Int, line: inout Int,
    tokenizer: CSVTokenizer
  ) throws(CSVFault) {
    let firstLine = line
    while true {
      let cell: CSVCell
      do throws(CSVSyntaxFault) {
        cell = try tokenizer.cell(in: bytes, from: position)
      } catch {
        throw .syntax(error, line: line, row: nil, column: record.count)
      }
      guard let text = tokenizer.text(of: cell, in: bytes) else {
        throw .encoding(line: firstLine, row: nil, column: record.count)
      }
      record.append(text)
      line += cell.lineFeeds
      if tokenizer.endsLine(bytes, at: cell.next) {
        position = tokenizer.afterLineEnd(bytes, at: cell.next)
        line += 1
        return
      }
      position = cell.next + 1
    }
  }

  /// The delimiter that the first record uses: comma, or tab or semicolon where there are no commas.
  ///
  /// - Returns: `nil` when the record goes on beyond the bytes.
  private static func delimiter(
    of bytes: Span<UInt8>, isWholeFile: Bool, file: String
  ) throws(FormatError) -> UInt8? {
    var counts: [UInt8: Int] = [:]
    var isInsideQuotes = false
    var hasBegun = false
    var hasEnded = false
    var index = 0
    while index < bytes.count, !hasEnded {
      let byte = bytes[index]
      if byte == CSVTokenizer.quote { isInsideQuotes.toggle() }
      if !isInsideQuotes {
        counts[byte, default: 0] += 1
        hasEnded = byte == CSVTokenizer.lineFeed && hasBegun
      }
      if byte != CSVTokenizer.lineFeed, byte != CSVTokenizer.carriageReturn { hasBegun = true }
      index += 1
    }
    guard hasEnded || isWholeFile else { return nil }
    let commas = counts[UInt8(ascii: ",")] ?? 0
    let semicolons = counts[UInt8(ascii: ";")] ?? 0
    let tabs = counts[UInt8(ascii: "\t")] ?? 0
    if commas == 0 {
      if tabs > 0, semicolons == 0 { return UInt8(ascii: "\t") }
      if semicolons > 0, tabs == 0 { return UInt8(ascii: ";") }
    }
    guard max(tabs, semicolons) < max(commas, 1) else {
      throw FormatError(
        file: file, place: FormatError.Place(line: 1),
        found: "\(commas) commas, \(semicolons) semicolons and \(tabs) tabs outside quotes",
        allowed: "one delimiter, and decimal points, not decimal commas")
    }
    return UInt8(ascii: ",")
  }

  /// The delimiter's name.
  var delimiterName: String {
    switch delimiter {
    case UInt8(ascii: ";"): "semicolon"
    case UInt8(ascii: "\t"): "tab"
    default: "comma"
    }
  }
}
