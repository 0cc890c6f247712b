/// A witness's statement, with its time, that a checkpoint is of the largest tree of its log that
/// the witness has seen, and continues all it has seen before (C2SP tlog-cosignature, 2025,
/// Ed25519).
public struct Cosignature: Hashable, Sendable {
  private static let signatureByteCount = 64
  private static let timeByteCount = 8

  /// Seconds since 1970 in UTC, at most 2^63 - 1.
  public let time: UInt64
  /// The Ed25519 signature of ``message(time:text:)``, 64 bytes.
  public let signature: [UInt8]

  init(time: UInt64, checked signature: [UInt8]) {
    self.time = time
    self.signature = signature
  }

  /// Reads a cosignature.
  ///
  /// `nil` unless there are 72 bytes, with a time of at most 2^63 - 1.
  ///
  /// - Parameter bytes: The time in 8 bytes, the most significant first, and the signature.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.timeByteCount + Self.signatureByteCount else { return nil }
    let time = bytes.prefix(Self.timeByteCount).reduce(0) { $0 << 8 | UInt64($1) }
    guard time <= UInt64(Int64.max) else { return nil }
    self.time = time
    signature = Array(bytes.dropFirst(Self.timeByteCount))
  }

  /// The time and the signature, 72 bytes.
  public var bytes: [UInt8] {
    (0..<Self.timeByteCount).map { UInt8(truncatingIfNeeded: time >> (56 - 8 * UInt64($0))) }
      + signature
  }

  /// What a witness signs.
  ///
  /// - Parameters:
  ///   - time: Seconds since 1970 in UTC.
  ///   - text: The text of the checkpoint's note.
  /// - Returns: A line with the format's name, a line with the time, and the text.
  public static func message(time: UInt64, text: [UInt8]) -> [UInt8] {
    Array("cosignature/v1\ntime \(time)\n".utf8) + text
  }
}
