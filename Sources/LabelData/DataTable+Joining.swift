import VectorKernels

/// How the lines of a table of labels belong to the rows of data.
public struct LabelJoin: Equatable, Sendable {
  /// Whether lines name rows by their numbers, which change when rows go.
  public let isByNumber: Bool
  /// The row of the data's file that each line is about.
  let rowOfLine: [Int]

  /// The edits of the table that edits of the data are; rows count lines then.
  ///
  /// - Throws: ``FormatError`` for rows that have no line, and for rows to remove where lines count rows.
  func edits(_ edits: LabelEdits, of path: String) throws(FormatError) -> LabelEdits {
    if isByNumber, !edits.removed.isEmpty {
      throw FormatError(
        file: path, found: "numbers of rows, which would be others without the removed rows",
        allowed: "ids, where rows are removed")
    }
    let lineOfRow = Dictionary(uniqueKeysWithValues: rowOfLine.enumerated().map { ($1, $0) })
    if let row = edits.removed.union(edits.relabeled.keys).filter({ lineOfRow[$0] == nil }).min() {
      throw FormatError(
        file: path, found: "no label for row \(row) of the data",
        allowed: "changes to rows with one")
    }
    return LabelEdits(
      relabeled: Dictionary(
        uniqueKeysWithValues: edits.relabeled.compactMap { row, label in
          lineOfRow[row].map { ($0, label) }
        }),
      removed: Set(edits.removed.compactMap { lineOfRow[$0] }))
  }
}

extension DataTable {
  /// Takes labels, and groups if the table is to give them, from the lines that name the rows.
  ///
  /// - Parameters:
  ///   - labelTable: The table.
  ///   - options: How the data were read; with `missing: .drop`, rows without a label are left out.
  ///   - dataFile: What messages call the data.
  ///   - execution: Threads to read on.
  /// - Returns: Which line belongs to which row.
  /// - Throws: ``FormatError`` for a row named twice or not there, and for rows without a label;
  ///   ``/ArrayFiles/FileError``.
  mutating func join(
    _ labelTable: LabelTable, options: ReadOptions, dataFile: String, execution: Execution
  ) throws -> LabelJoin {
    let key: LabelTable.Key =
      labelTable.has(.id) && (ids != nil || !labelTable.has(.row)) ? .id : .row
    let isByNumber = key == .row || ids == nil
    let lines = try labelTable.lines(by: key, group: options.labelsGroup, execution: execution)
    guard let names = lines.ids, let given = lines.labels else {
      preconditionFailure("both columns were asked for")
    }
    let place = LinePlaces(
      path: labelTable.path, key: key, dataFile: dataFile, isByNumber: isByNumber)
    let rowOfName = isByNumber ? numberedRows : try namedRows(file: dataFile)
    let (rowOfLine, lineOfRow) = try place.match(names, rowOfName, rowCount: fileRowCount)
    if isByNumber, key == .id {
      notes.append(
        "the ids of \(labelTable.path) are numbers of rows, from 0: there are no ids here")
    }
    let fileRows = keptRows ?? Array(0..<fileRowCount)
    let labeled = fileRows.indices.filter { lineOfRow[fileRows[$0]] != nil }
    if labeled.count < fileRows.count {
      let count = fileRows.count - labeled.count
      guard options.missing == .drop else {
        let first = fileRows.indices.first { lineOfRow[fileRows[$0]] == nil } ?? 0
        throw place.unlabeled(
          row: fileRows[first], id: isByNumber ? nil : ids?[first], count: count, of: fileRows.count
        )
      }
      notes.append(
        "rows without a label in \(labelTable.path) left out: \(count) of \(fileRows.count)")
      keep(labeled)
    }
    let used = labeled.compactMap { lineOfRow[fileRows[$0]] }
    labels = Labels(names: used.map(given.name(at:)))
    if let found = lines.groups { groups = found.selecting(rows: used) }
    return LabelJoin(isByNumber: isByNumber, rowOfLine: rowOfLine)
  }

  private var numberedRows: [String: Int] {
    Dictionary(uniqueKeysWithValues: (0..<fileRowCount).map { (String($0), $0) })
  }

  /// The row of the file that each id stands for, those that were left out too.
  private func namedRows(file: String) throws(FormatError) -> [String: Int] {
    var fileRows = keptRows ?? Array(0..<fileRowCount)
    if !droppedIDs.isEmpty {
      let kept = Set(fileRows)
      fileRows += (0..<fileRowCount).filter { !kept.contains($0) }
    }
    var rows: [String: Int] = [:]
    for (row, id) in zip(fileRows, (ids ?? []) + droppedIDs) {
      if let first = rows.updateValue(row, forKey: id) {
        throw FormatError(
          file: file, place: .init(row: max(first, row)),
          found: "the id '\(FormatError.excerpt(id))' of row \(min(first, row)) again",
          allowed: "distinct ids")
      }
    }
    return rows
  }
}

/// Where the lines of a table of labels belong, and what stands in the way.
private struct LinePlaces {
  let path: String
  let key: LabelTable.Key
  let dataFile: String
  let isByNumber: Bool

  /// Finds the row of every line.
  ///
  /// - Throws: ``FormatError`` for a row named twice, and for names of none.
  func match(
    _ names: [String], _ rowOfName: [String: Int], rowCount: Int
  ) throws(FormatError) -> (rowOfLine: [Int], lineOfRow: [Int: Int]) {
    var rowOfLine: [Int] = []
    var lineOfRow: [Int: Int] = [:]
    var unknown: [Int] = []
    for (line, name) in names.enumerated() {
      guard let row = rowOfName[name] else {
        unknown.append(line)
        continue
      }
      if let first = lineOfRow.updateValue(line, forKey: row) {
        throw fault(
          line, "'\(FormatError.excerpt(name))', which row \(first) names already",
          "each \(key.rawValue) once")
      }
      rowOfLine.append(row)
    }
    guard let first = unknown.first else { return (rowOfLine, lineOfRow) }
    let others = unknown.count == 1 ? "" : " and \(unknown.count - 1) more that \(dataFile) lacks"
    let numbers = "numbers of rows of \(dataFile), 0 to \(rowCount - 1)"
    throw fault(
      first, "'\(FormatError.excerpt(names[first]))'\(others)",
      key == .row
        ? numbers
        : isByNumber
          ? "\(numbers), as it has no ids; or name its column of ids (see --id)"
          : "ids of \(dataFile)")
  }

  private func fault(_ line: Int, _ found: String, _ allowed: String) -> FormatError {
    FormatError(
      file: path, place: .init(row: line, column: key.rawValue), found: found, allowed: allowed)
  }

  /// The error for rows of the data that no line names.
  func unlabeled(row: Int, id: String?, count: Int, of total: Int) -> FormatError {
    let name = id.map { "the id '\(FormatError.excerpt($0))', which" } ?? "a row that"
    return FormatError(
      file: dataFile, place: .init(row: row),
      found: "\(name) \(path) gives no label, as \(count) of \(total) rows",
      allowed: "rows with a label; or ask for those without to be dropped (--missing drop)")
  }
}
