import VectorKernels

extension DataTable {
  /// Takes the labels from a file of labels alone.
  ///
  /// - Parameters:
  ///   - path: A file of any format with one value for each row.
  ///   - header: Whether a CSV file of labels has a header; see ``ColumnFile``.
  ///   - execution: Threads to read on.
  /// - Returns: Whether the file has a header.
  /// - Throws: ``FormatError`` when the file holds more than labels or another number of them.
  mutating func join(
    _ path: String, header: ReadOptions.Header, execution: Execution
  ) throws -> ReadOptions.Header {
    let file = try ColumnFile(
      path: path, role: .labels, rowCount: fileRowCount, header: header, execution: execution)
    labels = keptRows.map { file.values.selecting(rows: $0) } ?? file.values
    return file.header
  }
}

extension FormatError {
  /// Says where in a file the fault of a data set lies.
  init(_ fault: DatasetError, in table: DataTable, file: String) {
    func fileRow(_ row: Int) -> Int { table.keptRows?[row] ?? row }
    switch fault {
    case .notFinite(let row, let column, let value):
      self.init(
        file: file,
        place: Place(row: fileRow(row), column: table.featureNames?[column] ?? "x\(column)"),
        found: value.isNaN ? "a missing value (nan)" : "\(value)",
        allowed: "finite numbers up to \(Float.greatestFiniteMagnitude)")
    case .duplicateID(let id, let firstRow, let row):
      self.init(
        file: file, place: Place(row: fileRow(row)),
        found: "the id '\(Self.excerpt(id))' of row \(fileRow(firstRow)) again",
        allowed: "distinct ids")
    case .noExamples:
      self.init(file: file, found: "no examples", allowed: "at least one row")
    case .noFeatures:
      self.init(file: file, found: "no features", allowed: "at least one feature column")
    case .oneClass(let name):
      self.init(
        file: file, found: "only one class, '\(Self.excerpt(name))'",
        allowed: "labels of at least two classes")
    case .countMismatch, .classIndexOutOfRange, .duplicateClassName:
      self.init(file: file, found: fault.description, allowed: "parts that fit together")
    }
  }
}
