/// What cells mean that are no plain numbers.
enum CSVMeaning {
  private static let missing: Set<String> = [
    "", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None", "?", "-", "#N/A", "#N/A N/A",
    "#NA",
    "<NA>", "-NaN", "-nan", "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN",
  ]

  /// Labels may be `-` and `None`; the other words for missing values are no labels.
  private static let possibleLabels: Set<String> = ["-", "None"]

  /// Whether a feature cell's text stands for a missing value.
  static func isMissing(_ text: String) -> Bool { missing.contains(text) }

  /// Whether a feature cell's contents stand for a missing value.
  static func isMissing(_ bytes: Span<UInt8>, _ contents: Range<Int>) -> Bool {
    guard contents.count <= 9 else { return false }
    return isMissing(String(decoding: contents.map { bytes[$0] }, as: UTF8.self))
  }

  /// The class that a label cell names: whole numbers by their digits alone, other texts as they are.
  ///
  /// - Returns: `nil` when the text is no label.
  static func className(_ text: String) -> String? {
    if isMissing(text), !possibleLabels.contains(text) { return nil }
    let bytes = Array(text.utf8)
    switch CSVNumber.value((bytes + [CSVTokenizer.lineFeed]).span, contents: bytes.indices) {
    case .text: return text
    case .infinite: return nil
    case .number, .tooLarge: return wholeNumber(text)
    }
  }

  /// The plain digits of a decimal number that is whole; `nil` when it is not, or beyond 2^53 with an exponent.
  private static func wholeNumber(_ text: String) -> String? {
    let number = text.filter { $0 != " " && $0 != "\t" }
    if number.contains(where: { $0 == "e" || $0 == "E" }) {
      guard let value = Double(number), value.magnitude <= 0x1p53 else { return nil }
      return Int(exactly: value).map(String.init)
    }
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count == 2, !parts[1].allSatisfy({ $0 == "0" }) { return nil }
    let digits = parts[0].drop { $0 == "+" || $0 == "-" }.drop { $0 == "0" }
    if digits.isEmpty { return "0" }
    return parts[0].hasPrefix("-") ? "-\(digits)" : String(digits)
  }
}
