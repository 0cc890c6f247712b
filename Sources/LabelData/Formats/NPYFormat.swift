public import ArrayFiles
public import VectorKernels

/// NumPy's `.npy`: one matrix, whose last column holds the labels unless the options say otherwise.
///
/// Columns are named by index. An array of one dimension is a file of labels alone; more than two
/// dimensions are taken as rows of the first. Memory: the file and 4 bytes for each feature value.
public struct NPYFormat: DataFormat {
  /// `npy`.
  public let id = "npy"
  /// `npy`.
  public let fileExtensions = ["npy"]

  /// Makes the format.
  public init() {}

  /// Reads a matrix with labels, a matrix without, or labels alone.
  ///
  /// - Throws: ``FormatError`` or ``/ArrayFiles/FileError``.
  public func read(
    _ reader: ByteReader, options: ReadOptions, execution: Execution
  ) throws -> DataTable {
    let array = try NPYArray(reader)
    try array.requireElements(file: reader.name)
    if array.shape.count == 1 { return try DataTable(labels: array, file: reader.name) }
    let columns = try columns(of: array, options, file: reader.name)
    var table = try DataTable(array, columns: columns, file: reader.name)
    if options.label == nil, let label = columns.label {
      table.notes.append("labels: column \(label), the last one")
    }
    return table
  }

  /// Writes features and labels as one matrix; the class names must be whole numbers.
  ///
  /// The elements are bytes where all values are such, else 32-bit floats.
  /// - Throws: ``FormatError`` for class names that are text and for ids.
  public func write(_ dataset: Dataset, to output: inout OutputFile) throws {
    func fail(_ found: String) -> FormatError {
      FormatError(
        file: output.name, found: found,
        allowed: "whole numbers as class names and no ids; .npz and .csv hold both")
    }
    guard dataset.ids == nil else { throw fail("ids") }
    var classes: [Float] = []
    for name in dataset.labels.classNames {
      guard let value = Int32(name), String(value) == name, let exact = Float(exactly: value) else {
        throw fail("the class '\(FormatError.excerpt(name))'")
      }
      classes.append(exact)
    }
    let d = dataset.featureCount
    var values: [Float] = []
    values.reserveCapacity(dataset.rowCount * (d + 1))
    for row in 0..<dataset.rowCount {
      values.append(contentsOf: dataset.features.row(row))
      values.append(classes[dataset.labels[row]])
    }
    let shape = [dataset.rowCount, d + 1]
    let bytes = dataset.featureKind == .byte ? values.compactMap { UInt8(exactly: $0) } : []
    let array =
      bytes.count == values.count
      ? NPYArray(bytes: bytes, shape: shape) : NPYArray(floats: values, shape: shape)
    try array.write(to: &output)
  }

  /// Copies a file but for labels and rows; type, order and version stay.
  ///
  /// - Throws: ``FormatError``, as when the element type cannot hold a label; ``/ArrayFiles/FileError``.
  public func rewrite(
    _ reader: ByteReader, options: ReadOptions, edits: LabelEdits, to output: inout OutputFile
  ) throws {
    let array = try NPYArray(reader)
    try array.requireElements(file: reader.name)
    var column: Int? = 0
    if array.shape.count > 1 {
      column = try columns(of: array, options, file: reader.name).label
    }
    guard column != nil || edits.relabeled.isEmpty else {
      throw FormatError(
        file: reader.name, found: "new labels for a file of features",
        allowed: "changes to the labels file")
    }
    try array.applying(edits, column: column ?? 0, file: reader.name).write(to: &output)
  }

  private func columns(
    of array: NPYArray, _ options: ReadOptions, file: String
  ) throws(FormatError) -> MatrixColumns {
    guard !array.shape.isEmpty else {
      throw FormatError(file: file, found: "a single value", allowed: "rows and columns")
    }
    let isMatrix = array.shape.count == 2
    let hasLabels = options.labelsFile == nil && (options.needsLabels || options.label != nil)
    guard !hasLabels || isMatrix else {
      throw FormatError(
        file: file, found: "\(array.shape.count) dimensions and no labels",
        allowed: "2 dimensions with a label column, or a labels file")
    }
    return try MatrixColumns(
      count: array.columnCount,
      label: hasLabels ? options.label ?? .index(-1) : nil, id: options.id, group: options.group,
      trusted: options.trusted, ignored: options.ignored, file: file)
  }
}
