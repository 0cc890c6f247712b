import VectorKernels

/// Puts the blocks of a CSV file together, in the file's order.
struct CSVTableBuilder {
  let layout: CSVLayout
  let options: ReadOptions
  /// Size of the file, where it is known.
  let knownSize: Int?

  /// One value for each row kept and feature column, as in ``CSVBlock/cells``.
  private(set) var cells: [Float] = []
  private(set) var labels: [UInt32] = []
  private(set) var classes = CSVTexts()
  private(set) var ids: [String] = []
  private(set) var groupCodes: [UInt32] = []
  private(set) var groups = CSVTexts()
  private(set) var isTrusted: [Bool] = []
  private(set) var droppedRows: [Int] = []
  private(set) var droppedIDs: [String] = []
  private(set) var missingCount = 0
  private(set) var columns: [CSVColumn]
  /// Rows of the file so far, the dropped ones too.
  private(set) var rowCount = 0
  /// The first fault in the file; blocks behind it are not taken in.
  private(set) var fault: CSVFault?
  private var lineCount: Int
  private var trailingBlankLine: Int?

  init(layout: CSVLayout, options: ReadOptions, knownSize: Int?) {
    self.layout = layout
    self.options = options
    self.knownSize = knownSize
    lineCount = layout.headerLineCount
    columns = layout.featureColumns.map {
      CSVColumn(kind: layout.isNamedCategorical[$0] ? .categorical : .undecided)
    }
  }

  /// Takes in the next block, which was read from so many bytes.
  mutating func append(_ block: consuming CSVBlock, byteCount: Int) {
    guard fault == nil else { return }
    fault = (blankLineFault(before: block) ?? block.fault)?
      .moved(lines: lineCount, rows: rowCount)
    var codes: [[Int]] = []
    for (slot, column) in block.columns.enumerated() {
      do throws(CSVFault) {
        codes.append(try columns[slot].merge(column))
      } catch {
        take(error.moved(lines: lineCount, rows: rowCount))
      }
    }
    guard fault == nil else { return }
    reserve(for: block, byteCount: byteCount)
    appendCells(block.cells, codes: codes)
    let classCodes = block.classes.names.map { UInt32(classes.code(ofName: $0)) }
    for label in block.labels { labels.append(classCodes[Int(label)]) }
    ids.append(contentsOf: block.ids)
    let codesOfGroups = block.groups.names.map { UInt32(groups.code(ofName: $0)) }
    for group in block.groupCodes { groupCodes.append(codesOfGroups[Int(group)]) }
    isTrusted.append(contentsOf: block.isTrusted)
    for row in block.droppedRows { droppedRows.append(rowCount + row) }
    droppedIDs.append(contentsOf: block.droppedIDs)
    missingCount += block.missingCount
    if block.rowCount > 0 { trailingBlankLine = nil }
    trailingBlankLine = trailingBlankLine ?? block.trailingBlankLine.map { $0 + lineCount }
    rowCount += block.rowCount
    lineCount += block.lineCount
  }

  /// Keeps the fault of a column unless one before it in the file is known.
  private mutating func take(_ next: CSVFault) {
    if let fault, CSVFault.precedes(fault, next) { return }
    fault = next
  }

  /// In a file of one column a blank line before another record may be a lost cell.
  private func blankLineFault(before block: borrowing CSVBlock) -> CSVFault? {
    guard layout.columnCount == 1, block.rowCount > 0 || block.fault != nil else { return nil }
    guard rowCount > 0 || layout.columnNames != nil else { return nil }
    let line = trailingBlankLine.map { $0 - lineCount } ?? block.leadingBlankLine
    return line.map { .blankLine(line: $0, row: 0) }
  }

