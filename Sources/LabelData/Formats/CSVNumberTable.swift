import ArrayFiles

/// A CSV file of numbers alone, each rounded once to `Double`.
struct CSVNumberTable {
  let rowCount: Int
  let columnCount: Int
  /// The names in the header; `nil` without one.
  let columnNames: [String]?
  /// All values, row after row.
  let elements: [Double]

  /// Reads a file; the first record is a header as ``ReadOptions/Header/automatic`` says.
  ///
  /// Where that leaves open whether `0,1` are names or numbers, the number of rows decides.
  ///
  /// - Parameters:
  ///   - reader: The file.
  ///   - expectedCount: Number of rows that it should have, where it is known.
  /// - Throws: ``FormatError`` for a cell that is no number, ``/ArrayFiles/FileError``.
  init(_ reader: ByteReader, rowCount expectedCount: Int?) throws {
    let format = CSVFormat()
    var source = CSVSource(
      reader: reader, blockSize: format.blockSize, recordLimit: format.recordLimit)
    let head = try source.readHead()
    let guess = try CSVHeaderGuess(head, option: .automatic, names: [])
    var parser = Parser(
      tokenizer: CSVTokenizer(delimiter: head.delimiter), columnCount: head.first.count)
    if guess.hasHeader {
      _ = source.take(head.firstByteCount)
      parser.line = head.firstLineCount
    }
    var buffer: [UInt8] = []
    while let block = try source.next(into: &buffer) {
      do throws(CSVFault) {
        if block.isOverlong {
          throw .overlong(line: parser.line, row: parser.row, recordLimit: format.recordLimit)
        }
        try parser.parse(buffer.span)
      } catch {
        throw error.error(file: reader.name, columnNames: guess.hasHeader ? head.first : nil)
      }
    }
    let isNamed = guess.isOpen && parser.row - 1 == expectedCount
    if guess.isOpen, !isNamed, parser.row != expectedCount {
      throw CSVHeaderGuess.openError(file: reader.name, line: head.blankLineCount + 1)
    }
    columnCount = parser.columnCount
    columnNames = guess.hasHeader || isNamed ? head.first : nil
    rowCount = isNamed ? parser.row - 1 : parser.row
    elements = isNamed ? Array(parser.elements.dropFirst(columnCount)) : parser.elements
  }

  /// Reads rows of cells, block after block.
  private struct Parser {
    let tokenizer: CSVTokenizer
    let columnCount: Int
    var line = 0
    var row = 0
    var elements: [Double] = []

    init(tokenizer: CSVTokenizer, columnCount: Int) {
      self.tokenizer = tokenizer
      self.columnCount = columnCount
    }

    /// Reads a block that ends in a line feed.
    mutating func parse(_ bytes: Span<UInt8>) throws(CSVFault) {
      var position = 0
      while position < bytes.count {
        if tokenizer.endsLine(bytes, at: position) {
          position = tokenizer.afterLineEnd(bytes, at: position)
          line += 1
          continue
        }
        var column = 0
        while true {
          try parseCell(bytes, at: &position, column: column)
          column += 1
          guard bytes[position] == tokenizer.delimiter else { break }
          position += 1
        }
        guard column == columnCount else {
          throw .cellCount(column, allowed: columnCount, line: line, row: row)
        }
        position = tokenizer.afterLineEnd(bytes, at: position)
        line += 1
        row += 1
      }
    }

    private mutating func parseCell(
      _ bytes: Span<UInt8>, at position: inout Int, column: Int
    ) throws(CSVFault) {
      let cell: CSVCell
      do throws(CSVSyntaxFault) {
        cell = try tokenizer.cell(in: bytes, from: position)
      } catch {
        throw .syntax(error, line: line, row: row, column: min(column, columnCount - 1))
      }
      let text = String(decoding: cell.contents.map { bytes[$0] }, as: UTF8.self)
      // Swift reads hexadecimal numbers, which these files do not have.
      guard let value = Double(text), value.isFinite, !text.utf8.contains(UInt8(ascii: "x")) else {
        if column >= columnCount {
          throw .cellCount(column + 1, allowed: columnCount, line: line, row: row)
        }
        throw CSVFault(
          line: line, row: row, column: column, found: tokenizer.shown(cell, in: bytes),
          allowed: "a finite number")
      }
      elements.append(value)
      position = cell.next
    }
  }
}
