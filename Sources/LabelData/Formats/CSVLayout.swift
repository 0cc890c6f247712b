/// Which column of a CSV file is what, decided from the first two records and the options.
struct CSVLayout: Sendable {
  /// What a column is used for.
  enum Role: Equatable, Sendable {
    case feature, label, id, group, trusted, ignored
  }

  let file: String
  let tokenizer: CSVTokenizer
  /// The names in the header; `nil` without a header.
  let columnNames: [String]?
  /// The role of every column.
  private(set) var roles: [Role]
  /// Whether a feature column is named categorical.
  private(set) var isNamedCategorical: [Bool]
  /// What the user should be told.
  private(set) var notes: [String] = []
  /// Columns that show whether the first record, taken for a row, may be a header after all.
  ///
  /// It may if its cells there occur in no other row. There are none where nothing is in doubt.
  private(set) var columnsThatDecide: [Int] = []
  /// The line of the first record, from 1.
  private(set) var firstLine = 1
  /// Bytes and lines before the first row.
  let headerByteCount: Int
  let headerLineCount: Int

  /// Number of columns.
  var columnCount: Int { roles.count }

  /// The columns that hold features, in order.
  var featureColumns: [Int] { roles.indices.filter { roles[$0] == .feature } }

  /// The column of labels, if there is one.
  var labelColumn: Int? { roles.firstIndex(of: .label) }

  init(head: CSVHead, options: ReadOptions, file: String) throws(FormatError) {
    self.file = file
    tokenizer = CSVTokenizer(delimiter: head.delimiter)
    if head.delimiter != UInt8(ascii: ",") {
      notes.append("delimiter: \(head.delimiterName) (the first line has no comma)")
    }
    let asked =
      [options.label, options.id, options.group, options.trusted].compactMap { $0 }
      + options.ignored + options.categorical
    let names = asked.compactMap { if case .name(let name) = $0 { name } else { nil } }
    let guess = try CSVHeaderGuess(head, option: options.header, names: names)
    let hasHeader = guess.hasHeader
    columnNames = hasHeader ? head.first : nil
    headerByteCount = hasHeader ? head.firstByteCount : 0
    headerLineCount = hasHeader ? head.firstLineCount : 0
    let columnCount = head.first.count
    roles = Array(repeating: .feature, count: columnCount)
    isNamedCategorical = Array(repeating: false, count: columnCount)
    if options.header == .automatic, !hasHeader {
      notes.append("header: none (the first line holds a number)")
    }
    if options.labelsFile == nil {
      let column = try index(of: options.label ?? .index(-1), columnCount: columnCount)
      roles[column] = .label
      if options.label == nil { notes.append("labels: column \(called(column)) (the last one)") }
    }
    if let id = options.id { try take(id, as: .id) }
    if let group = options.group { try take(group, as: .group) }
    if let trusted = options.trusted { try take(trusted, as: .trusted) }
    for column in options.ignored { try take(column, as: .ignored) }
    for column in options.categorical {
      isNamedCategorical[try index(of: column, columnCount: columnCount)] = true
    }
    try checkNames()
    if guess.isOpen { columnsThatDecide = textOrLabelColumns(of: head) }
    firstLine = head.blankLineCount + 1
  }

  /// The columns whose first cells would be names of their own in a header: those of text that are used,
  /// else the labels.
  private func textOrLabelColumns(of head: CSVHead) -> [Int] {
    let text = roles.indices.filter { column in
      (roles[column] == .feature || roles[column] == .label)
        && !CSVNumber.isNumber(head.first[column])
    }
    return text.isEmpty ? [labelColumn].compactMap(\.self) : text
  }

  private mutating func take(_ column: ReadOptions.Column, as role: Role) throws(FormatError) {
    let index = try index(of: column, columnCount: columnCount)
    guard roles[index] == .feature || roles[index] == role else {
      throw FormatError(
        file: file, found: "column \(called(index)) asked for as \(roles[index]) and as \(role)",
        allowed: "one role for each column")
    }
    roles[index] = role
  }

  private func called(_ column: Int) -> String {
    columnNames.map { CSVTokenizer.shown($0[column]) } ?? String(column)
  }

  private func index(
    of column: ReadOptions.Column, columnCount: Int
  ) throws(FormatError) -> Int {
    switch column {
    case .index(let index):
      let position = index < 0 ? index + columnCount : index
      if 0..<columnCount ~= position { return position }
      throw FormatError(
        file: file, found: "column \(index) asked for",
        allowed: "0 to \(columnCount - 1), or -\(columnCount) to -1")
    case .name(let name):
      if let index = columnNames?.firstIndex(of: name) { return index }
      let allowed = columnNames.map { "one of \(Self.list($0))" } ?? "an index: there is no header"
      throw FormatError(
        file: file, found: "column \(CSVTokenizer.shown(name)) asked for", allowed: allowed)
    }
  }

  private static func list(_ names: [String]) -> String {
    let listed = names.prefix(50).map(CSVTokenizer.shown).joined(separator: ", ")
    return names.count > 50 ? "\(listed) and \(names.count - 50) more" : listed
  }

  private func checkNames() throws(FormatError) {
    guard let columnNames else { return }
    var firstColumn: [String: Int] = [:]
    for (column, name) in columnNames.enumerated() {
      let place = FormatError.Place(line: headerLineCount)
      if name.isEmpty {
        if roles[column] == .ignored || roles[column] == .id { continue }
        throw FormatError(
          file: file, place: place, found: "no name for column \(column)",
          allowed: "a name; or ignore the column, \(column), if it only numbers the rows")
      }
      if let first = firstColumn.updateValue(column, forKey: name) {
        throw FormatError(
          file: file, place: place,
          found: "the name \(CSVTokenizer.shown(name)) for columns \(first) and \(column)",
          allowed: "distinct names")
      }
    }
  }
}
