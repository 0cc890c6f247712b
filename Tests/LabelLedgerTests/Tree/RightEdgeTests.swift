import LabelLedger
import Testing

@Suite("Right edge")
struct RightEdgeTests {
  @Test("growing entry by entry gives the plain tree's roots and nodes")
  func growth() throws {
    let tree = PlainTree(count: 300)
    var edge = RightEdge()
    #expect(edge.root == MerkleTree.emptyRoot)
    for size in 1...300 {
      let nodes = edge.append(tree.leafHashes[size - 1])
      #expect(edge.size == UInt64(size))
      #expect(edge.root == tree.root(size))
      #expect(try edge.hashes == tree.hashes(at: RightEdge.positions(size: UInt64(size))))
      // As many nodes are completed as the new size has trailing zero bits, and the leaf.
      #expect(nodes.map(\.position.level) == Array(0...size.trailingZeroBitCount))
      #expect(nodes.map(\.hash) == (try tree.hashes(at: nodes.map(\.position))))
      #expect(nodes.allSatisfy { $0.position.isComplete(inTreeOfSize: UInt64(size)) })
      #expect(nodes.allSatisfy { !$0.position.isComplete(inTreeOfSize: UInt64(size - 1)) })
    }
  }

  @Test("an edge read back goes on as before", arguments: [0, 1, 5, 255, 256, 257])
  func readBack(_ size: Int) throws {
    let tree = PlainTree(count: size + 1)
    var edge = try RightEdge(size: UInt64(size), from: tree)
    #expect(edge.root == tree.root(size))
    #expect(RightEdge(size: UInt64(size), hashes: edge.hashes) == edge)
    _ = edge.append(tree.leafHashes[size])
    #expect(edge.root == tree.root(size + 1))
  }

  @Test("the root at the edges of tiles is the plain tree's", arguments: [65_535, 65_536, 65_537])
  func largeRoots(_ size: Int) throws {
    #expect(try RightEdge(size: UInt64(size), from: LargeTree.shared).root == LargeTree.root(size))
  }

  @Test("the places of a size cover all entries once")
  func positions() {
    for size in [0, 1, 2, 3, 70_000, UInt64(Int64.max)] {
      var next: UInt64 = 0
      for position in RightEdge.positions(size: size) {
        #expect(position.index << UInt64(position.level) == next)
        next += 1 << UInt64(position.level)
      }
      #expect(next == size)
    }
  }

  @Test("other numbers of hashes and sizes above the limit are refused")
  func refused() throws {
    let hash = MerkleTree.emptyRoot
    #expect(RightEdge(size: 3, hashes: [hash]) == nil)
    #expect(RightEdge(size: 4, hashes: [hash, hash]) == nil)
    #expect(RightEdge(size: 0, hashes: [hash]) == nil)
    #expect(RightEdge(size: 1 << 63, hashes: [hash]) == nil)
    #expect(throws: ProofError.sizeTooLarge(1 << 63)) {
      try RightEdge(size: 1 << 63, from: PlainTree([]))
    }
  }
}
