/// Standard Base64 with padding (RFC 4648, section 4), in its one canonical form.
///
/// A reader that forgave other forms would let one signature be written in many ways.
public enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")
  /// The value of each character; 255 for those outside the alphabet.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 255, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    return values
  }()

  /// Writes bytes.
  ///
  /// - Parameter bytes: The bytes.
  /// - Returns: Four characters for each three bytes begun.
  public static func encode(_ bytes: some Sequence<UInt8>) -> String {
    let bytes = Array(bytes)
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var group = UInt32(bytes[start]) << 16
      if count > 1 { group |= UInt32(bytes[start + 1]) << 8 }
      if count > 2 { group |= UInt32(bytes[start + 2]) }
      for position in 0..<4 {
        let character = alphabet[Int(group >> UInt32(18 - 6 * position) & 63)]
        text.append(position <= count ? character : padding)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads bytes.
  ///
  /// - Parameter text: What was written.
  /// - Returns: `nil` for other characters, line breaks, missing padding, and bits that the padding leaves unused but set.
  public static func decode(_ text: some StringProtocol) -> [UInt8]? {
    let characters = Array(text.utf8)
    guard characters.count.isMultiple(of: 4) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(characters.count / 4 * 3)
    for start in stride(from: 0, to: characters.count, by: 4) {
      let isLast = start + 4 == characters.count
      let padded = isLast ? characters[start...].reversed().prefix { $0 == padding }.count : 0
      guard padded <= 2 else { return nil }
      var group: UInt32 = 0
      for character in characters[start..<(start + 4 - padded)] {
        let value = values[Int(character)]
        guard value < 64 else { return nil }
        group = group << 6 | UInt32(value)
      }
      group <<= UInt32(6 * padded)
      let unused: UInt32 = padded == 0 ? 0 : padded == 1 ? 0xFF : 0xFFFF
      guard group & unused == 0 else { return nil }
      bytes.append(UInt8(group >> 16))
      if padded < 2 { bytes.append(UInt8(group >> 8 & 255)) }
      if padded < 1 { bytes.append(UInt8(group & 255)) }
    }
    return bytes
  }
}
