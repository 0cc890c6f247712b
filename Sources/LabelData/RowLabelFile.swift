import ArrayFiles
internal import VectorKernels

/// A CSV file that gives some rows of other data a label: two columns, `row,label` or `id,label`.
public struct RowLabelFile: Equatable, Sendable {
  /// How a file names the rows.
  public enum Key: String, CaseIterable, Sendable {
    /// By their numbers, from 0, in the data's file.
    case row
    /// By their ids.
    case id
  }

  /// A row of the data and the class that the file gives it.
  public struct Entry: Equatable, Sendable {
    /// The row among those that were read.
    public let row: Int
    /// The class index.
    public let label: Int
  }

  /// The file as the user named it.
  public let path: String
  /// How rows are named.
  public let key: Key
  private let names: [String]
  private let labels: Labels

  /// Reads a file; `nil` where it is none of this kind.
  ///
  /// It is one when it is a CSV file whose header names the two columns and no others.
  ///
  /// - Parameter path: The file.
  /// - Throws: ``FormatError`` or ``/ArrayFiles/FileError``.
  public init?(path: String) throws {
    guard let table = try LabelTable(path: path), table.columns.count == 2,
      let key = Key.allCases.first(where: table.has)
    else { return nil }
    let lines = try table.lines(by: key, execution: .serial)
    guard let names = lines.ids, let labels = lines.labels else { return nil }
    self.path = path
    self.key = key
    self.names = names
    self.labels = labels
  }

  /// Finds the rows that the file names.
  ///
  /// - Parameters:
  ///   - rowCount: Number of rows that were read.
  ///   - ids: Their ids, if they have any.
  ///   - keptRows: Their numbers in the data's file, where some rows were left out.
  ///   - classNames: The classes of the data.
  ///   - dataFile: What messages call the data.
  /// - Returns: Each row once, ascending, with its class.
  /// - Throws: ``FormatError`` for a row that is not there or named twice, and for a label that is no class.
  public func entries(
    rowCount: Int, ids: [String]?, keptRows: [Int]?, classNames: [String], dataFile: String
  ) throws(FormatError) -> [Entry] {
    let rowOfName: [String: Int]
    switch key {
    case .row:
      let numbers = keptRows ?? Array(0..<rowCount)
      rowOfName = Dictionary(
        uniqueKeysWithValues: numbers.enumerated().map { (String($1), $0) })
    case .id:
      guard let ids else {
        throw FormatError(
          file: path, found: "a column 'id'",
          allowed: "'row' and 'label': \(dataFile) has no ids (see --id)")
      }
      rowOfName = Dictionary(ids.enumerated().map { ($1, $0) }, uniquingKeysWith: { one, _ in one })
    }
    let classes = Dictionary(
      classNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { one, _ in one })
    var place: [Int: Int] = [:]
    var entries: [Entry] = []
    for (line, name) in names.enumerated() {
      func fault(_ column: String, _ found: String, _ allowed: String) -> FormatError {
        FormatError(
          file: path, place: .init(row: line, column: column), found: found, allowed: allowed)
      }
      guard let row = rowOfName[name] else {
        let what = key == .id ? "an id" : "the number of a row, from 0,"
        let left = keptRows == nil ? "" : " that was not left out for a missing value"
        throw fault(
          key.rawValue, "'\(FormatError.excerpt(name))'", "\(what) of \(dataFile)\(left)")
      }
      if let first = place.updateValue(line, forKey: row) {
        throw fault(
          key.rawValue, "'\(FormatError.excerpt(name))', which row \(first) names already",
          "each \(key.rawValue) once")
      }
      guard let label = classes[labels.name(at: line)] else {
        throw fault(
          "label", "'\(FormatError.excerpt(labels.name(at: line)))'",
          "the classes of \(dataFile): \(FormatError.list(classNames))")
      }
      entries.append(Entry(row: row, label: label))
    }
    return entries.sorted { $0.row < $1.row }
  }
}
