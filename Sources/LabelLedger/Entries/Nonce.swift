/// 128 random bits in an entry.
///
/// Labels are few: without them, whoever sees the public hashes of the tree could try every label until the hash fits.
public struct Nonce: Hashable, Sendable {
  /// Number of bytes.
  public static let byteCount = 16

  /// The bytes.
  public let bytes: [UInt8]

  /// Draws a nonce from the system's generator.
  public init() { bytes = RandomBytes.draw(Self.byteCount) }

  /// Takes bytes as a nonce; `nil` unless there are 16 of them.
  ///
  /// - Parameter bytes: The bytes.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }
}

extension Nonce: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    let text = try json.text()
    guard let bytes = Hexadecimal.decode(text), let nonce = Self(bytes) else {
      throw FieldError(.badValue(given: text, allowed: "32 lower-case hexadecimal digits"))
    }
    self = nonce
  }

  var json: StrictJSON { .string(Hexadecimal.encode(bytes)) }
}
