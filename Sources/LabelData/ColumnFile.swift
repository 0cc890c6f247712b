import ArrayFiles
public import VectorKernels

/// A file of any format with one value for each row of other data: labels, or the groups of labels.
public struct ColumnFile: Equatable, Sendable {
  /// What the values are, for messages.
  public enum Role: String, Sendable {
    /// The labels.
    case labels
    /// Where each label comes from.
    case groups
  }

  /// The values as classes, one for each row.
  public let values: Labels
  /// Whether a CSV file has a header.
  public let header: ReadOptions.Header

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: A file of any format with one value for each row.
  ///   - role: What the values are.
  ///   - rowCount: Number of rows that the values belong to.
  ///   - header: Whether a CSV file has a header; if that is to be found out, it has one when it holds one line more
  ///     than there are rows.
  ///   - execution: Threads to read on.
  /// - Throws: ``FormatError`` when the file holds more than one column, as a table of labels does, or another number of
  ///   values;
  ///   ``/ArrayFiles/FileError``.
  public init(
    path: String, role: Role, rowCount: Int, header: ReadOptions.Header = .automatic,
    execution: Execution = Execution()
  ) throws {
    if let table = try LabelTable(path: path) {
      throw FormatError(
        file: path, found: "a table of labels, with the columns \(FormatError.list(table.columns))",
        allowed: "one column, the \(role.rawValue); tables are for the labels of data (--labels)")
    }
    let format = try DataFormats.format(ofFile: path)
    func read(_ header: ReadOptions.Header) throws -> DataTable {
      try format.read(
        ByteReader(path: path), options: ReadOptions(header: header), execution: execution)
    }
    var header = header
    var table = try read(header == .automatic ? .absent : header)
    if header == .automatic {
      header = table.labels?.count == rowCount + 1 ? .present : .absent
      if header == .present { table = try read(header) }
    }
    guard let values = table.labels, table.features.columnCount == 0 else {
      throw FormatError(
        file: path, found: "\(table.features.columnCount) columns of features",
        allowed: "one column, the \(role.rawValue)"
          + (role == .labels && format is CSVFormat
            ? "; or a header with 'label' and 'id' or 'row'" : ""))
    }
    guard values.count == rowCount else {
      throw FormatError(
        file: path, found: "\(values.count) \(role.rawValue)",
        allowed: "\(rowCount), one for each row of data")
    }
    self.values = values
    self.header = header
  }
}

extension LabelGroups {
  /// Takes the values of a file for groups.
  public init(_ file: ColumnFile) {
    self.init(codes: file.values.classIndices, names: file.values.classNames)
  }
}
