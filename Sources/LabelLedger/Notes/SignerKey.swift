import Crypto

/// A named private Ed25519 key that signs notes and checkpoints.
///
/// Its text is the form of Go's note package,
/// `PRIVATE+KEY+<name>+<key ID>+<base64 of the type byte 0x01 and the 32-byte seed>`, with the key
/// ID of the public key. Printing the value shows the public key only.
public struct SignerKey: Sendable {
  private static let prefix = "PRIVATE+KEY+"
  private static let seedByteCount = 32

  let key: Curve25519.Signing.PrivateKey
  /// The key with which others verify ``sign(_:)``, of type 0x01.
  public let verifierKey: VerifierKey
  /// The key with which others verify ``cosign(_:time:)``, of type 0x04: the same key under another
  /// key ID.
  public let cosignerKey: VerifierKey

  /// Who signs.
  public var name: String { verifierKey.name }

  /// Makes a new key with the system's generator.
  ///
  /// - Parameter name: Who signs; at least one character, no white space, no plus sign.
  /// - Throws: ``KeyError/name(_:)``.
  public init(named name: String) throws(KeyError) {
    try self.init(name: name, key: Curve25519.Signing.PrivateKey())
  }

  /// Takes a seed as a key.
  ///
  /// - Parameters:
  ///   - name: Who signs; at least one character, no white space, no plus sign.
  ///   - seed: 32 secret bytes.
  /// - Throws: ``KeyError/name(_:)``, ``KeyError/byteCount(expected:given:)``.
  public init(name: String, seed: [UInt8]) throws(KeyError) {
    guard seed.count == Self.seedByteCount,
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
    else { throw .byteCount(expected: Self.seedByteCount, given: seed.count) }
    try self.init(name: name, key: key)
  }

  /// Reads a private key.
  ///
  /// - Parameter text: ``privateText``, without line feed.
  /// - Throws: ``KeyError`` for anything that a key would not be written as, and for other types of
  ///   keys.
  public init(parsing text: String) throws(KeyError) {
    guard text.utf8.starts(with: Self.prefix.utf8) else { throw .notPrivate }
    let rest = String(decoding: text.utf8.dropFirst(Self.prefix.utf8.count), as: UTF8.self)
    let (name, id, bytes) = try VerifierKey.parts(of: rest)
    guard bytes[0] == VerifierKey.Algorithm.ed25519.type else { throw .cannotSign(type: bytes[0]) }
    try self.init(name: name, seed: Array(bytes.dropFirst()))
    guard verifierKey.id == id else { throw .identifier(expected: verifierKey.id, given: id) }
  }

  private init(name: String, key: Curve25519.Signing.PrivateKey) throws(KeyError) {
    let publicKey = Array(key.publicKey.rawRepresentation)
    self.key = key
    verifierKey = try VerifierKey(name: name, algorithm: .ed25519, publicKey: publicKey)
    cosignerKey = try VerifierKey(name: name, algorithm: .cosignature, publicKey: publicKey)
  }

  /// The key's text, which must be kept secret.
  public var privateText: String {
    let bytes = [verifierKey.algorithm.type] + Array(key.rawRepresentation)
    return
      "\(Self.prefix)\(name)+\(VerifierKey.hexadecimal(verifierKey.id))+\(Base64.encode(bytes))"
  }

  /// Signs bytes that are no note, such as the message of an envelope.
  ///
  /// Ed25519 (RFC 8032, 2017) needs no random numbers, so the same bytes get the same signature,
  /// except on Apple's platforms, whose library adds some.
  ///
  /// - Parameter message: The bytes.
  /// - Returns: 64 bytes.
  /// - Throws: What the library of algorithms throws.
  public func signature(of message: [UInt8]) throws -> [UInt8] {
    Array(try key.signature(for: message))
  }

  /// Signs the text of a note.
  ///
  /// - Parameter text: The text, with the line feed at its end.
  /// - Returns: The signature, under the key ID of ``verifierKey``.
  /// - Throws: What the library of algorithms throws.
  public func sign(_ text: [UInt8]) throws -> NoteSignature {
    NoteSignature(checked: name, keyID: verifierKey.id, bytes: try signature(of: text))
  }

  /// Cosigns a checkpoint.
  ///
  /// - Parameters:
  ///   - text: The text of the checkpoint's note, with the line feed at its end.
  ///   - time: Seconds since 1970 in UTC, at most 2^63 - 1.
  /// - Returns: The ``Cosignature``, under the key ID of ``cosignerKey``.
  /// - Throws: What the library of algorithms throws.
  public func cosign(_ text: [UInt8], time: UInt64) throws -> NoteSignature {
    let message = Cosignature.message(time: time, text: text)
    let cosignature = Cosignature(time: time, checked: try signature(of: message))
    return NoteSignature(checked: name, keyID: cosignerKey.id, bytes: cosignature.bytes)
  }
}

extension SignerKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The public key.
  public var description: String { verifierKey.description }
  /// The public key.
  public var debugDescription: String { description }
  /// The public key.
  public var customMirror: Mirror { Mirror(self, children: ["verifierKey": verifierKey]) }
}
