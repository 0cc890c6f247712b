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
    let whole = bytes.count / 3 * 3
    for start in stride(from: 0, to: whole, by: 3) {
      let group =
        UInt32(bytes[start]) << 16 | UInt32(bytes[start + 1]) << 8 | UInt32(bytes[start + 2])
      text.append(alphabet[Int(group >> 18)])
      text.append(alphabet[Int(group >> 12 & 63)])
      text.append(alphabet[Int(group >> 6 & 63)])
      text.append(alphabet[Int(group & 63)])
    }
    if bytes.count > whole {
      let isPair = bytes.count - whole == 2
      let group = UInt32(bytes[whole]) << 16 | (isPair ? UInt32(bytes[whole + 1]) << 8 : 0)
      text.append(alphabet[Int(group >> 18)])
      text.append(alphabet[Int(group >> 12 & 63)])
      text.append(isPair ? alphabet[Int(group >> 6 & 63)] : padding)
      text.append(padding)
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
    guard !characters.isEmpty else { return bytes }
    let last = characters.count - 4
    for start in stride(from: 0, to: last, by: 4) {
      let first = values[Int(characters[start])]
      let second = values[Int(characters[start + 1])]
      let third = values[Int(characters[start + 2])]
      let fourth = values[Int(characters[start + 3])]
      guard first | second | third | fourth < 64 else { return nil }
      bytes.append(first << 2 | second >> 4)
      bytes.append(second << 4 | third >> 2)
      bytes.append(third << 6 | fourth)
    }
    let padded = characters[last...].reversed().prefix { $0 == padding }.count
    guard padded <= 2 else { return nil }
    var group: UInt32 = 0
    for character in characters[last..<(last + 4 - padded)] {
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
    return bytes
  }
}
