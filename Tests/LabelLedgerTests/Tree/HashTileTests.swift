import LabelLedger
import Testing

@Suite("Hash tile")
struct HashTileTests {
  @Test("bytes come back, and give the nodes between two tile levels")
  func nodes() throws {
    let tree = PlainTree(count: 256)
    for width in [1, 2, 3, 255, 256] {
      let path = try #require(TilePath(kind: .hashes(level: 0), index: 0, width: width))
      let tile = try HashTile(tree.tile(path), at: path)
      #expect(try tile.bytes == tree.tile(path))
      #expect(try HashTile(hashes: tile.hashes) == tile)
      for level in 0...8 {
        for index in [0, 1, width >> level - 1] where index >= 0 && (index + 1) << level <= width {
          let start = index << level
          #expect(tile.hash(level: level, index: index) == tree.hash(start..<start + 1 << level))
        }
        #expect(tile.hash(level: level, index: width >> level) == nil)
      }
      #expect(tile.hash(level: 0, index: -1) == nil)
      #expect(tile.hash(level: 9, index: 0) == nil)
    }
  }

  @Test("other lengths are refused")
  func lengths() throws {
    let path = try #require(TilePath(kind: .hashes(level: 0), index: 3, width: 2))
    for count in [0, 32, 63, 65, 96, 8192] {
      #expect(throws: TileError.byteCount(path: path, given: count)) {
        try HashTile([UInt8](repeating: 0, count: count), at: path)
      }
    }
    #expect(throws: TileError.width(0)) { try HashTile(hashes: []) }
    #expect(throws: TileError.width(257)) {
      try HashTile(hashes: Array(repeating: MerkleTree.emptyRoot, count: 257))
    }
  }
}
