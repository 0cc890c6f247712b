/// A text that equals another only byte for byte.
///
/// Two strings are equal in Swift when Unicode calls them equivalent, as an accented letter and the letter with an
/// accent put on it. In a log they are two names.
struct ExactText: Hashable, Comparable, Sendable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (left: Self, right: Self) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  static func < (left: Self, right: Self) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
    // No byte of UTF-8 is 255: it ends the text, as two texts may follow each other in a key.
    hasher.combine(UInt8.max)
  }
}
