/// Whether the first record of a CSV file is a header; the rule is ``ReadOptions/Header/automatic``'s.
struct CSVHeaderGuess {
  /// The first record names the columns.
  let hasHeader: Bool
  /// The first record counts its columns as pandas does and is taken for a row; the other rows must tell.
  let isOpen: Bool

  /// The fewest numbered columns that no row is expected to have by chance.
  private static let surelyNumbered = 4

  /// - Parameters:
  ///   - head: The beginning of the file.
  ///   - option: What the user says.
  ///   - names: Columns that are asked for by name.
  /// - Throws: ``FormatError`` when nothing tells a header from a row, or the file is no such table.
  init(_ head: CSVHead, option: ReadOptions.Header, names: [String]) throws(FormatError) {
    try Self.refuseComment(head)
    guard option == .automatic, names.isEmpty else {
      (hasHeader, isOpen) = (option != .absent, false)
      return
    }
    let first = head.first
    let numbers = first.indices.filter { CSVNumber.isNumber(first[$0]) }
    let areIndices = numbers.allSatisfy { first[$0] == String($0) }
    if numbers.count >= Self.surelyNumbered, areIndices {
      (hasHeader, isOpen) = (true, false)
    } else if !numbers.isEmpty {
      let isNumbered =
        areIndices && numbers == Array(0..<numbers.count) && first.count > 1
        && !first.contains(where: CSVMeaning.isMissing)
      hasHeader = isNumbered && Self.kindsDiffer(head)
      isOpen = isNumbered && !hasHeader
    } else if head.second?.contains(where: CSVNumber.isNumber) ?? false {
      (hasHeader, isOpen) = (true, false)
    } else {
      throw Self.ambiguity(head)
    }
  }

  /// Whether a number stands below text, or text below a number.
  private static func kindsDiffer(_ head: CSVHead) -> Bool {
    zip(head.first, head.second ?? []).contains { first, second in
      !CSVMeaning.isMissing(second) && CSVNumber.isNumber(first) != CSVNumber.isNumber(second)
    }
  }

  private static func refuseComment(_ head: CSVHead) throws(FormatError) {
    guard let start = head.first.first, start.hasPrefix("#"), head.secondFault == nil,
      let second = head.second, second.count != head.first.count
    else { return }
    throw FormatError(
      file: head.file, place: FormatError.Place(line: head.blankLineCount + 1),
      found: "a line that begins with '#'",
      allowed: "a header or a row; CSV files have no comments")
  }

  /// Why nothing tells a header from a row: what is wrong with the file, if something is.
  private static func ambiguity(_ head: CSVHead) -> FormatError {
    if let fault = head.secondFault { return fault.error(file: head.file, columnNames: nil) }
    if head.first.count == 1, head.first[0].contains(" "), head.second?.count == 1,
      head.second?[0].contains(" ") == true
    {
      return FormatError(
        file: head.file, place: FormatError.Place(line: head.blankLineCount + 1),
        found: "one column of text with spaces",
        allowed: "commas, tabs or semicolons between cells; or, if it is one column, "
          + "the option that its header is present, or absent")
    }
    let found =
      head.second == nil ? "one line and no number in it" : "no number in the first two lines"
    return FormatError(
      file: head.file, found: "\(found), so a header and a row cannot be told apart",
      allowed: "such a file with the option that its header is present, or absent")
  }

  /// The error for a first record that may be the header of rows like it.
  static func openError(file: String, line: Int) -> FormatError {
    FormatError(
      file: file, place: FormatError.Place(line: line),
      found: "columns counted from 0, and no other row like it, "
        + "so a header and a row cannot be told apart",
      allowed: "such a file with the option that its header is present, or absent")
  }
}
