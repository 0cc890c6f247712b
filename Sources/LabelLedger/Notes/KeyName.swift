/// The rules for key names in signed notes.
enum KeyName {
  /// Tells whether a text may name a key: at least one character, no Unicode white space, no
  /// control character, no plus sign.
  ///
  /// - Parameter name: The text.
  /// - Returns: Whether it may.
  static func isValid(_ name: String) -> Bool {
    !name.isEmpty
      && name.unicodeScalars.allSatisfy { scalar in
        scalar != "+" && scalar.value >= 0x20 && !scalar.properties.isWhitespace
      }
  }

  /// Tells whether two names have the same bytes; `==` would also equate other spellings of a
  /// character.
  ///
  /// - Parameters:
  ///   - left: One name.
  ///   - right: Another.
  /// - Returns: Whether they do.
  static func areSame(_ left: String, _ right: String) -> Bool {
    left.utf8.elementsEqual(right.utf8)
  }
}
