import ArrayFiles

/// Which columns of a matrix without column names are what.
struct MatrixColumns {
  /// The label column; `nil` when the labels are elsewhere.
  var label: Int?
  var id: Int?
  var group: Int?
  var trusted: Int?
  /// All other columns but the ignored ones, in order.
  var features: [Int]

  /// Finds the columns that the options name by index.
  ///
  /// - Throws: ``FormatError`` for a name, an index out of range, and a column with two uses.
  init(
    count: Int, label: ReadOptions.Column?, id: ReadOptions.Column?,
    group: ReadOptions.Column? = nil, trusted: ReadOptions.Column? = nil,
    ignored: [ReadOptions.Column], file: String
  ) throws(FormatError) {
    var taken: [Int: String] = [:]
    func take(_ column: ReadOptions.Column, as use: String) throws(FormatError) -> Int {
      let index: Int
      switch column {
      case .name(let name):
        throw FormatError(
          file: file, found: "the \(use) column named '\(FormatError.excerpt(name))'",
          allowed: "an index from 0 to \(count - 1); this format has no column names")
      case .index(let given):
        // The sum cannot overflow: the signs differ.
        index = given < 0 ? given + count : given
        guard (0..<count).contains(index) else {
          throw FormatError(
            file: file, found: "the \(use) column \(given) of \(count) columns",
            allowed: "an index from \(-count) to \(count - 1)")
        }
      }
      if let other = taken.updateValue(use, forKey: index), other != use {
        throw FormatError(
          file: file, place: .init(column: String(index)),
          found: "both the \(other) and the \(use) column", allowed: "one use for each column")
      }
      return index
    }
    if let label { self.label = try take(label, as: "label") }
    if let id { self.id = try take(id, as: "id") }
    if let group { self.group = try take(group, as: "group") }
    if let trusted { self.trusted = try take(trusted, as: "trusted") }
    for column in ignored { _ = try take(column, as: "ignored") }
    features = (0..<count).filter { taken[$0] == nil }
  }
}
