import LabelLedger
import Testing

@Suite("Inclusion proof")
struct InclusionProofTests {
  @Test(
    "all entries of all trees up to 64 entries are proved, and no turned bit passes",
    arguments: 1...64)
  func allPairs(_ size: Int) throws {
    let tree = PlainTree(count: size)
    let root = tree.root(size)
    for index in 0..<size {
      let proof = try InclusionProof.make(index: UInt64(index), size: UInt64(size), from: tree)
      #expect(proof.hashes == tree.path(index, 0..<size))
      try proof.verify(leafHash: tree.leafHashes[index], root: root)
      try expectNoChangePasses(proof, leafHash: tree.leafHashes[index], root: root)
    }
  }

  private func expectNoChangePasses(_ proof: InclusionProof, leafHash: Hash, root: Hash) throws {
    var accepted = 0
    for place in proof.hashes.indices {
      var hashes = proof.hashes
      hashes[place] = try hashes[place].withTurnedBit(place)
      let changed = InclusionProof(index: proof.index, size: proof.size, hashes: hashes)
      if !refuses({ try changed.verify(leafHash: leafHash, root: root) }) { accepted += 1 }
    }
    for change in [
      InclusionProof(index: proof.index ^ 1, size: proof.size, hashes: proof.hashes),
      InclusionProof(index: proof.index, size: proof.size, hashes: proof.hashes + [root]),
      InclusionProof(index: proof.index, size: proof.size, hashes: [root] + proof.hashes),
    ] where !refuses({ try change.verify(leafHash: leafHash, root: root) }) {
      accepted += 1
    }
    let other = try leafHash.withTurnedBit(3)
    if !refuses({ try proof.verify(leafHash: other, root: root) }) { accepted += 1 }
    #expect(accepted == 0)
  }

  @Test("proofs hold at the edges of tiles", arguments: [255, 256, 257, 65_535, 65_536, 65_537])
  func tileEdges(_ size: Int) throws {
    let nodes = TileNodes(size: UInt64(size)) { try LargeTree.tile($0) }
    for index in Set([0, 1, 127, 254, 255, 256, size / 2, size - 2, size - 1]) where index < size {
      let proof = try InclusionProof.make(index: UInt64(index), size: UInt64(size), from: nodes)
      #expect(proof.hashes == LargeTree.path(index, size))
      try proof.verify(leafHash: LargeTree.leafHash(index), root: LargeTree.root(size))
    }
  }

  @Test("a failure brings its evidence")
  func evidence() throws {
    let tree = PlainTree(count: 5)
    let proof = try InclusionProof.make(index: 4, size: 5, from: tree)
    #expect(proof.hashes == [tree.root(4)])
    let other = MerkleTree.emptyRoot
    #expect(throws: ProofError.rootMismatch(expected: other, computed: tree.root(5))) {
      try proof.verify(leafHash: tree.leafHashes[4], root: other)
    }
    #expect(throws: ProofError.hashCount(expected: 3, given: 1)) {
      try InclusionProof(index: 3, size: 5, hashes: proof.hashes).verify(
        leafHash: other, root: other)
    }
    for size: UInt64 in [0, 3] {
      #expect(throws: ProofError.indexOutsideTree(index: 3, size: size)) {
        try InclusionProof.make(index: 3, size: size, from: tree)
      }
      #expect(throws: ProofError.indexOutsideTree(index: 3, size: size)) {
        try InclusionProof(index: 3, size: size, hashes: []).verify(leafHash: other, root: other)
      }
    }
  }

  @Test("the largest sizes neither overflow nor pass")
  func extremes() {
    let hash = MerkleTree.emptyRoot
    let largest = UInt64(Int64.max)
    for index in [0, largest / 2, largest - 1] {
      let proof = InclusionProof(
        index: index, size: largest, hashes: Array(repeating: hash, count: 63))
      #expect(throws: ProofError.self) { try proof.verify(leafHash: hash, root: hash) }
    }
    for size in [largest + 1, .max] {
      #expect(throws: ProofError.sizeTooLarge(size)) {
        try InclusionProof(index: .max - 1, size: size, hashes: []).verify(
          leafHash: hash, root: hash)
      }
    }
  }

  @Test("a reader that answers with another number of hashes is caught")
  func brokenReader() {
    struct Short: NodeReader {
      func hashes(at positions: [NodePosition]) throws -> [Hash] { [] }
    }
    #expect(throws: ProofError.hashCount(expected: 3, given: 0)) {
      try InclusionProof.make(index: 0, size: 8, from: Short())
    }
  }
}
