extension StrictJSON {
  /// Reads one value and nothing else.
  ///
  /// The bytes are JSON of RFC 8259 in UTF-8 without byte order mark. Refused besides: names that stand twice in one object once
  /// their escapes are undone, halves of surrogate pairs, and numbers that `numbers` leaves out.
  ///
  /// - Parameters:
  ///   - bytes: The JSON.
  ///   - numbers: Which numbers are taken.
  ///   - maximumDepth: How many arrays and objects may lie in each other, at least 1 for the outermost.
  /// - Throws: ``StrictJSONError`` with the place of the first fault.
  ///
  /// - Complexity: O(n) for objects whose names are in order, else O(n log n).
  public init(
    parsing bytes: [UInt8], numbers: Numbers = .integers, maximumDepth: Int = Self.maximumDepth
  ) throws(StrictJSONError) {
    var parser = StrictJSONParser(bytes: bytes, numbers: numbers, maximumDepth: maximumDepth)
    self = try parser.document()
  }
}

/// The reader: one pass over the bytes, without look-behind.
private struct StrictJSONParser {
  let bytes: [UInt8]
  let numbers: StrictJSON.Numbers
  let maximumDepth: Int
  var position = 0
  var depth = 0

  init(bytes: [UInt8], numbers: StrictJSON.Numbers, maximumDepth: Int) {
    self.bytes = bytes
    self.numbers = numbers
    self.maximumDepth = maximumDepth
  }

  mutating func document() throws(StrictJSONError) -> StrictJSON {
    guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { throw fault(.byteOrderMark, at: 0) }
    skipWhiteSpace()
    let value = try self.value()
    skipWhiteSpace()
    guard position == bytes.count else { throw fault(.trailingBytes, at: position) }
    return value
  }

  private func fault(_ problem: StrictJSONError.Problem, at offset: Int) -> StrictJSONError {
    StrictJSONError(problem, offset: offset)
  }

  private mutating func skipWhiteSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  /// The byte at hand, without taking it.
  private func peek() throws(StrictJSONError) -> UInt8 {
    guard position < bytes.count else { throw fault(.unexpectedEnd, at: position) }
    return bytes[position]
  }

  private mutating func expect(_ byte: UInt8) throws(StrictJSONError) {
    let found = try peek()
    guard found == byte else { throw fault(.unexpectedByte(found), at: position) }
    position += 1
  }

  private mutating func value() throws(StrictJSONError) -> StrictJSON {
    let byte = try peek()
    switch byte {
    case UInt8(ascii: "{"): return .object(try object())
    case UInt8(ascii: "["): return .array(try array())
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"):
      try word("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try word("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try word("null")
      return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw fault(.unexpectedByte(byte), at: position)
    }
  }

  private mutating func word(_ word: StaticString) throws(StrictJSONError) {
    // The first letter is known.
    for letter in word.description.utf8 { try expect(letter) }
  }

  private mutating func enter() throws(StrictJSONError) {
    guard depth < maximumDepth else { throw fault(.tooDeep(limit: maximumDepth), at: position) }
    depth += 1
    position += 1
    skipWhiteSpace()
  }

  private mutating func array() throws(StrictJSONError) -> [StrictJSON] {
    try enter()
    defer { depth -= 1 }
    var values: [StrictJSON] = []
    if try peek() == UInt8(ascii: "]") {
      position += 1
      return values
    }
    while true {
      values.append(try value())
      skipWhiteSpace()
      if try peek() == UInt8(ascii: "]") {
        position += 1
        return values
      }
      try expect(UInt8(ascii: ","))
      skipWhiteSpace()
    }
  }

  private mutating func object() throws(StrictJSONError) -> StrictJSON.Object {
    let start = position
    try enter()
    defer { depth -= 1 }
    var members: [StrictJSON.Object.Member] = []
    if try peek() == UInt8(ascii: "}") {
      position += 1
      return StrictJSON.Object()
    }
    while true {
      let first = try peek()
      guard first == UInt8(ascii: "\"") else { throw fault(.unexpectedByte(first), at: position) }
      let name = try string()
      skipWhiteSpace()
      try expect(UInt8(ascii: ":"))
      skipWhiteSpace()
      members.append(StrictJSON.Object.Member(name: name, value: try value()))
      skipWhiteSpace()
      if try peek() == UInt8(ascii: "}") { break }
      try expect(UInt8(ascii: ","))
      skipWhiteSpace()
    }
    position += 1
    do {
      return try StrictJSON.Object(members)
    } catch {
      throw fault(.repeatedName(error.name), at: start)
    }
  }

  private mutating func number() throws(StrictJSONError) -> StrictJSON {
    let start = position
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative { position += 1 }
    let firstDigit = try peek()
    var magnitude: Int64 = 0
    let digits = try digits { magnitude = min(magnitude * 10 + Int64($0), 1 << 54) }
    guard digits == 1 || firstDigit != UInt8(ascii: "0") else {
      throw fault(.notShortest, at: start)
    }
    var isWhole = true
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      isWhole = false
      position += 1
      _ = try self.digits { _ in }
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      position += 1
      let sign = try peek()
      if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
      _ = try self.digits { _ in }
    }
    let isMinusZero = isNegative && magnitude == 0
    if isWhole, !isMinusZero, magnitude <= StrictJSON.largestInteger {
      return .integer(isNegative ? -magnitude : magnitude)
    }
    guard numbers == .text else {
      throw fault(
        !isWhole ? .notInteger : isMinusZero ? .notShortest : .integerTooLarge, at: start)
    }
    return .number(String(decoding: bytes[start..<position], as: UTF8.self))
  }

