import VectorKernels

extension DataTable {
  /// Takes the labels from the labels file, if there is one.
  ///
  /// - Parameters:
  ///   - options: How the data were read; what is found out about the file is added.
  ///   - dataFile: What messages call the data.
  ///   - execution: Threads to read on.
  /// - Throws: ``FormatError`` when the labels do not belong to the rows; ``/ArrayFiles/FileError``.
  mutating func joinLabels(
    _ options: inout ReadOptions, dataFile: String, execution: Execution
  ) throws {
    guard let path = options.labelsFile else { return }
    if let labelTable = try LabelTable(path: path) {
      options.labelJoin = try join(
        labelTable, options: options, dataFile: dataFile, execution: execution)
      return
    }
    let file = try ColumnFile(
      path: path, role: .labels, rowCount: fileRowCount, header: options.labelsHeader,
      execution: execution)
    labels = keptRows.map { file.values.selecting(rows: $0) } ?? file.values
    options.labelsHeader = file.header
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
