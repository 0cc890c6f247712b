/// The little of Python's syntax that stands in NPY headers: one dictionary of plain values.
struct PythonLiteral {
  enum Value: Equatable {
    case text(String)
    case flag(Bool)
    case numbers([Int])
    /// A list, in whose place NumPy describes structured types; it is not looked into.
    case other
  }

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The keys and values; `nil` on any fault.
  ///
  /// A structured type ends the parse.
  mutating func parseDictionary() -> [String: Value]? {
    guard take("{") else { return nil }
    var result: [String: Value] = [:]
    while !take("}") {
      guard let key = parseText(), result[key] == nil, take(":"), let value = parseValue()
      else { return nil }
      result[key] = value
      if value == .other { return result }
      if !take(",") {
        guard take("}") else { return nil }
        break
      }
    }
    skipSpace()
    return position == bytes.count ? result : nil
  }

  private mutating func parseValue() -> Value? {
    skipSpace()
    guard position < bytes.count else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return parseText().map { .text($0) }
    case UInt8(ascii: "("): return parseNumbers().map { .numbers($0) }
    case UInt8(ascii: "["): return .other
    default:
      if take("True") { return .flag(true) }
      if take("False") { return .flag(false) }
      return nil
    }
  }

  private mutating func parseText() -> String? {
    skipSpace()
    guard position < bytes.count else { return nil }
    let quote = bytes[position]
    guard quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { return nil }
    guard let end = bytes[(position + 1)...].firstIndex(of: quote) else { return nil }
    let text = bytes[position + 1..<end]
    position = end + 1
    return text.contains(UInt8(ascii: "\\")) ? nil : String(validating: text, as: UTF8.self)
  }

  private mutating func parseNumbers() -> [Int]? {
    guard take("(") else { return nil }
    var numbers: [Int] = []
    while !take(")") {
      guard let number = parseNumber() else { return nil }
      numbers.append(number)
      if !take(",") {
        guard take(")") else { return nil }
        break
      }
    }
    return numbers
  }

  private mutating func parseNumber() -> Int? {
    skipSpace()
    let start = position
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    while position < bytes.count, digits.contains(bytes[position]) {
      position += 1
    }
    let number = Int(String(decoding: bytes[start..<position], as: UTF8.self))
    // Python 2 wrote long integers with this letter.
    _ = take("L")
    return number
  }

  private mutating func take(_ token: String) -> Bool {
    skipSpace()
    guard bytes[position...].starts(with: token.utf8) else { return false }
    position += token.utf8.count
    return true
  }

  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x0A, 0x09, 0x0D].contains(bytes[position]) {
      position += 1
    }
  }
}
