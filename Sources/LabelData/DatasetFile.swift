import ArrayFiles
public import VectorKernels

/// Data sets as files: the format found by name, the labels joined from a second file, everything checked.
public enum DatasetFile {
  /// What a file gave.
  public struct Contents: Equatable, Sendable {
    /// The data set; at least two classes have examples unless one was allowed.
    public let dataset: Dataset
    /// Number of rows of the file, those that were left out too.
    public let fileRowCount: Int
    /// What the user should be told: the label column chosen, columns encoded, rows dropped.
    public let notes: [String]
    /// The file's row of each example, when rows with missing values were left out; else `nil`.
    public var keptRows: [Int]? { dataset.keptRows }
    /// The options with all that the reading found out; what ``DatasetFile/rewrite(path:options:edits:output:featuresOutput:expecting:)``
    /// is to be given.
    public let options: ReadOptions

    /// Counts the rows of edits in the file's order rather than the data set's.
    ///
    /// - Precondition: the rows are rows of the data set.
    public func fileEdits(_ edits: LabelEdits) -> LabelEdits {
      guard let keptRows else { return edits }
      let relabeled = edits.relabeled.map { (keptRows[$0.key], $0.value) }
      return LabelEdits(
        relabeled: Dictionary(uniqueKeysWithValues: relabeled),
        removed: Set(edits.removed.map { keptRows[$0] }))
    }
  }

  /// Reads a data set from a file whose name, or magic number, tells the format.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - options: Which column is what, and the labels file if there is one.
  ///   - requiringTwoClasses: Whether examples of one class alone are an error.
  ///   - execution: Threads to read on.
  /// - Returns: The data set and what the user should be told.
  /// - Throws: ``FormatError`` or ``/ArrayFiles/FileError``.
  public static func read(
    path: String, options: ReadOptions = ReadOptions(), requiringTwoClasses: Bool = true,
    execution: Execution = Execution()
  ) throws -> Contents {
    let format = try DataFormats.format(ofFile: path)
    var options = options
    let table = try table(
      as: format, options: &options, execution: execution, reader: ByteReader(path: path))
    return try contents(
      of: table, file: path, options: options, requiringTwoClasses: requiringTwoClasses)
  }

  /// Reads a data set from bytes in memory; a labels file, if the options name one, is read from disk.
  ///
  /// - Parameters:
  ///   - bytes: The contents, plain or gzip-compressed.
  ///   - name: What messages call them.
  ///   - format: How they are to be read.
  ///   - options: Which column is what.
  ///   - execution: Threads to read on.
  /// - Returns: The data set and what the user should be told.
  /// - Throws: ``FormatError`` or ``/ArrayFiles/FileError``.
  public static func read(
    bytes: [UInt8], name: String, as format: any DataFormat, options: ReadOptions = ReadOptions(),
    execution: Execution = Execution()
  ) throws -> Contents {
    var options = options
    let table = try table(
      as: format, options: &options, execution: execution,
      reader: ByteReader(bytes: bytes, name: name))
    return try contents(of: table, file: name, options: options, requiringTwoClasses: true)
  }

  /// Writes a data set in the format that the name tells, compressed if it ends in `.gz`.
  ///
  /// A format that keeps labels apart gives a second file: ``SeparateLabelsFormat/labelsPath(beside:)``.
  ///
  /// - Returns: The files written.
  /// - Throws: ``FormatError`` when there is no such format or it cannot hold the data set;
  ///   ``/ArrayFiles/FileError``. Then nothing has changed under the name.
  @discardableResult
  public static func write(_ dataset: Dataset, to path: String) throws -> [String] {
    guard let format = DataFormats.format(named: path) else {
      throw DataFormats.unknownName(path)
    }
    var output = try OutputFile(path: path)
    try format.write(dataset, to: &output)
    guard let separate = format as? any SeparateLabelsFormat else {
      try output.commit()
      return [path]
    }
    let labelsPath = separate.labelsPath(beside: path)
    var labels = try OutputFile(path: labelsPath)
    try separate.writeLabels(dataset.labels, to: &labels)
    try labels.commit()
    try output.commit()
    return [path, labelsPath]
  }

  /// Reads a table and joins the labels of a second file; beside a table of labels the data are opened twice.
  static func table(
    as format: any DataFormat, options: inout ReadOptions, execution: Execution,
    reader: @autoclosure () throws -> ByteReader
  ) throws -> DataTable {
    let notes = try settle(&options, as: format, reader: reader())
    let reader = try reader()
    var table = try format.read(reader, options: options, execution: execution)
    table.notes = notes + table.notes
    try table.joinLabels(&options, dataFile: reader.name, execution: execution)
    table.resolveMissing(options.missing)
    return table
  }

  /// Settles which columns of the data are what beside a table of labels; see ``LabelTable``.
  ///
  /// - Returns: What the user should be told.
  static func settle(
    _ options: inout ReadOptions, as format: any DataFormat,
    reader: @autoclosure () throws -> ByteReader
  ) throws -> [String] {
    guard let labelTable = try options.labelsFile.flatMap(LabelTable.init(path:)) else { return [] }
    return try labelTable.settle(&options, format: format, data: reader())
  }

  private static func contents(
    of table: DataTable, file: String, options: ReadOptions, requiringTwoClasses: Bool
  ) throws -> Contents {
    guard let labels = table.labels else {
      throw FormatError(
        file: file, found: "no labels",
        allowed: "a label column (--label) or a labels file (--labels)")
    }
    do throws(DatasetError) {
      let dataset = try Dataset(
        features: table.features, labels: labels, featureNames: table.featureNames,
        featureKind: table.featureKind, ids: table.ids, groups: table.groups,
        isTrusted: table.isTrusted, encodedColumns: table.encodedColumns,
        keptRows: table.keptRows)
      if requiringTwoClasses { try dataset.requireTwoClasses() }
      return Contents(
        dataset: dataset, fileRowCount: table.fileRowCount, notes: table.notes, options: options)
    } catch {
      throw FormatError(error, in: table, file: file)
    }
  }
}
