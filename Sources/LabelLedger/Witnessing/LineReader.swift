/// Takes the lines before a signed note from a text, one by one.
struct LineReader {
  /// What has not been taken.
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  /// Takes a line.
  ///
  /// - Returns: The line without its line feed; `nil` where no line feed is left.
  mutating func next() -> ArraySlice<UInt8>? {
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    defer { rest = rest[(end + 1)...] }
    return rest[..<end]
  }
}
