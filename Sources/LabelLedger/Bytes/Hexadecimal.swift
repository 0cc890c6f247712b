/// Lower-case hexadecimal digits, the only form that entries may hold.
public enum Hexadecimal {
  private static let digits = Array("0123456789abcdef".utf8)

  /// Writes bytes as digits.
  ///
  /// - Parameter bytes: The bytes.
  /// - Returns: Two digits for each.
  public static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(2 * bytes.underestimatedCount)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads digits.
  ///
  /// - Parameter text: The digits.
  /// - Returns: The bytes; `nil` for an odd number of digits or any other character, upper case too.
  public static func decode(_ text: some StringProtocol) -> [UInt8]? {
    let characters = Array(text.utf8)
    guard characters.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(characters.count / 2)
    for start in stride(from: 0, to: characters.count, by: 2) {
      guard let high = value(characters[start]), let low = value(characters[start + 1]) else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  private static func value(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
