import LabelLedger
import Testing

@testable import FlipguardLedgerCommand

@Suite struct TableTests {
  private static let hash = Hash(of: [1])

  private static func text(_ table: Table, _ format: OutputFormat) -> String {
    String(decoding: table.bytes(format), as: UTF8.self)
  }

  private static var table: Table {
    var table = Table(["name", "count", "hash", "more"])
    table.add([.text("a,\"b\"\nc"), .number(-3), .hash(hash), .none])
    table.add([.text("e\u{301}"), .number(12), .hash(hash), .maybe("x")])
    return table
  }

  @Test func `CSV quotes what must be, and holds hashes whole`() {
    let digits = Self.hash.hexadecimal
    #expect(
      Self.text(Self.table, .csv)
        == "name,count,hash,more\n\"a,\"\"b\"\"\nc\",-3,\(digits),\ne\u{301},12,\(digits),x\n")
  }

  @Test func `JSON has numbers, and null where nothing is`() throws {
    let digits = Self.hash.hexadecimal
    #expect(
      Self.text(Self.table, .json) == """
        [{"count":-3,"hash":"\(digits)","more":null,"name":"a,\\"b\\"\\nc"},\
        {"count":12,"hash":"\(digits)","more":"x","name":"e\u{301}"}]

        """)
    #expect(Self.text(Table(["a"]), .json) == "[]\n")
  }

  @Test func `text has columns, short hashes and no control characters`() {
    let digits = Self.hash.hexadecimal.prefix(12)
    #expect(
      Self.text(Self.table, .text) == """
        name     count  hash          more
        a,"b"\u{FFFD}c  -3     \(digits)
        e\u{301}        12     \(digits)  x

        """)
  }

  @Test func `long names are cut for people alone`() {
    var table = Table(["a", "b"])
    table.add([.text(String(repeating: "x", count: 41)), .text("y")])
    table.add([.text(String(repeating: "z", count: 40)), .text("y")])
    let lines = Self.text(table, .text).split(separator: "\n")
    #expect(lines[1] == "\(String(repeating: "x", count: 39))…  y")
    #expect(lines[2] == "\(String(repeating: "z", count: 40))  y")
    #expect(Self.text(table, .csv).contains(String(repeating: "x", count: 41)))
  }

  @Test func `numbers of things have the right noun`() {
    #expect(Count.of(1, "entry") == "1 entry" && Count.of(2, "entry") == "2 entries")
    #expect(Count.of(0, "label") == "0 labels" && Count.of(UInt64(1), "label") == "1 label")
  }
}
