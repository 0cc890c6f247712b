/// Why bytes are not an envelope, or its signatures do not hold.
public enum EnvelopeError: Error, Hashable {
  /// More bytes than an entry may have.
  case tooLarge(byteCount: Int, limit: Int)
  /// The bytes are not JSON.
  case json(StrictJSONError)
  /// A field is not as it must be.
  case field(FieldError)
  /// The payload is of another type.
  case payloadType(given: String, allowed: String)
  /// No signature, or more than are allowed.
  case signatureCount(given: Int, limit: Int)
  /// Two signatures name the same key.
  case repeatedKey(Hash)
  /// The key that the signature names did not make it.
  case badSignature(Hash)
}

extension EnvelopeError: CustomStringConvertible {
  /// One sentence.
  public var description: String {
    switch self {
    case .tooLarge(let count, let limit):
      "The envelope has \(count) bytes; at most \(limit) are allowed."
    case .json(let error): error.description
    case .field(let error): error.description
    case .payloadType(let given, let allowed):
      "The payload is of type \"\(given.prefix(80))\"; only \"\(allowed)\" is read here."
    case .signatureCount(let given, let limit):
      "The envelope has \(given) signatures; 1 to \(limit) are allowed."
    case .repeatedKey(let key): "Two signatures name the key \(key)."
    case .badSignature(let key): "The signature that names the key \(key) was not made by it."
    }
  }
}
