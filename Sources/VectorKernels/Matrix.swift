/// A dense row-major matrix of `Float` values.
///
/// Row `r`, column `c` is `elements[r * columnCount + c]`. The matrix is a value: copies share memory
/// until one of them is changed.
public struct Matrix: Equatable, Sendable {
  /// Number of rows; 0 or more.
  public let rowCount: Int
  /// Number of columns; 0 or more.
  public let columnCount: Int
  /// All values, row after row; `rowCount * columnCount` of them.
  public var elements: [Float]

  /// Makes a matrix from its values in row-major order.
  ///
  /// - Precondition: `elements.count == rowCount * columnCount`.
  public init(rowCount: Int, columnCount: Int, elements: [Float]) {
    precondition(
      rowCount >= 0 && columnCount >= 0 && elements.count == rowCount * columnCount,
      "a matrix needs rowCount * columnCount elements")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.elements = elements
  }

  /// Makes a matrix from rows of equal length.
  ///
  /// - Precondition: every row has the same length.
  public init(rows: [[Float]]) {
    let columnCount = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == columnCount }, "rows must have equal length")
    self.init(rowCount: rows.count, columnCount: columnCount, elements: Array(rows.joined()))
  }

  /// The value at a row and a column.
  public subscript(row: Int, column: Int) -> Float {
    get { elements[row * columnCount + column] }
    set { elements[row * columnCount + column] = newValue }
  }

  /// The positions of one row's values in ``elements``.
  public func range(ofRow row: Int) -> Range<Int> {
    row * columnCount..<(row + 1) * columnCount
  }

  /// One row's values.
  public func row(_ row: Int) -> ArraySlice<Float> {
    elements[range(ofRow: row)]
  }

  /// The chosen rows, in the order given; a row may be chosen more than once.
  ///
  /// - Complexity: O(`rows.count` · `columnCount`).
  public func selecting(rows: some Collection<Int>) -> Matrix {
    var selected: [Float] = []
    selected.reserveCapacity(rows.count * columnCount)
    for row in rows { selected.append(contentsOf: elements[range(ofRow: row)]) }
    return Matrix(rowCount: rows.count, columnCount: columnCount, elements: selected)
  }

  /// The first value that is NaN or infinite, in row-major order; `nil` when all are finite.
  public var firstNonFinite: (row: Int, column: Int, value: Float)? {
    guard let index = elements.firstIndex(where: { !$0.isFinite }) else { return nil }
    return (index / columnCount, index % columnCount, elements[index])
  }
}
