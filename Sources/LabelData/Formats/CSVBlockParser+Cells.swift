extension CSVBlockParser {
  /// Reads the cell at a position, which is moved behind it.
  mutating func parseCell(
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
    case .group: try appendGroup(cell, in: bytes, column: column)
    case .trusted:
      let text = try text(of: cell, in: bytes, column: column)
      guard let value = LabelName.truthValue(text) else {
        throw fault(
          column, found: layout.tokenizer.shown(cell, in: bytes), allowed: LabelName.truthValues)
      }
      block.isTrusted.append(value)
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

  private mutating func appendGroup(
    _ cell: CSVCell, in bytes: Span<UInt8>, column: Int
  ) throws(CSVFault) {
    if let code = block.groups.cachedCode(bytes, cell.contents) {
      block.groupCodes.append(UInt32(code))
      return
    }
    let name = try text(of: cell, in: bytes, column: column)
    if name.isEmpty {
      throw fault(column, found: "an empty cell", allowed: "a group, where the label comes from")
    }
    let code = block.groups.code(ofName: name)
    if !cell.hasDoubledQuotes { block.groups.cache(bytes, cell.contents, code: code) }
    block.groupCodes.append(UInt32(code))
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
