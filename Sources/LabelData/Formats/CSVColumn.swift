/// What is known of a feature column: of one block of a file, or of all blocks so far.
struct CSVColumn: Sendable {
  enum Kind: Sendable {
    /// Only missing cells were seen.
    case undecided
    case numeric
    case categorical
  }

  /// The most categories that a column may have.
  static let categoryLimit = 1000

  /// Decided by the first cell that is not missing, or by the user.
  var kind: Kind
  /// The fault that the deciding cell is when the column turns out to be of the other kind.
  var firstOfOtherKind: CSVFault?
  /// The categories in the order of their first cells.
  var categories = CSVTexts()
  /// The fault that each category's first cell is when it turns out to be one too many.
  var firstCells: [CSVFault] = []

  static func textFault(line: Int, row: Int, column: Int, shown: String) -> CSVFault {
    CSVFault(
      line: line, row: row, column: column, found: shown,
      allowed: "a number, as in the rows before; or name the column categorical or ignored")
  }

  static func numberFault(line: Int, row: Int, column: Int, shown: String) -> CSVFault {
    CSVFault(
      line: line, row: row, column: column, found: shown,
      allowed: "text, as in the rows before; or name the column categorical or ignored")
  }

  static func categoryFault(line: Int, row: Int, column: Int) -> CSVFault {
    CSVFault(
      line: line, row: row, column: column, found: "more than \(categoryLimit) categories",
      allowed: "\(categoryLimit) in a column; or name it the id column, or ignored")
  }

  /// Takes in the same column of the next block.
  ///
  /// - Returns: The code here of each category of the block.
  /// - Throws: The first fault that only both together have, with places as in `next`.
  mutating func merge(_ next: CSVColumn) throws(CSVFault) -> [Int] {
    if kind == .undecided {
      kind = next.kind
      firstOfOtherKind = next.firstOfOtherKind
    } else if next.kind != .undecided, next.kind != kind, let fault = next.firstOfOtherKind {
      throw fault
    }
    var codes: [Int] = []
    for (category, fault) in zip(next.categories.names, next.firstCells) {
      let code = categories.code(ofName: category)
      if code >= Self.categoryLimit { throw fault }
      codes.append(code)
    }
    return codes
  }
}

/// Distinct texts, numbered in the order of their appearance.
struct CSVTexts: Sendable {
  /// The distinct texts.
  private(set) var names: [String] = []
  private var codes: [String: Int] = [:]
  /// The bytes of a few short cells that were met first, one after the other, and what they mean.
  private var cachedBytes: [UInt8] = []
  private var cached: [(end: Int, code: Int)] = []

  /// The number of a text, which is a new one if the text is.
  mutating func code(ofName name: String) -> Int {
    if let code = codes[name] { return code }
    codes[name] = names.count
    names.append(name)
    return names.count - 1
  }

  /// The number of the text that a cell with these very bytes was found to be, if that is remembered.
  func cachedCode(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var start = 0
    for entry in cached {
      if entry.end - start == range.count {
        var offset = 0
        while offset < range.count, cachedBytes[start + offset] == bytes[range.lowerBound + offset]
        {
          offset += 1
        }
        if offset == range.count { return entry.code }
      }
      start = entry.end
    }
    return nil
  }

  /// Remembers what a cell with these bytes means, while there is room.
  mutating func cache(_ bytes: Span<UInt8>, _ range: Range<Int>, code: Int) {
    guard cached.count < 16, range.count <= 32 else { return }
    for index in range { cachedBytes.append(bytes[index]) }
    cached.append((end: cachedBytes.count, code: code))
  }
}
