import Crypto

/// How annotators of another system are named here.
///
/// Numbers and names without `@` are taken as they are. An e-mail address tells who somebody is, so it is refused, or replaced by a
/// keyed hash: HMAC-SHA-256 in hexadecimal digits. Keep the key: with it the same person gets the same name in the next export,
/// and without it nobody can try addresses.
public struct Pseudonyms: Sendable {
  private let key: [UInt8]?

  /// Refuses e-mail addresses.
  public static let refusingAddresses = Self(key: nil)

  /// The fewest bytes that a key may have.
  public static let minimumKeyByteCount = 32

  /// Replaces e-mail addresses.
  ///
  /// - Parameter key: Secret bytes of the system's generator, 32 or more.
  /// - Returns: The rule; `nil` for a shorter key, with which addresses could be tried.
  public static func hidingAddresses(key: [UInt8]) -> Self? {
    key.count >= minimumKeyByteCount ? Self(key: key) : nil
  }

  private init(key: [UInt8]?) { self.key = key }

  /// Reads who an annotator is: a number, a text, or an object with an `id`.
  func annotator(_ json: StrictJSON, _ field: String, at place: ImportPlace) throws(ImportError)
    -> Identifier
  {
    switch json {
    case .object(let object):
      guard let id = object["id"] else {
        guard let email = object["email"] else {
          throw ImportError(.field(FieldError(.missing, at: "\(field).id")), at: place)
        }
        return try annotator(email, "\(field).email", at: place)
      }
      return try annotator(id, "\(field).id", at: place)
    case .string(let text) where text.utf8.contains(UInt8(ascii: "@")):
      guard let key else { throw ImportError(.personalData(field: field), at: place) }
      let code = HMAC<SHA256>.authenticationCode(
        for: Array(text.utf8), using: SymmetricKey(data: key))
      return try ImportedField.identifier(.string(Hexadecimal.encode(code)), field, at: place)
    default: return try ImportedField.identifier(json, field, at: place)
    }
  }
}
