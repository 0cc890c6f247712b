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

  /// The class that a label cell names.
  ///
  /// - Returns: `nil` when the text is no label.
  static func className(_ text: String) -> String? {
    if isMissing(text), !possibleLabels.contains(text) { return nil }
    return LabelName.name(text)
  }
}
