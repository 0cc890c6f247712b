/// One signature line of a signed note: who signed, with which key, and the signature.
public struct NoteSignature: Sendable {
  static let linePrefix: [UInt8] = Array("\u{2014} ".utf8)

  /// The name of the key.
  public let name: String
  /// The ID of the key.
  public let keyID: UInt32
  /// The signature without the key ID, at least one byte.
  public let bytes: [UInt8]

  init(checked name: String, keyID: UInt32, bytes: [UInt8]) {
    self.name = name
    self.keyID = keyID
    self.bytes = bytes
  }

  /// Reads a signature line.
  ///
  /// `nil` unless it is an em dash, a space, a key name, a space, and at least five bytes in
  /// Base64.
  ///
  /// - Parameter line: The line without its line feed.
  public init?(line: some Collection<UInt8>) {
    guard line.starts(with: Self.linePrefix) else { return nil }
    let parts = line.dropFirst(Self.linePrefix.count).split(
      separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 2, let name = String(validating: parts[0], as: UTF8.self),
      KeyName.isValid(name),
      let bytes = Base64.decode(String(decoding: parts[1], as: UTF8.self)), bytes.count > 4
    else { return nil }
    self.name = name
    keyID = bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    self.bytes = Array(bytes.dropFirst(4))
  }

  /// The signature line with its line feed.
  public var line: String {
    let id = (0..<4).map { UInt8(truncatingIfNeeded: keyID >> (24 - 8 * $0)) }
    return "\u{2014} \(name) \(Base64.encode(id + bytes))\n"
  }
}

extension NoteSignature: Hashable {
  /// Tells whether two lines have the same bytes.
  ///
  /// - Parameters:
  ///   - left: One signature.
  ///   - right: Another.
  /// - Returns: Whether they are the same.
  public static func == (left: Self, right: Self) -> Bool {
    left.keyID == right.keyID && left.bytes == right.bytes
      && KeyName.areSame(left.name, right.name)
  }

  /// Hashes what tells signatures apart.
  ///
  /// - Parameter hasher: What is fed.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(keyID)
    hasher.combine(bytes)
  }
}
