import ArrayFiles

/// A file of class probabilities, n x K: NPY, NPZ or CSV, each plain or gzip-compressed.
///
/// In an NPZ archive it is the array `pred_probs`, or the only one. A CSV file holds numbers alone, with or without a
/// header. Memory: the file and 8 bytes for each value.
public struct ProbabilityFile: Equatable, Sendable {
  /// How far the sum of a row may be from 1.
  public static let tolerance = 1e-3
  /// The key of the array in an NPZ archive.
  static let key = "pred_probs"

  /// The file as the user named it.
  public let path: String
  /// Number of rows, n.
  public let rowCount: Int
  /// Number of columns, K.
  public let columnCount: Int
  /// The names in a CSV file's header, if it has one.
  public let columnNames: [String]?
  /// All values, row after row.
  public let elements: [Double]

  /// Reads a file and checks it.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - rowCount: Number of rows that the probabilities belong to, where it is known.
  /// - Throws: ``FormatError`` for another number of rows, fewer than two columns, a value that is no number of 0...1,
  ///   and a row whose sum is not 1 within ``tolerance``; ``/ArrayFiles/FileError``.
  public init(path: String, rowCount: Int? = nil) throws {
    self.path = path
    switch try DataFormats.format(ofFile: path) {
    case is CSVFormat:
      let table = try CSVNumberTable(ByteReader(path: path), rowCount: rowCount)
      (self.rowCount, columnCount) = (table.rowCount, table.columnCount)
      columnNames = table.columnNames
      elements = table.elements
    case is NPYFormat:
      let array = try NPYArray(ByteReader(path: path))
      elements = try Self.values(of: array, file: path)
      (self.rowCount, columnCount) = (array.shape[0], array.shape[1])
      columnNames = nil
    case is NPZFormat:
      let (array, part) = try Self.array(NPZArchive(ByteReader(path: path)), file: path)
      elements = try Self.values(of: array, file: part)
      (self.rowCount, columnCount) = (array.shape[0], array.shape[1])
      columnNames = nil
    case let format:
      throw FormatError(
        file: path, found: "a file of the format \(format.id)",
        allowed: "probabilities as .npy, .npz or .csv, each also with .gz")
    }
    try check(expectedRowCount: rowCount)
  }

  private static func array(
    _ archive: NPZArchive, file: String
  ) throws -> (array: NPYArray, part: String) {
    let keys = archive.keys
    let key = keys.contains(Self.key) ? Self.key : keys.count == 1 ? keys[0] : nil
    guard let key, let array = try archive.array(key) else {
      throw FormatError(
        file: file, found: keys.isEmpty ? "no arrays" : "the arrays \(FormatError.list(keys))",
        allowed: "an array '\(Self.key)', or one array alone")
    }
    return (array, "\(file): \(FormatError.excerpt(key)).npy")
  }

  private static func values(of array: NPYArray, file: String) throws(FormatError) -> [Double] {
    guard array.shape.count == 2 else {
      throw FormatError(
        file: file,
        found: array.shape.count == 1 ? "1 dimension" : "\(array.shape.count) dimensions",
        allowed: "2 dimensions: a row for each row of data, a column for each class")
    }
    guard let values = array.float64Values() else {
      throw FormatError(file: file, found: "text", allowed: "numbers from 0 to 1")
    }
    return values
  }

  private func check(expectedRowCount: Int?) throws(FormatError) {
    if let expectedRowCount, rowCount != expectedRowCount {
      throw FormatError(
        file: path, found: "\(rowCount) rows of probabilities",
        allowed: "\(expectedRowCount), one for each row of data")
    }
    guard rowCount > 0, columnCount > 1 else {
      throw FormatError(
        file: path, found: "\(rowCount) rows and \(columnCount) columns",
        allowed: "at least one row, and two columns or more, one for each class")
    }
    for row in 0..<rowCount {
      var sum = 0.0
      for column in 0..<columnCount {
        let value = elements[row * columnCount + column]
        guard value >= 0, value <= 1 else {
          throw FormatError(
            file: path,
            place: .init(row: row, column: columnNames?[column] ?? String(column)),
            found: "\(value)", allowed: "a probability from 0 to 1")
        }
        sum += value
      }
      guard abs(sum - 1) <= Self.tolerance else {
        throw FormatError(
          file: path, place: .init(row: row), found: "probabilities that sum to \(sum)",
          allowed: "a sum of 1, give or take \(Self.tolerance)")
      }
    }
  }

  /// The labels of the rows with a class for each column.
  ///
  /// Columns stand for the classes in their order. Where all classes are whole numbers from 0 on and there are more
  /// columns, column c is the class c, and some classes have no example.
  ///
  /// - Parameters:
  ///   - labels: The given labels.
  ///   - dataFile: What messages call the file of the labels.
  /// - Returns: The labels, with as many classes as there are columns.
  /// - Throws: ``FormatError`` for another number of columns, and for a header that names the classes in
  ///   another order, or some of them and something else.
  public func matched(_ labels: Labels, dataFile: String) throws(FormatError) -> Labels {
    let names = labels.classNames
    if columnCount > names.count {
      let columns = names.compactMap { name in Int(name).flatMap { $0 < columnCount ? $0 : nil } }
      if columns.count == names.count, columns.allSatisfy({ $0 >= 0 }) {
        return Labels(
          checkedIndices: labels.classIndices.map { columns[$0] },
          classNames: (0..<columnCount).map(String.init))
      }
    }
    guard columnCount == names.count else {
      throw FormatError(
        file: path, found: "\(columnCount) columns",
        allowed: "\(names.count), one for each class of \(dataFile) in this order: "
          + FormatError.list(names))
    }
    if let columnNames, columnNames != names, Set(columnNames) == Set(names) {
      throw FormatError(
        file: path, found: "the columns \(FormatError.list(columnNames))",
        allowed: "the order of the classes: \(FormatError.list(names))")
    }
    if let columnNames, columnNames.contains(where: names.contains),
      let foreign = columnNames.first(where: { !names.contains($0) })
    {
      throw FormatError(
        file: path, found: "the column \(FormatError.list([foreign]))",
        allowed: "the classes: \(FormatError.list(names))")
    }
    return labels
  }
}