  /// Makes room once for as much as the whole file is likely to hold.
  private mutating func reserve(for block: borrowing CSVBlock, byteCount: Int) {
    guard let knownSize, rowCount == 0, byteCount > 0 else { return }
    let share = 1.03 * Double(knownSize) / Double(byteCount)
    cells.reserveCapacity(Int(Double(block.cells.count) * share))
    labels.reserveCapacity(Int(Double(block.labels.count) * share))
  }

  private mutating func appendCells(_ next: [Float], codes: [[Int]]) {
    let start = cells.count
    cells.append(contentsOf: next)
    for (slot, codes) in codes.enumerated() where codes.indices.contains(where: { codes[$0] != $0 })
    {
      for index in stride(from: start + slot, to: cells.count, by: columns.count)
      where !cells[index].isNaN {
        cells[index] = Float(codes[Int(cells[index])])
      }
    }
  }

  /// Gives the table away.
  ///
  /// - Throws: ``FormatError`` for the first fault in the file, or when no row or no value is left.
  consuming func table() throws(FormatError) -> DataTable {
    if let fault { throw fault.error(file: layout.file, columnNames: layout.columnNames) }
    let keptCount = rowCount - droppedRows.count
    guard keptCount > 0 else {
      throw FormatError(
        file: layout.file,
        found: rowCount == 0
          ? "a header and no rows" : "a missing value in each of the \(rowCount) rows",
        allowed: "at least one row\(rowCount == 0 ? "" : " without missing values")")
    }
    try refuseOpenHeader()
    var notes = layout.notes
    if !droppedRows.isEmpty {
      notes.append("rows with missing values left out: \(droppedRows.count) of \(rowCount)")
    }
    let labels = layout.labelColumn == nil ? nil : orderedLabels()
    let keptRows = options.missing == .drop ? rows(without: droppedRows) : nil
    let ids = layout.roles.contains(.id) ? ids : nil
    let encoding = CSVEncoding(
      layout: layout, columns: columns, rowCount: keptCount, hasMissing: missingCount > 0)
    let features = try encoding.features(of: cells, notes: &notes)
    return DataTable(
      features: features.matrix, featureNames: features.names, labels: labels, ids: ids,
      groups: layout.roles.contains(.group)
        ? LabelGroups(codes: groupCodes.lazy.map(Int.init), names: groups.names) : nil,
      isTrusted: layout.roles.contains(.trusted) ? isTrusted : nil, keptRows: keptRows,
      droppedIDs: droppedIDs, fileRowCount: rowCount, notes: notes,
      encodedColumns: features.encodedColumns)
  }

  /// Refuses a first row that may be a header: its cells that would be names occur in no other row.
  private func refuseOpenHeader() throws(FormatError) {
    guard !layout.columnsThatDecide.isEmpty, droppedRows.first != 0 else { return }
    let features = layout.featureColumns
    let isOpen = layout.columnsThatDecide.allSatisfy { column in
      guard let slot = features.firstIndex(of: column) else {
        return !labels.dropFirst().contains(labels[0])
      }
      return !stride(from: slot + features.count, to: cells.count, by: features.count)
        .contains { cells[$0] == cells[slot] }
    }
    guard isOpen else { return }
    throw CSVHeaderGuess.openError(file: layout.file, line: layout.firstLine)
  }

  private func rows(without dropped: [Int]) -> [Int] {
    let dropped = Set(dropped)
    return (0..<rowCount).filter { !dropped.contains($0) }
  }

  /// The labels with the classes that a kept row has, ordered as ``Labels/init(names:)`` does.
  private func orderedLabels() -> Labels {
    var isUsed = [Bool](repeating: false, count: classes.names.count)
    for label in labels { isUsed[Int(label)] = true }
    let used = isUsed.indices.filter { isUsed[$0] }
    let distinct = Labels(names: used.map { classes.names[$0] })
    var position = [Int](repeating: 0, count: isUsed.count)
    for (index, code) in used.enumerated() { position[code] = index }
    return distinct.selecting(rows: labels.lazy.map { position[Int($0)] })
  }
}
