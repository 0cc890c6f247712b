import Crypto

/// An Ed25519 public key (RFC 8032) with its fingerprint.
public struct PublicKey: Hashable, Sendable {
  /// Number of bytes in a public key.
  public static let byteCount = 32
  /// Number of bytes in a signature.
  public static let signatureByteCount = 64

  /// The 32 bytes of the key.
  public let bytes: [UInt8]
  /// The SHA-256 hash of the bytes, by which entries name the key.
  public let fingerprint: Hash

  /// Takes bytes as a key; `nil` unless there are 32 of them.
  ///
  /// - Parameter bytes: The bytes.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
    fingerprint = Hash(of: bytes)
  }

  /// Whether a signature is of these bytes and by this key.
  ///
  /// - Parameters:
  ///   - signature: The signature.
  ///   - message: What was signed.
  /// - Returns: `false` too for keys that are no point of the curve.
  public func isValid(signature: [UInt8], of message: [UInt8]) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else {
      return false
    }
    return key.isValidSignature(signature, for: message)
  }
}

extension PublicKey: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    let text = try json.text()
    guard let bytes = Base64.decode(text), let key = Self(bytes) else {
      throw FieldError(.badValue(given: text, allowed: "32 bytes in standard Base64"))
    }
    self = key
  }

  var json: StrictJSON { .string(Base64.encode(bytes)) }
}
