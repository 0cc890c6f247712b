/// Sentences of errors, as part of a longer line.
package enum Phrase {
  /// A sentence that goes on from what stands before it: it begins small and has no full stop.
  ///
  /// - Parameter sentence: What an error says of itself.
  /// - Returns: The same, on from a colon.
  package static func of(_ sentence: String) -> String {
    var text = Substring(sentence)
    if text.hasSuffix("."), !text.hasSuffix("..") { text = text.dropLast() }
    guard let first = text.first, first.isASCII, first.isUppercase,
      let second = text.dropFirst().first, second.isLowercase || second == " "
    else { return String(text) }
    return first.lowercased() + text.dropFirst()
  }
}
