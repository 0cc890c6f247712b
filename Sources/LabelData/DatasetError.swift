/// What is wrong with the contents of a data set.
public enum DatasetError: Error, Equatable, Sendable {
  /// There is no example.
  case noExamples
  /// There is no feature.
  case noFeatures
  /// Only one class is present where at least two are needed.
  case oneClass(String)
  /// Two parts that belong together have different lengths.
  case countMismatch(what: String, count: Int, expected: Int)
  /// A feature is NaN or infinite; rows and columns count from 0.
  case notFinite(row: Int, column: Int, value: Float)
  /// A class index without a class.
  case classIndexOutOfRange(row: Int, index: Int, classCount: Int)
  /// Two classes share a name.
  case duplicateClassName(String)
  /// Two examples share an id.
  case duplicateID(String, firstRow: Int, row: Int)
}

extension DatasetError: CustomStringConvertible {
  /// The fault in one sentence: what was found, where, and what is allowed.
  public var description: String {
    switch self {
    case .noExamples: "no examples; at least one row is needed"
    case .noFeatures: "no features; at least one feature column is needed"
    case .oneClass(let name): "only one class, '\(name)'; labels of at least two classes are needed"
    case .countMismatch(let what, let count, let expected):
      "\(count) \(what) for \(expected) rows; the numbers must be equal"
    case .notFinite(let row, let column, let value):
      "row \(row), feature \(column): found \(value); only finite numbers are allowed"
    case .classIndexOutOfRange(let row, let index, let classCount):
      "row \(row): class index \(index); allowed are 0 to \(classCount - 1)"
    case .duplicateClassName(let name): "the class name '\(name)' appears twice"
    case .duplicateID(let id, let firstRow, let row):
      "rows \(firstRow) and \(row) share the id '\(id)'; ids must be distinct"
    }
  }
}
