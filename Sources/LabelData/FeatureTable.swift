internal import ArrayFiles
public import VectorKernels

/// The features of a file, for what needs no labels.
public struct FeatureTable: Sendable {
  /// Where the values lie.
  private enum Values: Sendable {
    case matrix(Matrix)
    case mapped(MappedArray)
  }

  /// The file as the user named it.
  public let file: String
  /// One name for each feature; `nil` where the format has none.
  public let featureNames: [String]?
  /// What the features are.
  public let featureKind: Dataset.FeatureKind
  /// The rows of the file that the table holds, when some were left out; else `nil`.
  public let keptRows: [Int]?
  /// What the user should be told.
  public let notes: [String]
  private var values: Values

  /// Number of rows.
  public let rowCount: Int
  /// Number of features.
  public let featureCount: Int

  /// The features of a data set.
  ///
  /// - Parameters:
  ///   - dataset: The data set.
  ///   - name: What messages call it.
  public init(_ dataset: Dataset, name: String) {
    file = name
    featureNames = dataset.featureNames
    featureKind = dataset.featureKind
    keptRows = dataset.keptRows
    notes = []
    rowCount = dataset.rowCount
    featureCount = dataset.featureCount
    values = .matrix(dataset.features)
  }

  /// Reads a file of any format; an NPY file of bytes or of 16- or 32-bit floats stays where it lies.
  ///
  /// In CSV and LIBSVM files columns are what they are for ``DatasetFile``, so the label column is no feature. In
  /// array files every column is a feature unless the options name a label column.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - options: Which column is what; labels need not be there.
  ///   - execution: Threads to read on.
  /// - Throws: ``FormatError`` or ``/ArrayFiles/FileError``.
  public init(
    path: String, options: ReadOptions = ReadOptions(), execution: Execution = Execution()
  ) throws {
    var options = options
    options.needsLabels = false
    let format = try DataFormats.format(ofFile: path)
    let settled = try DatasetFile.settle(&options, as: format, reader: ByteReader(path: path))
    var reason: String?
    if format is NPYFormat {
      switch try Self.map(path, options) {
      case .mapped(let array):
        notes = try Self.checkLabels(
          of: path, &options, rowCount: array.rows.rowCount, execution: execution)
        file = path
        featureNames = nil
        featureKind = array.elementType == .unsigned(byteCount: 1) ? .byte : .real
        keptRows = nil
        rowCount = array.rows.rowCount
        featureCount = array.rows.columnCount
        values = .mapped(array)
        return
      case .unsuitable(let why): reason = why
      }
    }
    let table = try DatasetFile.table(
      as: format, options: &options, execution: execution, reader: ByteReader(path: path))
    let fault: DatasetError? =
      if table.features.rowCount == 0 {
        .noExamples
      } else if table.features.columnCount == 0 {
        .noFeatures
      } else if let (row, column, value) = table.features.firstNonFinite {
        .notFinite(row: row, column: column, value: value)
      } else {
        nil
      }
    if let fault { throw FormatError(fault, in: table, file: path) }
    file = path
    featureNames = table.featureNames
    featureKind = table.featureKind
    keptRows = table.keptRows
    notes =
      settled + table.notes + (reason.map { ["read into memory as 32-bit floats: \($0)"] } ?? [])
    rowCount = table.features.rowCount
    featureCount = table.features.columnCount
    values = .matrix(table.features)
  }

  /// Hands over the rows for a search, scaled; names and numbers alone stay here.
  ///
  /// Without scaling the values keep the type and the place that they have, and bytes that were read become
  /// bytes again. Scaling takes 4 bytes a value.
  ///
  /// - Parameter scaling: How the features are brought to a common scale.
  /// - Returns: The rows; not checked for being finite where they lie in the file as they are.
  /// - Throws: ``FormatError`` when a value to be scaled is not finite.
  public mutating func takeRows(scaledBy scaling: Scaling) throws(FormatError) -> FeatureRows {
    let taken = values
    values = .matrix(Matrix(rowCount: 0, columnCount: 0, elements: []))
    var matrix: Matrix
    switch consume taken {
    case .mapped(let array):
      guard scaling != .none else { return array.rows }
      matrix = array.matrix()
      if let (row, column, value) = matrix.firstNonFinite {
        throw notFinite(row: row, column: column, value: value)
      }
    case .matrix(let features): matrix = features
    }
    guard scaling != .none else { return FeatureRows(matrix, kind: featureKind) }
    scaling.fit(matrix).apply(inPlace: &matrix)
    return FeatureRows(matrix)
  }

  /// The row number in the file, which is the one that users see.
  public func fileRow(_ row: Int) -> Int { keptRows?[row] ?? row }

  /// The error for a value that is NaN or infinite, with its place in the file.
  public func notFinite(row: Int, column: Int, value: Float) -> FormatError {
    FormatError(
      file: file,
      place: .init(row: fileRow(row), column: featureNames?[column] ?? "x\(column)"),
      found: value.isNaN ? "a missing value (nan)" : "\(value)",
      allowed: "finite numbers up to \(Float.greatestFiniteMagnitude)")
  }

  /// Maps a file unless the options ask for some of its columns or rows.
  private static func map(
    _ path: String, _ options: ReadOptions
  ) throws(FileError) -> MappedArray.Outcome {
    let labelsAreElsewhere = options.labelsFile != nil || options.label == nil
    let isWhole =
      labelsAreElsewhere
      && [options.id, options.group, options.trusted].allSatisfy { $0 == nil }
    guard isWhole, options.ignored.isEmpty else {
      return .unsuitable(reason: "some of its columns are no features")
    }
    guard options.missing == .error else {
      return .unsuitable(reason: "missing values are to be replaced or their rows left out")
    }
    return try MappedArray.open(path: path)
  }

  /// Checks that a labels file, if there is one, has a label for each row.
  ///
  /// - Returns: What the user should be told.
  private static func checkLabels(
    of path: String, _ options: inout ReadOptions, rowCount: Int, execution: Execution
  ) throws -> [String] {
    var table = DataTable(features: Matrix(rowCount: rowCount, columnCount: 0, elements: []))
    try table.joinLabels(&options, dataFile: path, execution: execution)
    return table.notes
  }
}

extension FeatureRows {
  /// The rows of a matrix, as bytes where the features are of that kind and all values are such.
  ///
  /// - Parameters:
  ///   - matrix: n x d.
  ///   - kind: What the features are.
  public init(_ matrix: Matrix, kind: Dataset.FeatureKind) {
    if kind == .byte {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(matrix.elements.count)
      for value in matrix.elements {
        guard let byte = UInt8(exactly: value) else { break }
        bytes.append(byte)
      }
      if bytes.count == matrix.elements.count {
        self.init(rowCount: matrix.rowCount, columnCount: matrix.columnCount, bytes: bytes)
        return
      }
    }
    self.init(matrix)
  }
}
