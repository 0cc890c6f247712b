import LabelLedger
import Testing

@Suite("Nodes of tiles")
struct TileNodesTests {
  @Test("every complete node is computed from its tile", arguments: [1, 255, 256, 257, 300])
  func allNodes(_ size: Int) throws {
    let tree = PlainTree(count: size)
    let nodes = TileNodes(size: UInt64(size)) { try tree.tile($0) }
    var positions: [NodePosition] = []
    for level in 0...8 {
      for index in 0..<(size >> level) {
        positions.append(NodePosition(level: level, index: UInt64(index)))
      }
      let next = NodePosition(level: level, index: UInt64(size >> level))
      #expect(throws: TileError.nodeOutsideTree(next, size: UInt64(size))) {
        try nodes.hashes(at: [next])
      }
    }
    #expect(try nodes.hashes(at: positions) == tree.hashes(at: positions))
  }

  @Test("a tile is read once in a call, and only where one is needed")
  func reads() throws {
    let tree = PlainTree(count: 600)
    var read: [String] = []
    let nodes = TileNodes(size: 600) { path in
      read.append(path.description)
      return try tree.tile(path)
    }
    _ = try InclusionProof.make(index: 10, size: 600, from: nodes)
    #expect(read.sorted() == ["tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2"])
    read = []
    #expect(try nodes.hashes(at: []) == [])
    #expect(read.isEmpty)
  }

  @Test("what comes from outside can be wrong")
  func outside() throws {
    let hash = NodePosition(level: 0, index: 0)
    let short = TileNodes(size: 3) { _ in [1, 2, 3] }
    let path = try #require(TilePath(kind: .hashes(level: 0), index: 0, width: 3))
    #expect(throws: TileError.byteCount(path: path, given: 3)) { try short.hashes(at: [hash]) }
    struct Missing: Error {}
    let missing = TileNodes(size: 3) { _ in throw Missing() }
    #expect(throws: Missing.self) { try missing.hashes(at: [hash]) }
    for (position, size): (NodePosition, UInt64) in [
      (NodePosition(level: -1, index: 0), 3), (NodePosition(level: 63, index: 0), 3),
      (NodePosition(level: 64, index: 0), .max), (NodePosition(level: 0, index: .max), 3),
      (hash, 1 << 63), (hash, 0),
    ] {
      #expect(throws: TileError.nodeOutsideTree(position, size: size)) {
        try TileNodes(size: size) { _ in [] }.hashes(at: [position])
      }
    }
  }
}
