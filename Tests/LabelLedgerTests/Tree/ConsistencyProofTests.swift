import LabelLedger
import Testing

@Suite("Consistency proof")
struct ConsistencyProofTests {
  @Test(
    "all pairs of trees up to 64 entries are proved, and no turned bit passes", arguments: 1...64)
  func allPairs(_ newSize: Int) throws {
    let tree = PlainTree(count: newSize)
    let newRoot = tree.root(newSize)
    for oldSize in 1...newSize {
      let proof = try ConsistencyProof.make(
        oldSize: UInt64(oldSize), newSize: UInt64(newSize), from: tree)
      #expect(proof.hashes == tree.proof(oldSize, newSize))
      let oldRoot = tree.root(oldSize)
      try proof.verify(oldRoot: oldRoot, newRoot: newRoot)
      try expectNoChangePasses(proof, oldRoot: oldRoot, newRoot: newRoot)
    }
  }

  private func expectNoChangePasses(
    _ proof: ConsistencyProof, oldRoot: Hash, newRoot: Hash
  ) throws {
    var accepted = 0
    for place in proof.hashes.indices {
      var hashes = proof.hashes
      hashes[place] = try hashes[place].withTurnedBit(place)
      let changed = ConsistencyProof(
        oldSize: proof.oldSize, newSize: proof.newSize, hashes: hashes)
      if !refuses({ try changed.verify(oldRoot: oldRoot, newRoot: newRoot) }) { accepted += 1 }
    }
    for hashes in [proof.hashes + [newRoot], [oldRoot] + proof.hashes] {
      let changed = ConsistencyProof(
        oldSize: proof.oldSize, newSize: proof.newSize, hashes: hashes)
      if !refuses({ try changed.verify(oldRoot: oldRoot, newRoot: newRoot) }) { accepted += 1 }
    }
    let otherOld = try oldRoot.withTurnedBit(1)
    let otherNew = try newRoot.withTurnedBit(2)
    if !refuses({ try proof.verify(oldRoot: otherOld, newRoot: newRoot) }) { accepted += 1 }
    if !refuses({ try proof.verify(oldRoot: oldRoot, newRoot: otherNew) }) { accepted += 1 }
    #expect(accepted == 0)
  }

  @Test("proofs hold at the edges of tiles", arguments: [255, 256, 257, 65_535, 65_536, 65_537])
  func tileEdges(_ size: Int) throws {
    let nodes = TileNodes(size: UInt64(size)) { try LargeTree.tile($0) }
    for oldSize in Set([1, 2, 128, 255, 256, 257, size / 2, size - 1, size]) where oldSize <= size {
      let proof = try ConsistencyProof.make(
        oldSize: UInt64(oldSize), newSize: UInt64(size), from: nodes)
      #expect(proof.hashes == LargeTree.proof(oldSize, size))
      try proof.verify(oldRoot: LargeTree.root(oldSize), newRoot: LargeTree.root(size))
    }
  }

  @Test("the proof from 2 to 5 standard leaves has its published hashes")
  func published() throws {
    let tree = PlainTree(StandardLeaves.data.map(MerkleTree.leafHash))
    let proof = try ConsistencyProof.make(oldSize: 2, newSize: 5, from: tree)
    #expect(
      proof.hashes.map(\.base64) == [
        "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
        "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=",
      ])
  }

  @Test("a failure brings its evidence")
  func evidence() throws {
    let tree = PlainTree(count: 7)
    let proof = try ConsistencyProof.make(oldSize: 3, newSize: 7, from: tree)
    let other = MerkleTree.emptyRoot
    #expect(throws: ProofError.oldRootMismatch(expected: other, computed: tree.root(3))) {
      try proof.verify(oldRoot: other, newRoot: tree.root(7))
    }
    #expect(throws: ProofError.rootMismatch(expected: other, computed: tree.root(7))) {
      try proof.verify(oldRoot: tree.root(3), newRoot: other)
    }
    #expect(throws: ProofError.hashCount(expected: 4, given: 0)) {
      try ConsistencyProof(oldSize: 3, newSize: 7, hashes: []).verify(
        oldRoot: other, newRoot: other)
    }
    #expect(throws: ProofError.rootMismatch(expected: tree.root(3), computed: other)) {
      try ConsistencyProof(oldSize: 3, newSize: 3, hashes: []).verify(
        oldRoot: other, newRoot: tree.root(3))
    }
  }

  @Test("sizes that no proof can join are refused")
  func sizes() {
    let tree = PlainTree(count: 4)
    for (oldSize, newSize, error): (UInt64, UInt64, ProofError) in [
      (0, 4, .emptyOldTree(newSize: 4)), (0, 0, .emptyOldTree(newSize: 0)),
      (5, 4, .sizesReversed(old: 5, new: 4)), (1, 1 << 63, .sizeTooLarge(1 << 63)),
      (.max, .max, .sizeTooLarge(.max)),
    ] {
      #expect(throws: error) {
        try ConsistencyProof.make(oldSize: oldSize, newSize: newSize, from: tree)
      }
      #expect(throws: error) {
        try ConsistencyProof(oldSize: oldSize, newSize: newSize, hashes: []).verify(
          oldRoot: MerkleTree.emptyRoot, newRoot: MerkleTree.emptyRoot)
      }
    }
  }

  @Test("the largest sizes neither overflow nor pass")
  func extremes() {
    let hash = MerkleTree.emptyRoot
    let largest = UInt64(Int64.max)
    for oldSize in [1, largest / 2, largest / 2 + 1, largest - 1] {
      for count in [0, 1, 62, 63, 64, 125] {
        let proof = ConsistencyProof(
          oldSize: oldSize, newSize: largest, hashes: Array(repeating: hash, count: count))
        #expect(throws: ProofError.self) { try proof.verify(oldRoot: hash, newRoot: hash) }
      }
    }
  }
}
