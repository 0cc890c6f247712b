/// The names of classes as data files spell them: text, whole numbers and truth values.
enum LabelName {
  /// What labels may be, for messages.
  static let allowed = "text, whole numbers or True and False"

  /// The name of a number; `nil` when it is not whole.
  ///
  /// 1.0 and 1 name the same class.
  static func name(_ value: Double) -> String? {
    Int64(exactly: value).map(String.init)
  }

  /// The name that a word of a text file stands for; `nil` when it is a number that is not whole.
  ///
  /// `+1`, `1` and `1.0` name the same class.
  static func name(_ word: String) -> String? {
    if let whole = Int64(word) { return String(whole) }
    guard let value = Double(word) else { return word }
    let isDecimal = word.utf8.allSatisfy { "+-.eE0123456789".utf8.contains($0) }
    return isDecimal || !value.isFinite ? name(value) : word
  }
}

extension LabelName {
  /// What truth values may be, for messages.
  static let truthValues = "true or false, in capitals or not, 1 or 0"

  /// The truth value that a word stands for; `nil` for other words.
  static func truthValue(_ word: String) -> Bool? {
    switch word.lowercased() {
    case "true", "1": true
    case "false", "0": false
    default: nil
    }
  }
}

extension Labels {
  /// Makes labels from the whole number that each example carries; classes are ordered by value.
  init(integers: [Int64]) {
    let values = Set(integers).sorted()
    let index = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
    self.init(
      checkedIndices: integers.compactMap { index[$0] }, classNames: values.map { String($0) })
  }
}
