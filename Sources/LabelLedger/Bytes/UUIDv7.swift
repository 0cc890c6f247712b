/// A UUID of version 7 (RFC 9562, section 5.7): milliseconds since 1970, then 74 random bits.
public struct UUIDv7: Hashable, Sendable {
  /// The first instant that no longer fits: 2^48 milliseconds.
  public static let endOfTime: Int64 = 1 << 48

  private let high: UInt64
  private let low: UInt64

  /// Makes one from its parts; `nil` for other times and other numbers of bytes.
  ///
  /// - Parameters:
  ///   - milliseconds: Time since 1970 in UTC, 0 ..< 2^48.
  ///   - random: 10 bytes, of which 74 bits are used.
  public init?(milliseconds: Int64, random: [UInt8]) {
    guard (0..<Self.endOfTime).contains(milliseconds), random.count == 10 else { return nil }
    let first = UInt64(random[0]) << 8 | UInt64(random[1])
    let rest = random[2...].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    high = UInt64(milliseconds) << 16 | 0x7000 | first & 0x0FFF
    low = 0x8000_0000_0000_0000 | rest & 0x3FFF_FFFF_FFFF_FFFF
  }

  /// Makes one with bits of the system's generator; `nil` for other times.
  ///
  /// - Parameter milliseconds: Time since 1970 in UTC, 0 ..< 2^48.
  public init?(milliseconds: Int64) {
    self.init(milliseconds: milliseconds, random: RandomBytes.draw(10))
  }

  /// Reads the 36 characters that ``text`` writes; `nil` for anything else.
  ///
  /// Upper case, other versions and other variants are refused too.
  ///
  /// - Parameter text: Lower-case digits in groups of 8, 4, 4, 4 and 12.
  public init?(_ text: String) {
    var high: UInt64 = 0
    var low: UInt64 = 0
    var count = 0
    for byte in text.utf8 {
      let value: UInt8
      switch byte {
      case UInt8(ascii: "-") where [8, 13, 18, 23].contains(count):
        count += 1
        continue
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = byte - UInt8(ascii: "a") + 10
      default: return nil
      }
      guard ![8, 13, 18, 23].contains(count) else { return nil }
      high = high << 4 | low >> 60
      low = low << 4 | UInt64(value)
      count += 1
    }
    guard count == 36, high >> 12 & 0xF == 7, low >> 62 == 0b10 else { return nil }
    self.high = high
    self.low = low
  }

  /// The time in it, milliseconds since 1970 in UTC.
  public var milliseconds: Int64 { Int64(high >> 16) }

  /// The 16 bytes.
  public var bytes: [UInt8] {
    [high, low].flatMap { word in
      stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
    }
  }

  /// The 36 characters, in lower case.
  public var text: String {
    let digits = Array(Hexadecimal.encode(bytes).utf8)
    let groups = [digits[0..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20...]]
    return String(decoding: Array(groups.joined(separator: [UInt8(ascii: "-")])), as: UTF8.self)
  }
}

extension UUIDv7: CustomStringConvertible {
  /// The 36 characters.
  public var description: String { text }
}
