import ArrayFiles
import VectorKernels

extension DataTable {
  /// Takes the labels from a file of labels alone.
  ///
  /// - Parameters:
  ///   - path: A file of any format with one value for each row.
  ///   - rowCount: Number of rows of the data file, before any were left out.
  ///   - header: Whether a CSV file of labels has a header; if that is to be found out, it has one when it
  ///     holds one line more than there are rows.
  ///   - execution: Threads to read on.
  /// - Returns: Whether the file has a header.
  /// - Throws: ``FormatError`` when the file holds more than labels or another number of them.
  mutating func join(
    _ path: String, rowCount: Int, header: ReadOptions.Header, execution: Execution
  ) throws -> ReadOptions.Header {
    let format = try DataFormats.format(ofFile: path)
    var header = header
    var other = try format.read(
      ByteReader(path: path), options: ReadOptions(header: header == .automatic ? .absent : header),
      execution: execution)
    if header == .automatic, other.labels?.count == rowCount + 1 {
      header = .present
      other = try format.read(
        ByteReader(path: path), options: ReadOptions(header: header), execution: execution)
    } else if header == .automatic {
      header = .absent
    }
    guard let given = other.labels, other.features.columnCount == 0 else {
      throw FormatError(
        file: path, found: "\(other.features.columnCount) columns of features",
        allowed: "one column, the labels")
    }
    guard given.count == rowCount else {
      throw FormatError(
        file: path, found: "\(given.count) labels",
        allowed: "\(rowCount), one for each row of data")
    }
    labels = keptRows.map { given.selecting(rows: $0) } ?? given
    return header
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
