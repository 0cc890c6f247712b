internal import LabelData
internal import VectorKernels

/// Checks of what a ``LabelLinear`` classifier is given.
enum LabelLinearInput {
  /// Checks training features.
  ///
  /// - Throws: ``ClassifierError`` where there are no rows or no features, or some are not finite.
  static func check(_ features: Matrix) throws(ClassifierError) {
    guard features.rowCount > 0 else { throw .rowCounts(features: 0, labels: 0) }
    guard features.columnCount > 0 else {
      throw .invalidParameter(name: "number of features", value: "0", allowed: "1 or more")
    }
    try checkFinite(features, firstRow: 0)
  }

  /// Checks a block of queries.
  ///
  /// - Returns: The block.
  /// - Throws: ``ClassifierError/notFinite(row:column:value:)``.
  /// - Precondition: as many columns as the training features have.
  static func block(
    _ queries: Matrix, _ rows: Range<Int>, featureCount: Int
  ) throws(ClassifierError) -> Matrix {
    precondition(queries.columnCount == featureCount, "as many features as were fitted")
    let block = queries.selecting(rows: rows)
    try checkFinite(block, firstRow: rows.lowerBound)
    return block
  }

  /// A number of neighbors, cells and the like.
  static func check(_ name: String, _ count: Int?) throws(ClassifierError) {
    if let count, count < 1 {
      throw .invalidParameter(name: name, value: "\(count)", allowed: "1 or more")
    }
  }

  /// A width, a penalty and the like.
  static func check(_ name: String, _ value: Double?) throws(ClassifierError) {
    if let value, !(value > 0 && value.isFinite) {
      throw .invalidParameter(name: name, value: "\(value)", allowed: "a number above 0")
    }
  }

  private static func checkFinite(_ rows: Matrix, firstRow: Int) throws(ClassifierError) {
    if let (row, column, value) = rows.firstNonFinite {
      throw .notFinite(row: firstRow + row, column: column, value: value)
    }
  }

  /// A fiftieth of the rows, at least ten, at most all: how many vote where nothing is said.
  static func voterCount(rowCount: Int) -> Int {
    min(rowCount, max(10, rowCount / 50))
  }
}
