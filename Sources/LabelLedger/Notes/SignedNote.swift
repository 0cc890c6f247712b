/// A text signed with one or more keys (C2SP signed-note, 2025).
///
/// The text ends in a line feed; a blank line and the signature lines follow it. The text means
/// nothing before ``verify(with:)`` has found a known key's signature.
public struct SignedNote: Hashable, Sendable {
  /// The largest number of signatures; C2SP asks for at least 16, Go's package takes 100.
  public static let maximumSignatureCount = 100
  /// The largest number of bytes in a note, text and signatures together.
  public static let maximumByteCount = 1_000_000

  /// The text, with the line feed at its end.
  public let text: [UInt8]
  /// The signatures in their order, at least one.
  public let signatures: [NoteSignature]

  /// Puts a note together.
  ///
  /// - Parameters:
  ///   - text: The text, UTF-8 with the line feed at its end.
  ///   - signatures: The signatures, 1...100.
  /// - Throws: ``NoteError`` for what could not be read back as the same note.
  public init(text: [UInt8], signatures: [NoteSignature]) throws(NoteError) {
    guard text.last == UInt8(ascii: "\n") else { throw .text }
    guard !signatures.isEmpty else { throw .noSignatures }
    guard signatures.count <= Self.maximumSignatureCount else {
      throw .tooManySignatures(signatures.count)
    }
    self.text = text
    self.signatures = signatures
    try Self.check(bytes)
  }

  /// Reads a note.
  ///
  /// - Parameter bytes: The whole note.
  /// - Throws: ``NoteError`` for anything else than what ``bytes`` would write.
  /// - Complexity: O(n) for n bytes.
  public init(parsing bytes: [UInt8]) throws(NoteError) {
    try Self.check(bytes)
    let lineFeed = UInt8(ascii: "\n")
    guard bytes.last == lineFeed else { throw .unfinishedLine }
    // The last blank line: a text may hold others.
    guard
      let blank = bytes.indices.dropFirst().last(where: { place in
        bytes[place] == lineFeed && bytes[place - 1] == lineFeed
      }), blank + 1 < bytes.count
    else { throw .noSignatures }
    let lines = bytes[(blank + 1)...].dropLast().split(
      separator: lineFeed, omittingEmptySubsequences: false)
    guard lines.count <= Self.maximumSignatureCount else { throw .tooManySignatures(lines.count) }
    var signatures: [NoteSignature] = []
    for (place, line) in lines.enumerated() {
      guard let signature = NoteSignature(line: line) else { throw .signatureLine(place + 1) }
      signatures.append(signature)
    }
    text = Array(bytes[..<blank])
    self.signatures = signatures
  }

  private static func check(_ bytes: [UInt8]) throws(NoteError) {
    guard bytes.count <= maximumByteCount else { throw .tooLong(bytes.count) }
    for (offset, byte) in bytes.enumerated() where byte < 0x20 && byte != UInt8(ascii: "\n") {
      throw .controlCharacter(byte, offset: offset)
    }
    guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
  }

  /// The whole note.
  public var bytes: [UInt8] {
    text + [UInt8(ascii: "\n")] + signatures.flatMap { Array($0.line.utf8) }
  }

  /// Adds signatures behind the others.
  ///
  /// - Parameter more: The signatures; those that the note has already are left out.
  /// - Returns: The longer note.
  /// - Throws: ``NoteError/tooManySignatures(_:)``, ``NoteError/tooLong(_:)``.
  public func adding(_ more: [NoteSignature]) throws(NoteError) -> Self {
    var all = signatures
    for signature in more where !all.contains(signature) { all.append(signature) }
    return try Self(text: text, signatures: all)
  }

  /// A signature that was verified, with its key.
  public struct Verified: Hashable, Sendable {
    /// The key.
    public let key: VerifierKey
    /// The signature.
    public let signature: NoteSignature
  }

  /// What the known keys say of a note.
  public struct Verification: Hashable, Sendable {
    /// The signatures of known keys, all of which hold; at least one, in the note's order.
    public let verified: [Verified]
    /// The signatures of other keys, in the note's order.
    public let unverified: [NoteSignature]

    /// Tells whether a key signed.
    ///
    /// - Parameter key: The key.
    /// - Returns: Whether one of the verified signatures is the key's.
    public func isSigned(by key: VerifierKey) -> Bool { verified.contains { $0.key == key } }
  }

  /// Verifies the signatures of known keys.
  ///
  /// - Parameter keys: The keys that are known and trusted. Those of an unknown type count as
  ///   unknown.
  /// - Returns: Which signatures were verified and which were not looked at.
  /// - Throws: ``NoteError/badSignature(name:id:)`` if any signature of a known key does not hold,
  ///   ``NoteError/noKnownSignature(names:)``, ``NoteError/ambiguousKey(name:id:)``.
  public func verify(with keys: [VerifierKey]) throws(NoteError) -> Verification {
    var verified: [Verified] = []
    var unverified: [NoteSignature] = []
    for signature in signatures {
      let candidates = Set(keys.filter { $0.canVerify && $0.signed(signature) })
      guard candidates.count <= 1 else {
        throw .ambiguousKey(name: signature.name, id: signature.keyID)
      }
      guard let key = candidates.first else {
        unverified.append(signature)
        continue
      }
      guard key.verifies(signature.bytes, of: text) else {
        throw .badSignature(name: signature.name, id: signature.keyID)
      }
      verified.append(Verified(key: key, signature: signature))
    }
    guard !verified.isEmpty else { throw .noKnownSignature(names: signatures.map(\.name)) }
    return Verification(verified: verified, unverified: unverified)
  }
}
