/// The numbers that rows have in their file.
struct FileRows {
  /// The row of the file that each row stands for, when some were left out.
  let keptRows: [Int]?
  let count: Int
  /// The argument that named the file.
  let file: String

  /// Makes numbers.
  init(_ keptRows: [Int]?, count: Int, file: String) {
    self.keptRows = keptRows
    self.count = count
    self.file = file
  }

  /// The rows that those of the file became.
  ///
  /// - Parameters:
  ///   - rows: Numbers of rows in the file.
  ///   - option: Who names them.
  /// - Returns: As many rows.
  /// - Throws: ``UsageError`` for a row that the file does not have, or that was left out.
  func find(_ rows: [Int], of option: String) throws -> [Int] {
    let places = keptRows.map { Dictionary(uniqueKeysWithValues: $0.enumerated().map { ($1, $0) }) }
    return try rows.map { row in
      guard let place = places.map({ $0[row] }) ?? ((0..<count).contains(row) ? row : nil) else {
        let left = keptRows == nil ? "" : ", or it was left out for a missing value"
        throw UsageError(
          "\(option) is \(row), but there is no such row in \(file)\(left); rows count from 0")
      }
      return place
    }
  }
}
