import LabelLedger
import Testing

@Suite("Entry bundle")
struct EntryBundleTests {
  @Test("the form is a length of two bytes before each entry")
  func form() throws {
    let bundle = try EntryBundle(entries: [Array("one".utf8), [], Array("three".utf8)])
    #expect(
      bundle.bytes
        == [0, 3] + Array("one".utf8) + [0, 0] + [0, 5] + Array("three".utf8))
    #expect(try EntryBundle(bundle.bytes, width: 3) == bundle)
    #expect(bundle.leafHashes == bundle.entries.map { Hash(of: [0], $0) })
  }

  @Test("entries up to 65,535 bytes fit")
  func long() throws {
    let entry = [UInt8](repeating: 9, count: 65_535)
    let bundle = try EntryBundle(entries: [entry, [1]])
    #expect(Array(bundle.bytes.prefix(2)) == [255, 255])
    #expect(try EntryBundle(bundle.bytes, width: 2).entries == [entry, [1]])
    #expect(throws: TileError.entryTooLong(65_536)) { try EntryBundle(entries: [entry + [9]]) }
  }

  @Test("anything but the whole bundle is refused")
  func refused() throws {
    let bundle = try EntryBundle(entries: [[1], [2, 2], [], [3, 3, 3]])
    let bytes = bundle.bytes
    for count in bytes.indices {
      #expect(throws: TileError.self) { try EntryBundle(Array(bytes.prefix(count)), width: 4) }
    }
    #expect(throws: TileError.trailingBytes(1)) { try EntryBundle(bytes + [0], width: 4) }
    #expect(throws: TileError.trailingBytes(5)) { try EntryBundle(bytes, width: 3) }
    #expect(throws: TileError.truncatedBundle(entry: 4)) { try EntryBundle(bytes, width: 5) }
    for width in [0, -1, 257] {
      #expect(throws: TileError.width(width)) { try EntryBundle(bytes, width: width) }
    }
    #expect(throws: TileError.width(0)) { try EntryBundle(entries: []) }
    #expect(throws: TileError.width(257)) {
      try EntryBundle(entries: Array(repeating: [], count: 257))
    }
  }
}
