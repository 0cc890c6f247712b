import LabelLedger
import Testing

/// A whole log of 0 to 15 entries that the Tessera project publishes to test against; its files are
/// read where they lie beside the checkout.
@Suite("Tessera's log")
struct TesseraLogTests {
  private static let key =
    "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
  /// The log's private key, which is published for tests.
  private static let privateKey =
    "PRIVATE+KEY+example.com/log/testdata+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg"
  private static let entries = [
    "one", "two", "three", "four", "five", "six", "seven", "eit", "nain", "ten", "ileven",
    "twelf", "threeten", "fourten", "fivten",
  ].map { Array($0.utf8) }
  private static let isThere = !VectorFolder.files(in: "tessera/log").isEmpty

  private static let fifteen = """
    example.com/log/testdata
    15
    rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=

    \u{2014} example.com/log/testdata M9e0luh4jTG+UMBqOUo9/q+yAEvx1ilBEniMvjf1zfcBOhg+CKubMt53MvIt/uEWP6zdkdIQzd/fmwlM/dlPWF74ewI=

    """

  private func checkpoint(_ bytes: [UInt8]) throws -> Checkpoint {
    let note = try SignedNote(parsing: bytes)
    #expect(note.bytes == bytes)
    let key = try VerifierKey(parsing: Self.key)
    #expect(try note.verify(with: [key]).verified.map(\.key) == [key])
    return try Checkpoint(parsing: note.text)
  }

  @Test("the last checkpoint is that of the entries")
  func last() throws {
    let checkpoint = try checkpoint(Array(Self.fifteen.utf8))
    #expect(checkpoint.origin == "example.com/log/testdata")
    #expect(checkpoint.size == 15)
    #expect(
      checkpoint.root == MerkleTree.root(ofLeafHashes: Self.entries.map(MerkleTree.leafHash)))
  }

  @Test("checkpoints, tiles and bundles are what the entries give", .enabled(if: isThere))
  func everyFile() throws {
    for size in 0...15 {
      let entries = Array(Self.entries.prefix(size))
      let leafHashes = entries.map(MerkleTree.leafHash)
      let name = size == 15 ? "checkpoint" : "checkpoint.\(size)"
      let published = try VectorFolder.bytes("tessera/log/\(name)")
      let checkpoint = try checkpoint(published)
      #expect(checkpoint.size == UInt64(size))
      #expect(checkpoint.root == MerkleTree.root(ofLeafHashes: leafHashes))
      #if !canImport(CryptoKit)
        #expect(try checkpoint.signed(with: SignerKey(parsing: Self.privateKey)).bytes == published)
      #endif
      for path in TileList.hashTiles(size: UInt64(size)) {
        let bytes = try VectorFolder.bytes("tessera/log/\(path)")
        #expect(try HashTile(hashes: leafHashes).bytes == bytes)
        #expect(try HashTile(bytes, at: path).hashes == leafHashes)
      }
      for path in TileList.entryBundles(size: UInt64(size)) {
        let bytes = try VectorFolder.bytes("tessera/log/\(path)")
        #expect(try EntryBundle(entries: entries).bytes == bytes)
        #expect(try EntryBundle(bytes, width: path.width).entries == entries)
      }
    }
  }

  @Test("proofs made from its tiles hold for its checkpoints", .enabled(if: isThere))
  func proofs() throws {
    let roots = (0...15).map { size in
      MerkleTree.root(ofLeafHashes: Self.entries.prefix(size).map(MerkleTree.leafHash))
    }
    for size in 1...15 {
      let nodes = TileNodes(size: UInt64(size)) { try VectorFolder.bytes("tessera/log/\($0)") }
      for index in 0..<size {
        let proof = try InclusionProof.make(
          index: UInt64(index), size: UInt64(size), from: nodes)
        try proof.verify(leafHash: MerkleTree.leafHash(Self.entries[index]), root: roots[size])
        let growth = try ConsistencyProof.make(
          oldSize: UInt64(index + 1), newSize: UInt64(size), from: nodes)
        try growth.verify(oldRoot: roots[index + 1], newRoot: roots[size])
      }
    }
  }
}
