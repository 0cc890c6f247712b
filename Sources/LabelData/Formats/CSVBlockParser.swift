/// What one block of a CSV file holds; places count from the block's start.
struct CSVBlock: Sendable {
  /// One value for each row kept and feature column: a number, a category's code, or NaN if missing.
  var cells: [Float] = []
  /// The code of each kept row's label.
  var labels: [UInt32] = []
  var classes = CSVTexts()
  var ids: [String] = []
  /// The code of each kept row's group.
  var groupCodes: [UInt32] = []
  var groups = CSVTexts()
  var isTrusted: [Bool] = []
  /// Rows left out because a value is missing, and their ids, if there are any.
  var droppedRows: [Int] = []
  var droppedIDs: [String] = []
  /// Missing values in the rows kept.
  var missingCount = 0
  /// One for each feature column.
  var columns: [CSVColumn] = []
  var rowCount = 0
  var lineCount = 0
  /// The first of the blank lines before the first record.
  var leadingBlankLine: Int?
  /// The first of the blank lines after the last record.
  var trailingBlankLine: Int?
  /// The first fault; nothing behind it was read.
  var fault: CSVFault?
}

/// Reads the rows of one block.
struct CSVBlockParser {
  let layout: CSVLayout
  let missing: ReadOptions.Missing
  private let powersOfTen = CSVNumber.powersOfTen
  /// The place of each column among the feature columns.
  let slots: [Int]
  /// Whether a column is known to hold numbers, so that a cell is most likely a plain one.
  var isNumeric: [Bool]
  var rowHasMissing = false
  var block = CSVBlock()

  init(layout: CSVLayout, missing: ReadOptions.Missing) {
    self.layout = layout
    self.missing = missing
    var slot = 0
    slots = layout.roles.map { role in
      defer { if role == .feature { slot += 1 } }
      return slot
    }
    isNumeric = Array(repeating: false, count: layout.columnCount)
    for column in layout.featureColumns {
      block.columns.append(
        CSVColumn(kind: layout.isNamedCategorical[column] ? .categorical : .undecided))
    }
  }

  /// Reads a block that ends in a line feed.
  consuming func parse(_ bytes: Span<UInt8>) -> CSVBlock {
    do throws(CSVFault) {
      try parseRows(bytes)
    } catch {
      block.fault = error
    }
    return block
  }

  private mutating func parseRows(_ bytes: Span<UInt8>) throws(CSVFault) {
    let tokenizer = layout.tokenizer
    let delimiter = tokenizer.delimiter
    let lastColumn = layout.columnCount - 1
    let table = powersOfTen
    let powers = table.span
    var position = 0
    while position < bytes.count {
      if tokenizer.endsLine(bytes, at: position) {
        if block.trailingBlankLine == nil { block.trailingBlankLine = block.lineCount }
        position = tokenizer.afterLineEnd(bytes, at: position)
        block.lineCount += 1
        continue
      }
      if let line = block.trailingBlankLine {
        if block.rowCount == 0 {
          block.leadingBlankLine = line
        } else if lastColumn == 0 {
          throw .blankLine(line: line, row: block.rowCount)
        }
        block.trailingBlankLine = nil
      }
      let firstLine = block.lineCount
      for column in 0...lastColumn {
        let start = position
        if isNumeric[column] {
          let value = CSVNumber.scan(bytes, at: &position, powers: powers)
          let byte = unsafe bytes[unchecked: position]
          if value.isFinite, byte == delimiter || tokenizer.endsLine(bytes, at: position) {
            block.cells.append(value)
          } else {
            position = start
            try parseCell(bytes, at: &position, column: column)
          }
        } else {
          try parseCell(bytes, at: &position, column: column)
        }
        let isDelimited = unsafe bytes[unchecked: position] == delimiter
        if isDelimited != (column < lastColumn) {
          throw cellCountFault(bytes, at: position, cellCount: column + 1, line: firstLine)
        }
        if isDelimited { position += 1 }
      }
      position = tokenizer.afterLineEnd(bytes, at: position)
      block.lineCount += 1
      finishRow()
    }
  }

  private mutating func finishRow() {
    if rowHasMissing {
      rowHasMissing = false
      block.cells.removeLast(block.columns.count)
      if layout.labelColumn != nil { block.labels.removeLast() }
      if layout.roles.contains(.id) { block.droppedIDs.append(block.ids.removeLast()) }
      if layout.roles.contains(.group) { block.groupCodes.removeLast() }
      if layout.roles.contains(.trusted) { block.isTrusted.removeLast() }
      block.droppedRows.append(block.rowCount)
    }
    block.rowCount += 1
  }

  /// The fault of a record with too few or too many cells; the position is behind a cell.
  private func cellCountFault(
    _ bytes: Span<UInt8>, at position: Int, cellCount: Int, line: Int
  ) -> CSVFault {
    var count = cellCount
    var position = position
    while bytes[position] == layout.tokenizer.delimiter {
      guard let cell = try? layout.tokenizer.cell(in: bytes, from: position + 1) else { break }
      position = cell.next
      count += 1
    }
    return .cellCount(count, allowed: layout.columnCount, line: line, row: block.rowCount)
  }
}
