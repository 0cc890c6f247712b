import Crypto

/// A named public key that verifies signatures of notes (C2SP signed-note, 2025, "Verifier keys").
///
/// Its text, the vkey, is
/// `<name>+<key ID in 8 hexadecimal digits>+<base64 of the type byte and the key>`. The key ID is
/// the start of SHA-256(name, line feed, type byte, key). Keys of a type that is not known here are
/// read, so that a list of keys may hold them, but verify nothing: their signatures are ignored as
/// those of unknown keys.
public struct VerifierKey: Sendable {
  /// How a key signs.
  public enum Algorithm: Hashable, Sendable {
    /// Ed25519 over the text of the note; type byte 0x01.
    case ed25519
    /// A ``Cosignature`` with a time; type byte 0x04.
    case cosignature
    /// Any other type byte.
    case unknown(UInt8)

    init(type: UInt8) {
      self =
        switch type {
        case 1: .ed25519
        case 4: .cosignature
        default: .unknown(type)
        }
    }

    /// The type byte.
    public var type: UInt8 {
      switch self {
      case .ed25519: 1
      case .cosignature: 4
      case .unknown(let type): type
      }
    }
  }

  /// Who signs, such as a log's origin.
  public let name: String
  /// How it signs.
  public let algorithm: Algorithm
  /// The key's bytes without the type byte: 32 for Ed25519.
  public let publicKey: [UInt8]
  /// The first four bytes of a hash of all the above, which signatures name.
  public let id: UInt32

  /// Puts a key together.
  ///
  /// - Parameters:
  ///   - name: Who signs; at least one character, no white space, no plus sign.
  ///   - algorithm: How it signs.
  ///   - publicKey: The key's bytes, 32 of them unless the type is unknown, and then at least one.
  /// - Throws: ``KeyError``.
  public init(name: String, algorithm: Algorithm, publicKey: [UInt8]) throws(KeyError) {
    guard KeyName.isValid(name) else { throw .name(name) }
    let algorithm = Algorithm(type: algorithm.type)
    if case .unknown = algorithm {
      guard !publicKey.isEmpty else { throw .byteCount(expected: 1, given: 0) }
    } else {
      guard publicKey.count == 32 else {
        throw .byteCount(expected: 32, given: publicKey.count)
      }
    }
    self.name = name
    self.algorithm = algorithm
    self.publicKey = publicKey
    let hash = Hash(of: Array(name.utf8), [UInt8(ascii: "\n"), algorithm.type], publicKey)
    id = hash.bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Reads a vkey.
  ///
  /// - Parameter text: The vkey, without line feed.
  /// - Throws: ``KeyError`` for anything that a key would not be written as.
  public init(parsing text: String) throws(KeyError) {
    let (name, id, bytes) = try Self.parts(of: text)
    try self.init(
      name: name, algorithm: Algorithm(type: bytes[0]), publicKey: Array(bytes.dropFirst()))
    guard self.id == id else { throw .identifier(expected: self.id, given: id) }
  }

  /// Takes the text of a key apart; the bytes are at least one.
  static func parts(of text: String) throws(KeyError) -> (name: String, id: UInt32, [UInt8]) {
    let parts = text.utf8.split(
      separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false
    ).map { String(decoding: $0, as: UTF8.self) }
    guard parts.count == 3, let id = Hexadecimal.decode(parts[1]), id.count == 4 else {
      throw .form
    }
    guard KeyName.isValid(parts[0]) else { throw .name(parts[0]) }
    guard let bytes = Base64.decode(parts[2]), !bytes.isEmpty else { throw .base64 }
    return (parts[0], id.reduce(0) { $0 << 8 | UInt32($1) }, bytes)
  }

  /// Verifies a signature.
  ///
  /// - Parameters:
  ///   - signature: The signature without the key ID: 64 bytes for Ed25519, 72 for a cosignature.
  ///   - text: The text of the note.
  /// - Returns: `false` for another length, for an unknown type of key, and where the signature
  ///   does not hold.
  public func verifies(_ signature: [UInt8], of text: [UInt8]) -> Bool {
    switch algorithm {
    case .ed25519:
      return verifiesEd25519(signature, of: text)
    case .cosignature:
      guard let cosignature = Cosignature(signature) else { return false }
      return verifiesEd25519(
        cosignature.signature, of: Cosignature.message(time: cosignature.time, text: text))
    case .unknown:
      return false
    }
  }

  private func verifiesEd25519(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
      return false
    }
    return key.isValidSignature(signature, for: message)
  }

  /// Whether signatures of the key's type can be verified here.
  var canVerify: Bool {
    if case .unknown = algorithm { false } else { true }
  }

  /// Whether a signature names this key: by name and key ID.
  func signed(_ signature: NoteSignature) -> Bool {
    signature.keyID == id && KeyName.areSame(signature.name, name)
  }

  static func hexadecimal(_ id: UInt32) -> String {
    Hexadecimal.encode((0..<4).map { UInt8(truncatingIfNeeded: id >> (24 - 8 * $0)) })
  }
}

extension VerifierKey: Hashable {
  /// Tells whether two keys have the same name, byte by byte, the same type and the same bytes.
  ///
  /// - Parameters:
  ///   - left: One key.
  ///   - right: Another.
  /// - Returns: Whether they are the same.
  public static func == (left: Self, right: Self) -> Bool {
    left.id == right.id && left.algorithm == right.algorithm && left.publicKey == right.publicKey
      && KeyName.areSame(left.name, right.name)
  }

  /// Hashes what tells keys apart.
  ///
  /// - Parameter hasher: What is fed.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(publicKey)
  }
}

extension VerifierKey: CustomStringConvertible {
  /// The vkey.
  public var description: String {
    "\(name)+\(Self.hexadecimal(id))+\(Base64.encode([algorithm.type] + publicKey))"
  }
}
