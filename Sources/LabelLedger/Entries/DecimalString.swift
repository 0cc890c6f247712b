/// A decimal number as it was written, since JSON's floats are read differently by different readers.
///
/// An optional minus, a whole part without leading zeros, and optionally a point and digits; at most 32 characters.
public struct DecimalString: Hashable, Sendable {
  /// The most characters that a number may have.
  public static let maximumByteCount = 32

  /// The number as written.
  public let text: String

  /// Takes a number; `nil` when it is written in another way.
  ///
  /// - Parameter text: Such as `0.95`, `-3` or `12.50`.
  public init?(_ text: String) {
    var digits = Array(text.utf8)[...]
    guard digits.count <= Self.maximumByteCount else { return nil }
    if digits.first == UInt8(ascii: "-") { digits.removeFirst() }
    let whole = digits.prefix { $0 != UInt8(ascii: ".") }
    guard Self.areDigits(whole), whole.count == 1 || whole.first != UInt8(ascii: "0") else {
      return nil
    }
    let rest = digits[whole.endIndex...]
    guard rest.isEmpty || Self.areDigits(rest.dropFirst()) else { return nil }
    self.text = text
  }

  private static func areDigits(_ digits: ArraySlice<UInt8>) -> Bool {
    !digits.isEmpty && digits.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
  }
}

extension DecimalString: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    let text = try json.text("a decimal number in a string")
    guard let decimal = Self(text) else {
      throw FieldError(
        .badValue(given: text, allowed: "a decimal number of at most 32 characters, such as 0.95"))
    }
    self = decimal
  }

  var json: StrictJSON { .string(text) }
}

extension DecimalString: CustomStringConvertible {
  /// The number as written.
  public var description: String { text }
}
