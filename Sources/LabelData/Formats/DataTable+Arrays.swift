import ArrayFiles
import VectorKernels

extension DataTable {
  /// Makes a table from an array whose first dimension counts rows; all others are columns.
  ///
  /// - Parameters:
  ///   - array: Two or more dimensions.
  ///   - columns: Which columns are what.
  ///   - file: The file's name for messages.
  /// - Throws: ``FormatError``, when the array has no elements or holds text among its features.
  init(_ array: NPYArray, columns: MatrixColumns, file: String) throws(FormatError) {
    let n = array.rowCount
    let d = array.columnCount
    func positions(_ column: Int) -> StrideTo<Int> { stride(from: column, to: n * d, by: d) }
    self.init(features: Matrix(rowCount: n, columnCount: 0, elements: []))
    if let label = columns.label {
      labels = try array.labels(at: positions(label), file: file, column: String(label))
    }
    if let id = columns.id {
      ids = try array.ids(at: positions(id), file: file, column: String(id))
    }
    if let group = columns.group {
      groups = LabelGroups(
        try array.ids(at: positions(group), file: file, column: String(group)))
    }
    if let trusted = columns.trusted {
      isTrusted = try array.truthValues(
        at: positions(trusted), file: file, column: String(trusted))
    }
    guard !columns.features.isEmpty else { return }
    guard let values = array.float32Values() else {
      throw FormatError(
        file: file, found: "a matrix of text",
        allowed: "numbers, with text labels in another array")
    }
    if case .unsigned(byteCount: 1) = array.elementType { featureKind = .byte }
    if columns.features.count == d {
      features = Matrix(rowCount: n, columnCount: d, elements: values)
    } else {
      var kept: [Float] = []
      kept.reserveCapacity(n * columns.features.count)
      for row in 0..<n {
        for column in columns.features { kept.append(values[row * d + column]) }
      }
      features = Matrix(rowCount: n, columnCount: columns.features.count, elements: kept)
      featureNames = columns.features.map { "x\($0)" }
    }
  }

  /// Makes a table of labels alone from an array of one dimension.
  init(labels array: NPYArray, file: String) throws(FormatError) {
    let positions = stride(from: 0, to: array.count, by: 1)
    self.init(
      features: Matrix(rowCount: array.rowCount, columnCount: 0, elements: []),
      labels: try array.labels(at: positions, file: file, column: nil))
  }
}

extension NPYArray {
  /// Checks that there is something in the array, so that its dimensions are bounded by its bytes.
  func requireElements(file: String) throws(FormatError) {
    guard count == 0 else { return }
    let dimensions = shape.map(String.init).joined(separator: " x ")
    throw FormatError(
      file: file, found: "an array of \(dimensions) elements", allowed: "at least one element")
  }

  /// The features as an array: bytes where they are such, else 32-bit floats.
  init(featuresOf dataset: Dataset) {
    let shape = [dataset.rowCount, dataset.featureCount]
    let values = dataset.features.elements
    let bytes = dataset.featureKind == .byte ? values.compactMap { UInt8(exactly: $0) } : []
    self =
      bytes.count == values.count
      ? NPYArray(bytes: bytes, shape: shape) : NPYArray(floats: values, shape: shape)
  }
}
