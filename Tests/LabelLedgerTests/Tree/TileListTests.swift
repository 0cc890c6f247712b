import LabelLedger
import Testing

@Suite("Tile list")
struct TileListTests {
  @Test("a tree of 70,000 entries has the tiles of the specification")
  func seventyThousand() {
    let list = TileList.hashTiles(size: 70_000)
    let paths = Array(list)
    #expect(list.count == 277)
    #expect(paths.count == 277)
    func widths(_ level: Int) -> [Int] {
      paths.filter { $0.kind == .hashes(level: level) }.map(\.width)
    }
    #expect(widths(0) == Array(repeating: 256, count: 273) + [112])
    #expect(widths(1) == [256, 17])
    #expect(widths(2) == [1])
    #expect(TileList.entryBundles(size: 70_000).map(\.width) == widths(0))
  }

  @Test(
    "small trees have theirs",
    arguments: [
      (0, []), (1, ["tile/0/000.p/1"]), (255, ["tile/0/000.p/255"]),
      (256, ["tile/0/000", "tile/1/000.p/1"]),
      (257, ["tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1"]),
    ])
  func small(_ entries: Int, _ expected: [String]) {
    let size = UInt64(entries)
    #expect(TileList.hashTiles(size: size).map(\.description) == expected)
    #expect(
      TileList.entryBundles(size: size).map(\.description)
        == expected.filter { $0.hasPrefix("tile/0/") }
        .map { $0.replacing("tile/0/", with: "tile/entries/") })
  }

  @Test("what changes is what the larger tree has and the smaller does not")
  func changes() {
    for size: UInt64 in [0, 1, 2, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 66_000] {
      let all = Set(TileList.hashTiles(size: size))
      for oldSize in [0, 1, 254, 255, 256, 257, 300, 512, 65_535, 65_536] as [UInt64]
      where oldSize <= size {
        let changed = TileList.hashTiles(size: size, since: oldSize)
        #expect(Set(changed) == all.subtracting(TileList.hashTiles(size: oldSize)))
        #expect(changed.count == UInt64(Array(changed).count))
      }
      #expect(Array(TileList.hashTiles(size: size, since: size)).isEmpty)
      #expect(TileList.hashTiles(size: size, since: size + 1).count == 0)
    }
  }

  @Test("the largest tree is counted without walking through it")
  func largest() {
    let size = MerkleTree.maximumSize
    #expect(TileList.entryBundles(size: size).count == 1 << 55)
    var iterator = TileList.hashTiles(size: size, since: size - 1).makeIterator()
    #expect(iterator.next()?.width == 255)
    #expect(iterator.next() == nil)
  }
}
