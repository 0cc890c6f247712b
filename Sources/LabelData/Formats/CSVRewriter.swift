import ArrayFiles

/// Copies a CSV file with some labels changed and some rows left out.
struct CSVRewriter {
  private var source: CSVSource
  private let layout: CSVLayout
  private let edits: LabelEdits
  /// Bytes before the first row.
  private var start: [UInt8]
  private let recordLimit: Int
  private var row = 0
  /// Whether the last line read is a row that is left out.
  private var endsInRemovedRow = false
  private var line: Int

  init(source: CSVSource, options: ReadOptions, edits: LabelEdits) throws {
    self.source = source
    let head = try self.source.readHead()
    layout = try CSVLayout(head: head, options: options, file: source.file)
    self.edits = edits
    recordLimit = source.recordLimit
    start = head.mark + self.source.take(layout.headerByteCount)
    line = layout.headerLineCount
    if layout.labelColumn == nil, let first = edits.relabeled.keys.min() {
      throw FormatError(
        file: layout.file, place: FormatError.Place(row: first),
        found: "a new label for a file without labels", allowed: "rows to remove")
    }
    for (row, label) in edits.relabeled.sorted(by: { $0.key < $1.key })
    where CSVMeaning.className(label) == nil {
      throw FormatError(
        file: layout.file, place: FormatError.Place(row: row),
        found: "the new label \(CSVTokenizer.shown(label))",
        allowed: LabelName.allowed)
    }
  }

  /// Copies the whole file to `write`.
  mutating func run(_ write: ([UInt8]) throws(FileError) -> Void) throws {
    try write(start)
    var buffer: [UInt8] = []
    while let block = try source.next(into: &buffer) {
      if block.isOverlong {
        throw error(.overlong(line: line, row: row, recordLimit: recordLimit))
      }
      var copied: [UInt8] = []
      do throws(CSVFault) {
        copied = try copy(of: buffer.span)
      } catch {
        throw self.error(error)
      }
      // If the last row is left out, so is the line feed that was added to it.
      if block.hasAddedLineFeed, !endsInRemovedRow { copied.removeLast() }
      try write(copied)
    }
    if let beyond = (Array(edits.relabeled.keys) + edits.removed).filter({ !(0..<row ~= $0) }).min()
    {
      throw FormatError(
        file: layout.file, place: FormatError.Place(row: beyond), found: "no such row",
        allowed: "rows 0 to \(row - 1)")
    }
  }

  private func error(_ fault: CSVFault) -> FormatError {
    fault.error(file: layout.file, columnNames: layout.columnNames)
  }

  private mutating func copy(of bytes: Span<UInt8>) throws(CSVFault) -> [UInt8] {
    let tokenizer = layout.tokenizer
    let labelColumn = layout.labelColumn
    var copy: [UInt8] = []
    copy.reserveCapacity(bytes.count)
    var position = 0
    while position < bytes.count {
      let start = position
      if tokenizer.endsLine(bytes, at: position) {
        position = tokenizer.afterLineEnd(bytes, at: position)
        line += 1
        Self.append(bytes, start..<position, to: &copy)
        endsInRemovedRow = false
        continue
      }
      var labelCell: CSVCell?
      var column = 0
      let firstLine = line
      while true {
        let cell: CSVCell
        do throws(CSVSyntaxFault) {
          cell = try tokenizer.cell(in: bytes, from: position)
        } catch {
          throw .syntax(error, line: line, row: row, column: min(column, layout.columnCount - 1))
        }
        if column == labelColumn { labelCell = cell }
        column += 1
        line += cell.lineFeeds
        position = cell.next
        guard bytes[position] == tokenizer.delimiter else { break }
        position += 1
      }
      position = tokenizer.afterLineEnd(bytes, at: position)
      line += 1
      guard column == layout.columnCount else {
        throw .cellCount(column, allowed: layout.columnCount, line: firstLine, row: row)
      }
      endsInRemovedRow = edits.removed.contains(row)
      if !endsInRemovedRow {
        append(bytes, start..<position, labelCell: labelCell, to: &copy)
      }
      row += 1
    }
    return copy
  }

  private func append(
    _ bytes: Span<UInt8>, _ record: Range<Int>, labelCell: CSVCell?, to copy: inout [UInt8]
  ) {
    guard let label = edits.relabeled[row], let labelCell else {
      Self.append(bytes, record, to: &copy)
      return
    }
    let contents = labelCell.contents
    let text = Self.withZeros(label, as: contents.map { bytes[$0] })
    Self.append(bytes, record.lowerBound..<contents.lowerBound, to: &copy)
    if labelCell.isQuoted {
      copy.append(contentsOf: CSVWriter.escaped(text))
    } else if CSVWriter.needsQuotes(text, delimiter: layout.tokenizer.delimiter) {
      // Spaces outside quotes are not allowed, so those around the old label go.
      while let last = copy.last, CSVTokenizer.isBlank(last), last != layout.tokenizer.delimiter {
        copy.removeLast()
      }
      copy.append(contentsOf: CSVWriter.quoted(text))
      Self.append(bytes, labelCell.next..<record.upperBound, to: &copy)
      return
    } else {
      copy.append(contentsOf: text.utf8)
    }
    Self.append(bytes, contents.upperBound..<record.upperBound, to: &copy)
  }

  /// A whole number's text with as many zeros behind the point as the old label has.
  private static func withZeros(_ label: String, as old: [UInt8]) -> String {
    guard let point = old.firstIndex(of: UInt8(ascii: ".")), Int(label) != nil else { return label }
    let isNumber = old.allSatisfy {
      $0 &- 48 < 10 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
    }
    guard isNumber else { return label }
    return label + String(decoding: old[point...], as: UTF8.self)
  }

  private static func append(_ bytes: Span<UInt8>, _ range: Range<Int>, to copy: inout [UInt8]) {
    for index in range { copy.append(bytes[index]) }
  }
}