  /// Takes digits, at least one, and tells how many.
  private mutating func digits(_ take: (UInt8) -> Void) throws(StrictJSONError) -> Int {
    let start = position
    while position < bytes.count {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      take(digit)
      position += 1
    }
    guard position > start else {
      throw fault(.unexpectedByte(try peek()), at: position)
    }
    return position - start
  }

  private mutating func string() throws(StrictJSONError) -> String {
    let start = position
    position += 1
    let run = try plainRun()
    if bytes[position] == UInt8(ascii: "\"") {
      position += 1
      return try text(bytes[run], of: start)
    }
    var unescaped = Array(bytes[run])
    while bytes[position] != UInt8(ascii: "\"") {
      position += 1
      try escape(into: &unescaped)
      unescaped += bytes[try plainRun()]
    }
    position += 1
    return try text(unescaped[...], of: start)
  }

  private func text(_ bytes: ArraySlice<UInt8>, of start: Int) throws(StrictJSONError) -> String {
    var all: UInt8 = 0
    for byte in bytes { all |= byte }
    // ASCII needs no check, which is most of what there is.
    if all < 0x80 { return String(decoding: bytes, as: UTF8.self) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw fault(.notUTF8, at: start)
    }
    return text
  }

  /// Passes what needs no care, up to a quotation mark or a backslash.
  private mutating func plainRun() throws(StrictJSONError) -> Range<Int> {
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return start..<position }
      guard byte >= 0x20 else { throw fault(.controlCharacter(byte), at: position) }
      position += 1
    }
    throw fault(.unexpectedEnd, at: position)
  }

  /// Undoes one escape; the backslash is taken.
  private mutating func escape(into text: inout [UInt8]) throws(StrictJSONError) {
    let start = position - 1
    let letter = try peek()
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var code = try codeUnit(of: start)
      if 0xD800...0xDBFF ~= code {
        guard bytes[position...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
          throw fault(.loneSurrogate, at: start)
        }
        position += 2
        let low = try codeUnit(of: start)
        guard 0xDC00...0xDFFF ~= low else { throw fault(.loneSurrogate, at: start) }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw fault(.loneSurrogate, at: start) }
      text += UTF8.encode(scalar).map { Array($0) } ?? []
    default: throw fault(.badEscape, at: start)
    }
  }

  /// Reads the four digits behind `\u`.
  private mutating func codeUnit(of start: Int) throws(StrictJSONError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      let digit = try peek()
      let value: UInt8
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = digit - UInt8(ascii: "A") + 10
      default: throw fault(.badEscape, at: start)
      }
      code = code << 4 | UInt32(value)
      position += 1
    }
    return code
  }
}
