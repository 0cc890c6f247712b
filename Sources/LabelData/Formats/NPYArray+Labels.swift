import ArrayFiles

extension NPYArray {
  /// The labels that some elements give.
  ///
  /// - Parameters:
  ///   - positions: Row-major position of each row's label.
  ///   - file: The file's name for messages.
  ///   - column: The column's name for messages.
  /// - Returns: Whole numbers by value, truth values as `False` and `True`, text as it is.
  /// - Throws: ``FormatError`` naming the first element that is no label.
  func labels(
    at positions: StrideTo<Int>, file: String, column: String?
  ) throws(FormatError) -> Labels {
    var integers: [Int64] = []
    var names: [String] = []
    for (row, position) in positions.enumerated() {
      func fail(_ found: String) -> FormatError {
        FormatError(
          file: file, place: .init(row: row, column: column), found: found,
          allowed: LabelName.allowed)
      }
      switch self[position] {
      case .whole(let value): integers.append(value)
      case .real(let value):
        guard let whole = Int64(exactly: value) else { throw fail("the label \(value)") }
        integers.append(whole)
      case .large(let value): throw fail("the label \(value), above \(Int64.max)")
      case .bool(let value): names.append(value ? "True" : "False")
      case .text(let text):
        guard let text else { throw fail("a label that is not Unicode text") }
        guard !text.isEmpty else { throw fail("an empty label") }
        names.append(text)
      }
    }
    return integers.isEmpty ? Labels(names: names) : Labels(integers: integers)
  }

  /// The ids that some elements give.
  ///
  /// - Parameters:
  ///   - positions: Row-major position of each row's id.
  ///   - file: The file's name for messages.
  ///   - column: The column's name for messages.
  /// - Returns: Whole numbers without a decimal point, text as it is.
  /// - Throws: ``FormatError`` naming the first element that is no text.
  func ids(
    at positions: StrideTo<Int>, file: String, column: String?
  ) throws(FormatError) -> [String] {
    var ids: [String] = []
    for (row, position) in positions.enumerated() {
      switch self[position] {
      case .whole(let value): ids.append(String(value))
      case .large(let value): ids.append(String(value))
      case .real(let value): ids.append(LabelName.name(value) ?? String(value))
      case .bool(let value): ids.append(value ? "True" : "False")
      case .text(let text):
        guard let text else {
          throw FormatError(
            file: file, place: .init(row: row, column: column),
            found: "an id that is not Unicode text", allowed: "text")
        }
        ids.append(text)
      }
    }
    return ids
  }

  /// The truth values that some elements give.
  ///
  /// - Parameters:
  ///   - positions: Row-major position of each row's value.
  ///   - file: The file's name for messages.
  ///   - column: The column's name for messages.
  /// - Returns: Truth values as they are, 1 and 0 and the words that CSV files may hold by their meaning.
  /// - Throws: ``FormatError`` naming the first element that is none of these.
  func truthValues(
    at positions: StrideTo<Int>, file: String, column: String?
  ) throws(FormatError) -> [Bool] {
    var values: [Bool] = []
    for (row, text) in try ids(at: positions, file: file, column: column).enumerated() {
      guard let value = LabelName.truthValue(text) else {
        throw FormatError(
          file: file, place: .init(row: row, column: column),
          found: "'\(FormatError.excerpt(text))'", allowed: LabelName.truthValues)
      }
      values.append(value)
    }
    return values
  }

  /// Replaces labels and leaves out rows.
  ///
  /// - Parameters:
  ///   - edits: Which rows change or go.
  ///   - column: The label's position within its row.
  ///   - file: The file's name for messages.
  /// - Returns: The array with the same element type.
  /// - Throws: ``FormatError`` for rows that do not exist and labels that the type cannot hold.
  func applying(_ edits: LabelEdits, column: Int, file: String) throws(FormatError) -> NPYArray {
    try edits.check(rowCount: rowCount, file: file)
    var result = self
    for (row, text) in edits.relabeled.sorted(by: { $0.key < $1.key }) {
      guard let bytes = encode(text) else {
        throw FormatError(
          file: file, place: .init(row: row),
          found: "the new label '\(FormatError.excerpt(text))'", allowed: encodable)
      }
      result.replace(at: row * columnCount + column, with: bytes)
    }
    return result.removing(rows: edits.removed)
  }
}

extension LabelEdits {
  /// Checks that all rows exist.
  func check(rowCount: Int, file: String) throws(FormatError) {
    let rows = removed.union(relabeled.keys)
    if let row = rows.filter({ !(0..<rowCount).contains($0) }).min() {
      throw FormatError(
        file: file, place: .init(row: row), found: "a change to a row that does not exist",
        allowed: rowCount == 0 ? "no changes" : "rows 0 to \(rowCount - 1)")
    }
  }
}
