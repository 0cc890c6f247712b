/// What one block of a CSV file holds; places count from the block's start.
struct CSVBlock: Sendable {
  /// One value for each row kept and feature column: a number, a category's code, or NaN if missing.
  var cells: [Float] = []
  /// The code of each kept row's label.
  var labels: [UInt32] = []
  var classes = CSVTexts()
  var ids: [String] = []
  /// Rows left out because a value is missing.
  var droppedRows: [Int] = []
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
  private let slots: [Int]
  /// Whether a column is known to hold numbers, so that a cell is most likely a plain one.
  private var isNumeric: [Bool]
  private var rowHasMissing = false
  private var block = CSVBlock()

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
      if layout.roles.contains(.id) { block.ids.removeLast() }
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

  private mutating func parseCell(
    _ bytes: Span<UInt8>, at position: inout Int, column: Int
  ) throws(CSVFault) {
    let cell: CSVCell
    do throws(CSVSyntaxFault) {
      cell = try layout.tokenizer.cell(in: bytes, from: position)
    } catch {
      throw .syntax(error, line: block.lineCount, row: block.rowCount, column: column)
    }
    switch layout.roles[column] {
    case .feature: try appendFeature(cell, in: bytes, column: column)
    case .label: try appendLabel(cell, in: bytes, column: column)
    case .id:
      let id = try text(of: cell, in: bytes, column: column)
      if id.isEmpty { throw fault(column, found: "an empty cell", allowed: "an id") }
      block.ids.append(id)
    case .ignored: break
    }
    block.lineCount += cell.lineFeeds
    position = cell.next
  }

  private func fault(_ column: Int, found: String, allowed: String) -> CSVFault {
    CSVFault(
      line: block.lineCount, row: block.rowCount, column: column, found: found, allowed: allowed)
  }

  private func text(
    of cell: CSVCell, in bytes: Span<UInt8>, column: Int
  ) throws(CSVFault) -> String {
    if let text = layout.tokenizer.text(of: cell, in: bytes) { return text }
    throw .encoding(line: block.lineCount, row: block.rowCount, column: column)
  }

  private mutating func appendLabel(
    _ cell: CSVCell, in bytes: Span<UInt8>, column: Int
  ) throws(CSVFault) {
    if let code = block.classes.cachedCode(bytes, cell.contents) {
      block.labels.append(UInt32(code))
      return
    }
    guard let name = CSVMeaning.className(try text(of: cell, in: bytes, column: column)) else {
      throw fault(
        column, found: layout.tokenizer.shown(cell, in: bytes),
        allowed: LabelName.allowed)
    }
    let code = block.classes.code(ofName: name)
    if !cell.hasDoubledQuotes { block.classes.cache(bytes, cell.contents, code: code) }
    block.labels.append(UInt32(code))
  }

  private mutating func appendFeature(
    _ cell: CSVCell, in bytes: Span<UInt8>, column: Int
  ) throws(CSVFault) {
    let slot = slots[column]
    if block.columns[slot].kind == .categorical,
      let code = block.columns[slot].categories.cachedCode(bytes, cell.contents)
    {
      block.cells.append(Float(code))
      return
    }
    if CSVMeaning.isMissing(bytes, cell.contents) {
      if missing == .error {
        throw fault(
          column, found: layout.tokenizer.shown(cell, in: bytes),
          allowed:
            "a value; or ask for rows with missing values to be dropped, or filled with the mean")
      }
      if missing == .drop { rowHasMissing = true } else { block.missingCount += 1 }
      block.cells.append(.nan)
      return
    }
    if !layout.isNamedCategorical[column] {
      let isNumber = try appendNumber(cell, in: bytes, column: column)
      if isNumber { return }
    }
    try appendCategory(cell, in: bytes, column: column)
  }

  /// Appends a cell if it is a number; says whether it was one.
  private mutating func appendNumber(
    _ cell: CSVCell, in bytes: Span<UInt8>, column: Int
  ) throws(CSVFault) -> Bool {
    let slot = slots[column]
    let value = CSVNumber.value(bytes, contents: cell.contents)
    if value == .text, block.columns[slot].kind != .numeric { return false }
    if value != .text, block.columns[slot].kind != .numeric {
      let fault = CSVColumn.numberFault(
        line: block.lineCount, row: block.rowCount, column: column,
        shown: layout.tokenizer.shown(cell, in: bytes))
      if block.columns[slot].kind == .categorical { throw fault }
      block.columns[slot].kind = .numeric
      block.columns[slot].firstOfOtherKind = fault
      isNumeric[column] = true
    }
    if case .number(let number) = value {
      block.cells.append(number)
      return true
    }
    let shown = layout.tokenizer.shown(cell, in: bytes)
    switch value {
    case .number: return true
    case .tooLarge:
      throw fault(
        column, found: shown, allowed: "a number within ±3.4028235e38, the range of Float")
    case .infinite: throw fault(column, found: shown, allowed: "a finite number")
    case .text:
      let name = try text(of: cell, in: bytes, column: column)
      throw CSVColumn.textFault(
        line: block.lineCount, row: block.rowCount, column: column,
        shown: CSVTokenizer.shown(name))
    }
  }

  private mutating func appendCategory(
    _ cell: CSVCell, in bytes: Span<UInt8>, column: Int
  ) throws(CSVFault) {
    let slot = slots[column]
    let name = try text(of: cell, in: bytes, column: column)
    if block.columns[slot].kind == .undecided {
      block.columns[slot].kind = .categorical
      block.columns[slot].firstOfOtherKind = CSVColumn.textFault(
        line: block.lineCount, row: block.rowCount, column: column,
        shown: CSVTokenizer.shown(name))
    }
    let code = block.columns[slot].categories.code(ofName: name)
    if code == block.columns[slot].firstCells.count {
      let fault = CSVColumn.categoryFault(
        line: block.lineCount, row: block.rowCount, column: column)
      if code == CSVColumn.categoryLimit { throw fault }
      block.columns[slot].firstCells.append(fault)
    }
    if !cell.hasDoubledQuotes {
      block.columns[slot].categories.cache(bytes, cell.contents, code: code)
    }
    block.cells.append(Float(code))
  }
}
