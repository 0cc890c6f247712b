import Crypto

/// A SHA-256 hash: 32 bytes.
///
/// Leaf hashes, node hashes, root hashes, digests of files and fingerprints of keys are all of this type.
public struct Hash: Hashable, Sendable {
  /// Number of bytes in a hash.
  public static let byteCount = 32

  /// The 32 bytes.
  public let bytes: [UInt8]

  /// Takes bytes as a hash; `nil` unless there are 32 of them.
  ///
  /// - Parameter bytes: The bytes.
  public init?(_ bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes)
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }

  /// Hashes the concatenation of some bytes.
  ///
  /// - Parameter parts: What is hashed, one after the other.
  public init(of parts: [UInt8]...) {
    var hasher = SHA256()
    for part in parts { hasher.update(data: part) }
    bytes = Array(hasher.finalize())
  }

  /// Reads 64 lower-case hexadecimal digits; `nil` for anything else, upper case too.
  ///
  /// - Parameter hexadecimal: The digits.
  public init?(hexadecimal: some StringProtocol) {
    guard let bytes = Hexadecimal.decode(hexadecimal) else { return nil }
    self.init(bytes)
  }

  /// Reads 32 bytes in standard Base64; `nil` for anything else.
  ///
  /// - Parameter base64: 44 characters.
  public init?(base64: some StringProtocol) {
    guard let bytes = Base64.decode(base64) else { return nil }
    self.init(bytes)
  }

  /// The hash in 64 lower-case hexadecimal digits.
  public var hexadecimal: String { Hexadecimal.encode(bytes) }

  /// The hash in standard Base64, as checkpoints write it.
  public var base64: String { Base64.encode(bytes) }
}

extension Hash: CustomStringConvertible {
  /// The hash in hexadecimal digits.
  public var description: String { hexadecimal }
}

extension Hash: Comparable {
  /// Whether one hash comes before another, byte by byte.
  ///
  /// - Parameters:
  ///   - left: One hash.
  ///   - right: Another.
  /// - Returns: The order of their bytes.
  public static func < (left: Self, right: Self) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}
