/// Why the text or the parts of a key were refused.
///
/// No case carries any part of a private key.
public enum KeyError: Error, Hashable, Sendable {
  /// The text is not of the form `<name>+<8 hexadecimal digits>+<base64>`.
  case form
  /// The text of a private key does not begin with `PRIVATE+KEY+`.
  case notPrivate
  /// The name is empty, or has white space, a control character or a plus sign.
  case name(String)
  /// The key's bytes are not in standard Base64, or are none.
  case base64
  /// The public key or the seed has another number of bytes than its type asks for.
  case byteCount(expected: Int, given: Int)
  /// The key ID in the text is not that of the name and the key.
  case identifier(expected: UInt32, given: UInt32)
  /// Keys of this type cannot sign here.
  case cannotSign(type: UInt8)
}

extension KeyError: CustomStringConvertible {
  /// One sentence with what was given and what is allowed.
  public var description: String {
    switch self {
    case .form:
      "A key is written <name>+<8 lower-case hexadecimal digits>+<base64>."
    case .notPrivate:
      "A private key is written PRIVATE+KEY+<name>+<8 lower-case hexadecimal digits>+<base64>."
    case .name(let name):
      "\"\(name)\" cannot name a key: at least one character, no white space, no plus sign."
    case .base64:
      "The key is not in standard Base64 with padding."
    case .byteCount(let expected, let given):
      "The key has \(given) bytes, not \(expected)."
    case .identifier(let expected, let given):
      """
      The key ID is \(VerifierKey.hexadecimal(given)), but name and key give \
      \(VerifierKey.hexadecimal(expected)).
      """
    case .cannotSign(let type):
      "Keys of type \(type) cannot sign here; only type 1, Ed25519, can."
    }
  }
}
