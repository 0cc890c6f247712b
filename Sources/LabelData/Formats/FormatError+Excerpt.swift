extension FormatError {
  /// Text of a file, fit for a message: short, and on one line.
  static func excerpt(_ text: some StringProtocol) -> String {
    let line = text.unicodeScalars.prefix(41).map { scalar in
      scalar.properties.generalCategory == .control ? "\u{FFFD}" : String(scalar)
    }
    return line.count <= 40 ? line.joined() : line.prefix(40).joined() + "..."
  }

  /// Names of a file, fit for a message: the first fifty.
  static func list(_ names: [String]) -> String {
    let shown = names.prefix(50).map { excerpt($0) }.joined(separator: ", ")
    return names.count > 50 ? "\(shown) and \(names.count - 50) more" : shown
  }
}
