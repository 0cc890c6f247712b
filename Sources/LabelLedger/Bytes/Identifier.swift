/// A name in an entry: of an actor, a data set, an example, a label, a batch, a tool.
///
/// 1 to 256 bytes of UTF-8 without control characters (U+0000 to U+001F and U+007F to U+009F). Two identifiers are equal when their
/// bytes are. Swift's strings are equal already when Unicode calls them equivalent, so that a dictionary of strings would take
/// two examples for one where a database and every other verifier see two.
public struct Identifier: Hashable, Sendable {
  /// The most bytes that an identifier may have.
  public static let maximumByteCount = 256

  /// The text.
  public let text: String

  /// Takes a text; `nil` when it is empty, too long or holds control characters.
  ///
  /// - Parameter text: 1 to 256 bytes of UTF-8.
  public init?(_ text: String) {
    let bytes = text.utf8
    guard 1...Self.maximumByteCount ~= bytes.count else { return nil }
    var last: UInt8 = 0
    for byte in bytes {
      // U+0080 to U+009F are C2 80 to C2 9F.
      guard byte >= 0x20, byte != 0x7F, !(last == 0xC2 && byte < 0xA0) else { return nil }
      last = byte
    }
    self.text = text
  }

  /// Whether the bytes are the same.
  ///
  /// - Parameters:
  ///   - left: One identifier.
  ///   - right: Another.
  /// - Returns: Whether they are the same.
  public static func == (left: Self, right: Self) -> Bool { left.text.hasBytes(of: right.text) }
}

extension Identifier: Comparable {
  /// Whether the bytes of one come first, which is the order of code points too.
  ///
  /// - Parameters:
  ///   - left: One identifier.
  ///   - right: Another.
  /// - Returns: The order of their bytes.
  public static func < (left: Self, right: Self) -> Bool { left.text.precedes(right.text) }
}

extension Identifier: ExpressibleByStringLiteral {
  /// Takes a literal, which must be an identifier.
  ///
  /// - Parameter value: The literal.
  public init(stringLiteral value: String) {
    guard let identifier = Self(value) else { preconditionFailure("\"\(value)\" names nothing") }
    self = identifier
  }
}

extension Identifier: CustomStringConvertible {
  /// The text.
  public var description: String { text }
}
