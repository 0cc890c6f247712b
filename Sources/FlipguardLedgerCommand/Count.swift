/// Numbers of things, in words.
enum Count {
  /// A number and the noun in the right form.
  static func of(_ number: some BinaryInteger, _ noun: String) -> String {
    let plural = noun.hasSuffix("y") ? "\(noun.dropLast())ies" : "\(noun)s"
    return "\(number) \(number == 1 ? noun : plural)"
  }
}
