extension FormatError {
  /// Text of a file, fit for a message: short, and on one line.
  static func excerpt(_ text: some StringProtocol) -> String {
    let line = text.unicodeScalars.prefix(41).map { scalar in
      scalar.properties.generalCategory == .control ? "\u{FFFD}" : String(scalar)
    }
    return line.count <= 40 ? line.joined() : line.prefix(40).joined() + "..."
  }
}
