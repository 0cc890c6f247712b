/// Decimal numbers in bytes.
///
/// A number is an optional sign, digits with at most one point among or around them, and an optional
/// exponent. Hexadecimal numbers, digit separators, `nan` and `inf` are none.
enum CSVNumber {
  /// What the bytes of a cell are.
  enum Value: Equatable {
    /// A number, rounded correctly to `Double` and then to `Float`.
    case number(Float)
    /// A number too large for `Float`.
    case tooLarge
    /// Infinity in words.
    case infinite
    /// Something else.
    case text
  }

  /// The powers of ten up to 10^45, exact up to 10^22, the others rounded correctly.
  static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17,
    1e18, 1e19, 1e20, 1e21, 1e22, 1e23, 1e24, 1e25, 1e26, 1e27, 1e28, 1e29, 1e30, 1e31, 1e32, 1e33,
    1e34, 1e35, 1e36, 1e37, 1e38, 1e39, 1e40, 1e41, 1e42, 1e43, 1e44, 1e45,
  ]

  /// The number of up to 19 digits that begins at a position; NaN when there is none that is settled here.
  ///
  /// Where digits and power of ten are exact, so is their product or quotient but for one rounding
  /// (Clinger 1990, https://doi.org/10.1145/93542.93557). Elsewhere it is off by less than 3 units in the
  /// last place of a `Double`; rounding is monotone, so when both ends of that interval give the same
  /// `Float`, the correctly rounded `Double` does too.
  ///
  /// - Parameters:
  ///   - bytes: A block that ends in a line feed, where every scan stops at the latest.
  ///   - position: Where the number begins; moved past it.
  ///   - powers: ``powersOfTen``.
  /// - Returns: The number, infinite if it is too large; or NaN, the position left as it was.
  @inline(__always)
  static func scan(
    _ bytes: Span<UInt8>, at position: inout Int, powers: Span<Double>
  ) -> Float {
    var next = position
    var byte = unsafe bytes[unchecked: next]
    let isNegative = byte == UInt8(ascii: "-")
    if isNegative {
      next += 1
      byte = unsafe bytes[unchecked: next]
    }
    var digits: UInt64 = 0
    let first = next
    while byte &- 48 < 10 {
      digits = digits &* 10 &+ UInt64(byte &- 48)
      next += 1
      byte = unsafe bytes[unchecked: next]
    }
    var digitCount = next - first
    var exponent = 0
    if byte == UInt8(ascii: ".") {
      next += 1
      byte = unsafe bytes[unchecked: next]
      let point = next
      while byte &- 48 < 10 {
        digits = digits &* 10 &+ UInt64(byte &- 48)
        next += 1
        byte = unsafe bytes[unchecked: next]
      }
      exponent = point - next
      digitCount -= exponent
    }
    guard digitCount &- 1 < 19, digitCount > 0 else { return .nan }
    if byte | 0x20 == UInt8(ascii: "e") {
      guard let written = scanExponent(bytes, at: &next) else { return .nan }
      exponent += written
    }
    guard -45...45 ~= exponent else { return .nan }
    position = next
    let power = unsafe powers[unchecked: abs(exponent)]
    let magnitude = exponent < 0 ? Double(digits) / power : Double(digits) * power
    let value = Float(isNegative ? -magnitude : magnitude)
    if digits > 1 << 53 || exponent.magnitude > 22, magnitude != 0 {
      let low = Float(Double(bitPattern: magnitude.bitPattern - 4))
      let high = Float(Double(bitPattern: magnitude.bitPattern + 4))
      guard low == high else { return .nan }
    }
    return value
  }

  /// The exponent of up to three digits whose `e` stands at a position, which is moved past it.
  private static func scanExponent(_ bytes: Span<UInt8>, at position: inout Int) -> Int? {
    var next = position + 1
    let isNegative = bytes[next] == UInt8(ascii: "-")
    if isNegative || bytes[next] == UInt8(ascii: "+") { next += 1 }
    var exponent = 0
    let first = next
    while bytes[next] &- 48 < 10 {
      guard next - first < 3 else { return nil }
      exponent = exponent * 10 + Int(bytes[next] &- 48)
      next += 1
    }
    guard next > first else { return nil }
    position = next
    return isNegative ? -exponent : exponent
  }

  /// What a cell's contents are, whatever their length.
  ///
  /// - Precondition: the block ends in a line feed after the contents.
  static func value(_ bytes: Span<UInt8>, contents: Range<Int>) -> Value {
    var range = contents
    while let first = range.first, CSVTokenizer.isBlank(bytes[first]) { range.removeFirst() }
    while let last = range.last, CSVTokenizer.isBlank(bytes[last]) { range.removeLast() }
    if let first = range.first, bytes[first] == UInt8(ascii: "+") {
      range.removeFirst()
      guard let second = range.first, bytes[second] != UInt8(ascii: "-") else { return .text }
    }
    guard !range.isEmpty else { return .text }
    var end = range.lowerBound
    let value = scan(bytes, at: &end, powers: powersOfTen.span)
    if !value.isNaN, end == range.upperBound { return finite(value) }
    let text = bytes.extracting(range)
    guard isDecimal(text) else { return isInfinity(text) ? .infinite : .text }
    let written = String(decoding: text.indices.map { text[$0] }, as: UTF8.self)
    return Double(written).map { finite(Float($0)) } ?? .text
  }

  /// Whether a text is a number, too large or not.
  static func isNumber(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let value = value((bytes + [CSVTokenizer.lineFeed]).span, contents: bytes.indices)
    if case .text = value { return false }
    return value != .infinite
  }

  private static func finite(_ value: Float) -> Value {
    value.isFinite ? .number(value) : .tooLarge
  }

  /// Whether the bytes are a decimal number and nothing else.
  private static func isDecimal(_ text: Span<UInt8>) -> Bool {
    var next = 0
    func skipDigits() -> Int {
      let first = next
      while next < text.count, text[next] &- 48 < 10 { next += 1 }
      return next - first
    }
    if text[0] == UInt8(ascii: "-") { next += 1 }
    var digitCount = skipDigits()
    if next < text.count, text[next] == UInt8(ascii: ".") {
      next += 1
      digitCount += skipDigits()
    }
    guard digitCount > 0 else { return false }
    if next < text.count, text[next] | 0x20 == UInt8(ascii: "e") {
      next += 1
      if next < text.count, text[next] == UInt8(ascii: "-") || text[next] == UInt8(ascii: "+") {
        next += 1
      }
      guard skipDigits() > 0 else { return false }
    }
    return next == text.count
  }

  private static func isInfinity(_ text: Span<UInt8>) -> Bool {
    guard text.count <= 9 else { return false }
    let word = String(decoding: text.indices.map { text[$0] | 0x20 }, as: UTF8.self)
    return ["inf", "-inf", "infinity", "-infinity"].contains(word)
  }
}
