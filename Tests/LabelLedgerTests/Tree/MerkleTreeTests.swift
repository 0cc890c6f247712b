import LabelLedger
import Testing

/// The eight entries on which Certificate Transparency's implementations agree, and their roots.
enum StandardLeaves {
  static let data: [[UInt8]] = [
    [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
    Array(0x50...0x57), Array(0x60...0x6f),
  ]

  /// Roots of the trees of 0 to 8 entries.
  static let roots = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]
}

@Suite("Merkle tree")
struct MerkleTreeTests {
  @Test("a leaf hash is that of a zero byte and the entry")
  func leafHash() {
    let hash = MerkleTree.leafHash(Array("L123456".utf8))
    #expect(
      hash.hexadecimal == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56")
  }

  @Test("the standard leaves have their known roots", arguments: 0...8)
  func standardLeaves(_ size: Int) {
    let leafHashes = StandardLeaves.data.prefix(size).map(MerkleTree.leafHash)
    #expect(MerkleTree.root(ofLeafHashes: leafHashes).hexadecimal == StandardLeaves.roots[size])
  }

  @Test("no entry has the hash of a node above it")
  func domains() {
    let left = MerkleTree.leafHash([1])
    let right = MerkleTree.leafHash([2])
    #expect(MerkleTree.nodeHash(left, right) != MerkleTree.leafHash(left.bytes + right.bytes))
    #expect(MerkleTree.nodeHash(left, right) != MerkleTree.nodeHash(right, left))
  }
}
