import LabelLedger
import Testing

@Suite("Strict JSON")
struct StrictJSONTests {
  private func parse(_ text: String) throws(StrictJSONError) -> StrictJSON {
    try StrictJSON(parsing: Array(text.utf8))
  }

  @Test(
    "each value is written in one form",
    arguments: [
      ("null", "null"), (" true\n", "true"), ("false", "false"), ("0", "0"), ("-17", "-17"),
      ("9007199254740992", "9007199254740992"), ("-9007199254740992", "-9007199254740992"),
      (#"{"b":1,"a":[ ],"aa":{ }}"#, #"{"a":[],"aa":{},"b":1}"#),
      ("[1,\t2 , 3]", "[1,2,3]"),
      (#""\u0041\/\u00e9\ud83d\ude00""#, #""A/é😀""#),
      (#""\b\f\n\r\t\"\\\u0000\u001F\u007f""#, "\"\\b\\f\\n\\r\\t\\\"\\\\\\u0000\\u001f\u{7F}\""),
      // U+FF21 comes before U+1F600 by code point, after it by UTF-16.
      (#"{"😀":1,"Ａ":2}"#, #"{"Ａ":2,"😀":1}"#),
    ])
  func canonical(_ pair: (text: String, written: String)) throws {
    let value = try parse(pair.text)
    #expect(String(decoding: value.canonical, as: UTF8.self) == pair.written)
    #expect(try StrictJSON(parsing: value.canonical) == value)
  }

  @Test(
    "other texts are refused at their place",
    arguments: [
      ("", .unexpectedEnd, 0), ("  ", .unexpectedEnd, 2), ("\u{FEFF}1", .byteOrderMark, 0),
      ("1 2", .trailingBytes, 2), ("{}x", .trailingBytes, 2), ("[1,]", .unexpectedByte(0x5D), 3),
      ("[1", .unexpectedEnd, 2), (#"{"a":1,}"#, .unexpectedByte(0x7D), 7),
      ("{a:1}", .unexpectedByte(0x61), 1), (#"{"a" 1}"#, .unexpectedByte(0x31), 5),
      ("tru", .unexpectedEnd, 3), ("trux", .unexpectedByte(0x78), 3),
      ("'a'", .unexpectedByte(0x27), 0), ("NaN", .unexpectedByte(0x4E), 0),
      ("+1", .unexpectedByte(0x2B), 0), ("01", .notShortest, 0), ("-01", .notShortest, 0),
      ("-0", .notShortest, 0), ("-", .unexpectedEnd, 1), ("-a", .unexpectedByte(0x61), 1),
      ("1.0", .notInteger, 0), ("1e2", .notInteger, 0), ("1.", .unexpectedEnd, 2),
      ("9007199254740993", .integerTooLarge, 0), ("-9007199254740993", .integerTooLarge, 0),
      ("123456789012345678901234567890", .integerTooLarge, 0),
      (#"{"a":1,"a":2}"#, .repeatedName("a"), 0),
      (#"{"z":0,"a":1,"\u0061":2}"#, .repeatedName("a"), 0),
      (#""\ud83d""#, .loneSurrogate, 1), (#""\ude00\ud83d""#, .loneSurrogate, 1),
      (#""\ud83d\u0041""#, .loneSurrogate, 1), (#""\ud83dx""#, .loneSurrogate, 1),
      (#""\x""#, .badEscape, 1), (#""\u12G4""#, .badEscape, 1), (#""\u12"#, .unexpectedEnd, 5),
      ("\"a\nb\"", .controlCharacter(0x0A), 2), ("\"abc", .unexpectedEnd, 4),
    ] as [(String, StrictJSONError.Problem, Int)])
  func refused(_ row: (text: String, problem: StrictJSONError.Problem, offset: Int)) {
    #expect(throws: StrictJSONError(row.problem, offset: row.offset)) { try parse(row.text) }
  }

  @Test(
    "what is not UTF-8 is refused",
    arguments: [
      [0x80], [0xC3], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF],
    ] as [[UInt8]])
  func notUTF8(_ bytes: [UInt8]) {
    let quote = UInt8(ascii: "\"")
    #expect(throws: StrictJSONError(.notUTF8, offset: 0)) {
      try StrictJSON(parsing: [quote] + bytes + [quote])
    }
  }

  @Test("sixteen levels are the limit")
  func depth() throws {
    let deepest = String(repeating: "[", count: 16) + String(repeating: "]", count: 16)
    #expect(String(decoding: try parse(deepest).canonical, as: UTF8.self) == deepest)
    #expect(throws: StrictJSONError(.tooDeep(limit: 16), offset: 16)) {
      try parse("[\(deepest)]")
    }
    #expect(throws: StrictJSONError.self) {
      try parse(String(repeating: "[{\"a\":", count: 1_000_000))
    }
    #expect(throws: StrictJSONError(.tooDeep(limit: 1), offset: 1)) {
      try StrictJSON(parsing: Array("[[]]".utf8), maximumDepth: 1)
    }
  }

  @Test("other numbers are kept as text where asked")
  func textNumbers() throws {
    let text = "[1.50,-0,1E+3,9007199254740993,7]"
    let value = try StrictJSON(parsing: Array(text.utf8), numbers: .text)
    #expect(
      value
        == .array([
          .number("1.50"), .number("-0"), .number("1E+3"), .number("9007199254740993"), .integer(7),
        ]))
    #expect(String(decoding: value.canonical, as: UTF8.self) == text)
    #expect(throws: StrictJSONError(.notShortest, offset: 0)) {
      try StrictJSON(parsing: Array("00.5".utf8), numbers: .text)
    }
  }

  @Test("names and strings that only look alike stay apart")
  func lookalikes() throws {
    let value = try parse("{\"Key\":1,\"\u{212A}ey\":2}")
    guard case .object(let object) = value else {
      Issue.record("not an object")
      return
    }
    #expect(object["Key"] == .integer(1))
    #expect(object["\u{212A}ey"] == .integer(2))
    #expect(try parse("\"K\"") != parse("\"\u{212A}\""))
  }

  @Test("members are set, replaced and taken out in order")
  func members() {
    var object: StrictJSON.Object = ["b": .integer(1), "a": .null]
    object["c"] = .bool(true)
    object["b"] = .integer(2)
    object["aa"] = .array([])
    object["x"] = nil
    object["a"] = nil
    #expect(object.members.map(\.name) == ["aa", "b", "c"])
    #expect(object["b"] == .integer(2))
    #expect(object["a"] == nil)
  }

  @Test("ten thousand names in reverse order are sorted quickly")
  func manyNames() throws {
    let names = (0..<10_000).map { 99_999 - $0 }
    let value = try parse("{" + names.map { "\"\($0)\":0" }.joined(separator: ",") + "}")
    guard case .object(let object) = value else {
      Issue.record("not an object")
      return
    }
    #expect(object.members.map(\.name) == names.reversed().map(String.init))
  }

  @Test("random values come back", arguments: [1, 2, 3] as [UInt64])
  func roundTrip(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let value = random(depth: 4, using: &generator)
      #expect(try StrictJSON(parsing: value.canonical) == value)
    }
  }

  @Test("bytes changed at random are read or refused", arguments: [11, 12] as [UInt64])
  func mutations(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let start = Array(#"{"a":[1,-2,"x\u00e9\ud83d\ude00",null,true],"b":{"c":{}}}"#.utf8)
    for _ in 0..<3_000 {
      var bytes = start
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        bytes[Int.random(in: bytes.indices, using: &generator)] =
          UInt8.random(in: 0...255, using: &generator)
      }
      guard let value = try? StrictJSON(parsing: bytes, numbers: .text) else { continue }
      #expect(try StrictJSON(parsing: value.canonical, numbers: .text) == value)
    }
  }

  private func random(depth: Int, using generator: inout SeededGenerator) -> StrictJSON {
    switch Int.random(in: depth > 0 ? 0...6 : 2...6, using: &generator) {
    case 0:
      var object = StrictJSON.Object()
      for _ in 0..<Int.random(in: 0...4, using: &generator) {
        object[text(using: &generator)] = random(depth: depth - 1, using: &generator)
      }
      return .object(object)
    case 1:
      return .array(
        (0..<Int.random(in: 0...4, using: &generator)).map { _ in
          random(depth: depth - 1, using: &generator)
        })
    case 2:
      let limit = StrictJSON.largestInteger
      return .integer(Int64.random(in: -limit...limit, using: &generator))
    case 3: return .bool(Bool.random(using: &generator))
    case 4: return .null
    default: return .string(text(using: &generator))
    }
  }

  private func text(using generator: inout SeededGenerator) -> String {
    let scalars: [Unicode.Scalar] = ["a", "\"", "\\", "\u{0}", "\u{1F}", "é", "\u{301}", "😀", "/"]
    var text = ""
    for _ in 0..<Int.random(in: 0...6, using: &generator) {
      text.unicodeScalars.append(scalars.randomElement(using: &generator) ?? "a")
    }
    return text
  }
}
