import LabelLedger
import Testing

@Suite("Tile path")
struct TilePathTests {
  @Test(
    "paths are written and read",
    arguments: [
      ("tile/0/001", 0, 1, 256), ("tile/0/001.p/5", 0, 1, 5),
      ("tile/5/x123/x456/078", 5, 123_456_078, 256),
      ("tile/5/x123/x456/078.p/2", 5, 123_456_078, 2),
      ("tile/0/x003/x057/500", 0, 3_057_500, 256), ("tile/0/x001/x234/067", 0, 1_234_067, 256),
      ("tile/entries/x003/x057/500", -1, 3_057_500, 256), ("tile/entries/000.p/255", -1, 0, 255),
      ("tile/63/000.p/1", 63, 0, 1), ("tile/0/x001/000", 0, 1000, 256), ("tile/0/999", 0, 999, 256),
      ("tile/0/x036/x028/x797/x018/x963/967", 0, 1 << 55 - 1, 256),
    ])
  func good(_ text: String, _ level: Int, _ index: Int, _ width: Int) throws {
    let kind: TilePath.Kind = level < 0 ? .entries : .hashes(level: level)
    let path = try #require(TilePath(kind: kind, index: UInt64(index), width: width))
    #expect(path.description == text)
    #expect(try TilePath(parsing: text) == path)
    #expect(path.isPartial == (width < 256))
  }

  @Test(
    "other forms are refused",
    arguments: [
      "", "tile", "tile/", "tile/0", "tile/0/", "tile//000", "/tile/0/000", "tile/0/000/",
      "tile/5/123/456/078", "tile/-1/123/456/078", "tile/5/x123/x456/x078", "tile/-0/000",
      "tile/+1/000", "tile/00/000", "tile/64/000", "tile/0/0", "tile/0/0000", "tile/0/x000/000",
      "tile/0/x000/001", "tile/0/1000", "tile/0/-01", "tile/0/+01", "tile/0/x+01/000",
      "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/+1",
      "tile/0/000.p/-1", "tile/0/000.p/", "tile/0/000.p", "tile/0/000.p/1/", "tile/0/.p/1",
      "tile/0/000.p.p/1", "tile/data/000", "tile/Entries/000", "tile/0/000 ", " tile/0/000",
      "tile/0/x001/x234/067.p/1.p/1", "tile/8/0/001", "Tile/0/000", "tile/0/X001/000",
      "tile/0/\u{0660}\u{0660}\u{0660}", "tile/0/000\n", "tile/0/000\u{0}", "tile/0/00\u{301}0",
      "tile/0/x036/x028/x797/x018/x963/968", "tile/0/x999/x999/x999/x999/x999/999",
      "tile/0/x001/x999/x999/x999/x999/x999/999", "tile/99999999999999999999/000",
      "tile/0/000.p/99999999999999999999", "tile/0/../000", "tile/0/000?x",
    ])
  func bad(_ text: String) {
    #expect(throws: TileError.path(text)) { try TilePath(parsing: text) }
  }

  @Test("values out of range make no path")
  func ranges() {
    #expect(TilePath(kind: .hashes(level: 64), index: 0, width: 1) == nil)
    #expect(TilePath(kind: .hashes(level: -1), index: 0, width: 1) == nil)
    #expect(TilePath(kind: .entries, index: 0, width: 0) == nil)
    #expect(TilePath(kind: .entries, index: 0, width: 257) == nil)
    #expect(TilePath(kind: .entries, index: 1 << 55, width: 1) == nil)
    #expect(TilePath(kind: .entries, index: .max, width: 1) == nil)
  }
}
