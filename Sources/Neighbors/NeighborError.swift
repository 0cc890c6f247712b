/// Why neighbors cannot be found.
public enum NeighborError: Error, Equatable, Sendable {
  /// k is not in 1..<n.
  case neighborCount(given: Int, rowCount: Int)
  /// A feature is NaN or infinite; rows and columns count from 0.
  case notFinite(row: Int, column: Int, value: Float)
  /// A row of zeros has no cosine distance.
  case zeroRow(Int)
  /// A distance from this row exceeds what a `Float` holds.
  case overflow(row: Int)
}

extension NeighborError: CustomStringConvertible {
  /// The fault in one sentence.
  public var description: String {
    switch self {
    case .neighborCount(let given, let rowCount):
      "k is \(given); allowed: 1 to \(rowCount - 1), the number of other rows"
    case .notFinite(let row, let column, let value):
      "row \(row), feature \(column): found \(value); only finite numbers are allowed"
    case .zeroRow(let row): "row \(row) is all zeros, which has no cosine distance"
    case .overflow(let row):
      "a distance from row \(row) exceeds the range of 32-bit numbers; scale the features"
    }
  }
}
