/// A signed payload: an envelope of DSSE, the Dead Simple Signing Envelope (secure-systems-lab, version 1.0.2, 2023).
///
/// The exact bytes of an entry's envelope are the data of its leaf, so they are kept as they came and never made again. When read,
/// the JSON is strict and has these fields only; order and white space are free, since the hash covers them.
public struct Envelope: Hashable, Sendable {
  /// One signature and the key it names.
  public struct Signature: Hashable, Sendable {
    /// The fingerprint of the public key.
    public let keyid: Hash
    /// The 64 bytes of an Ed25519 signature.
    public let bytes: [UInt8]

    /// Names the key of a signature.
    ///
    /// - Parameters:
    ///   - keyid: The fingerprint of the public key.
    ///   - bytes: 64 bytes.
    public init(keyid: Hash, bytes: [UInt8]) {
      self.keyid = keyid
      self.bytes = bytes
    }
  }

  /// The most bytes that an entry's envelope may have, which is what an entry bundle can hold.
  public static let maximumByteCount = 65_535
  /// The most signatures.
  public static let maximumSignatureCount = 8

  /// What the payload is.
  public let payloadType: String
  /// The payload.
  public let payload: [UInt8]
  /// The signatures in order: 1 to 8, no key twice.
  public let signatures: [Signature]
  /// The bytes of the envelope.
  public let encoded: [UInt8]

  /// Signs a payload.
  ///
  /// - Parameters:
  ///   - payload: The payload.
  ///   - payloadType: What it is.
  ///   - keys: 1 to 8 keys, in the order of their signatures.
  ///   - maximumByteCount: The most bytes that the envelope may have.
  /// - Throws: ``EnvelopeError`` for too many bytes or keys, none, or one twice.
  public init(
    signing payload: [UInt8], payloadType: String = Entry.payloadType, keys: [ActorKey],
    maximumByteCount: Int = Self.maximumByteCount
  ) throws(EnvelopeError) {
    try Self.check(keys.map(\.fingerprint))
    let message = Self.signedBytes(payloadType: payloadType, payload: payload)
    signatures = keys.map { Signature(keyid: $0.fingerprint, bytes: $0.sign(message)) }
    self.payload = payload
    self.payloadType = payloadType
    encoded =
      StrictJSON.object([
        "payload": .string(Base64.encode(payload)), "payloadType": .string(payloadType),
        "signatures": signatures.json,
      ]).canonical
    guard encoded.count <= maximumByteCount else {
      throw .tooLarge(byteCount: encoded.count, limit: maximumByteCount)
    }
  }

  /// Reads an envelope, without looking whether its signatures hold.
  ///
  /// - Parameters:
  ///   - bytes: The envelope and nothing else.
  ///   - payloadType: The only type that is taken.
  ///   - maximumByteCount: The most bytes that are looked at.
  /// - Returns: The envelope.
  /// - Throws: ``EnvelopeError`` for all that is not of the form.
  public static func parse(
    _ bytes: [UInt8], payloadType: String = Entry.payloadType,
    maximumByteCount: Int = Self.maximumByteCount
  ) throws(EnvelopeError) -> Self {
    guard bytes.count <= maximumByteCount else {
      throw .tooLarge(byteCount: bytes.count, limit: maximumByteCount)
    }
    let json: StrictJSON
    do { json = try StrictJSON(parsing: bytes) } catch { throw .json(error) }
    let envelope: Self
    do { envelope = try Self(json: json, encoded: bytes) } catch { throw .field(error) }
    guard envelope.payloadType.hasBytes(of: payloadType) else {
      throw .payloadType(given: envelope.payloadType, allowed: payloadType)
    }
    try check(envelope.signatures.map(\.keyid))
    return envelope
  }

  private init(json: StrictJSON, encoded: [UInt8]) throws(FieldError) {
    var fields = try FieldReader(json)
    let payload: Base64Bytes = try fields.require("payload")
    self.payload = payload.bytes
    payloadType = try fields.require("payloadType")
    signatures = try fields.require("signatures")
    try fields.finish()
    self.encoded = encoded
  }

  private static func check(_ keys: [Hash]) throws(EnvelopeError) {
    guard 1...maximumSignatureCount ~= keys.count else {
      throw .signatureCount(given: keys.count, limit: maximumSignatureCount)
    }
    for (index, key) in keys.enumerated() where keys[..<index].contains(key) {
      throw .repeatedKey(key)
    }
  }

  /// What a signature covers: DSSE's pre-authentication encoding of type and payload.
  ///
  /// - Parameters:
  ///   - payloadType: What the payload is.
  ///   - payload: The payload.
  /// - Returns: `DSSEv1`, then the length of each in decimal and itself, joined by spaces.
  public static func signedBytes(payloadType: String, payload: [UInt8]) -> [UInt8] {
    Array("DSSEv1 \(payloadType.utf8.count) \(payloadType) \(payload.count) ".utf8) + payload
  }

  /// Checks the signatures of the keys that are given.
  ///
  /// - Parameter publicKeys: Keys by their fingerprints; signatures that name others are passed over.
  /// - Returns: The fingerprints of the keys that signed, in the order of their signatures.
  /// - Throws: ``EnvelopeError/badSignature(_:)`` for a signature that its key did not make.
  ///
  /// - Complexity: One check of a signature, some 70 microseconds, for each given key that is named.
  public func verify(publicKeys: [Hash: PublicKey]) throws(EnvelopeError) -> [Hash] {
    let message = Self.signedBytes(payloadType: payloadType, payload: payload)
    var signers: [Hash] = []
    for signature in signatures {
      guard let key = publicKeys[signature.keyid] else { continue }
      guard key.fingerprint == signature.keyid,
        key.isValid(signature: signature.bytes, of: message)
      else { throw .badSignature(signature.keyid) }
      signers.append(signature.keyid)
    }
    return signers
  }
}

extension Envelope.Signature: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    var fields = try FieldReader(json)
    keyid = try fields.require("keyid")
    let signature: Base64Bytes = try fields.require("sig")
    guard signature.bytes.count == PublicKey.signatureByteCount else {
      throw FieldError(
        .badValue(given: "\(signature.bytes.count) bytes", allowed: "64 bytes"), at: "sig")
    }
    bytes = signature.bytes
    try fields.finish()
  }

  var json: StrictJSON {
    .object(["keyid": keyid.json, "sig": .string(Base64.encode(bytes))])
  }
}

/// Bytes that stand in a field in standard Base64.
private struct Base64Bytes: FieldValue {
  let bytes: [UInt8]

  init(json: StrictJSON) throws(FieldError) {
    let text = try json.text()
    guard let bytes = Base64.decode(text) else {
      throw FieldError(.badValue(given: text, allowed: "standard Base64 with padding"))
    }
    self.bytes = bytes
  }

  var json: StrictJSON { .string(Base64.encode(bytes)) }
}
