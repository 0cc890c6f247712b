import LabelLedger
import Testing

/// What Go's `golang.org/x/mod/sumdb/tlog` gives for the first entries of ``LargeTree``: the root
/// hash, and the SHA-256 hash of all hashes of some proofs, one after the other.
@Suite("Go's tree")
struct GoTreeTests {
  @Test(
    "roots and proofs at the edges of tiles are Go's",
    arguments: [
      (
        255, "bbd19e52dd35d951f77a081e951f35368c6d5a3ef800dfefb6ddfac50d3bfb38",
        "cb572d0fc90f2d9608d250c36d79b75173a861a49d643f6fe9aa103e8191daf4",
        "6d2543ba38efac35f700c4306a8f6c6420d6d1b05b1e958e0fadef5659faf798"
      ),
      (
        256, "3fcf4d9407266170355ffdb93c52c798957c0f3b698f7c975a0c7a5c1a08e419",
        "fe558ce17493b9987bd3bff89c69af14e1d030eae8ac9ff649de3a51da8490e1",
        "ef67407c23790d6e085861e57136ef8ed6b0c504ac20b4880a9f24f133a6cffc"
      ),
      (
        257, "97fe05f303d1f27e002b8aad30022835f3036cc7b860fec320d9db8c5e8c7e8b",
        "e0690b0136685effe92da5a800e0818f9ff45b36b8afd8e4ab9fe3884113ac15",
        "10601c21607ec83f8c95653e4601e5c93fd56f9c99c74be50f8f5c8117f84f91"
      ),
      (
        65_535, "36c8ceae42906a8d1cb68918b2a41f21d0f6ac8e293ee78f390674879aab31fe",
        "b73893bed5183c41336fbc9920acdfe2510ba4cdca7a5d73dda5e4600ba3cfb4",
        "c478630f1c1b0056338463405152ecb738887e4ce1bbe18591270a4839cce61c"
      ),
      (
        65_536, "d81ab9d7c6b514cce26122e6a580988341bb1772b2bff17eb25a49d3ed8c7d1c",
        "56933ae8d18120ff76890a4864bd595663bfdd3bb3f407d8a968c8dd45865fb9",
        "2f4d57b56ebaee330d1ee16e26ba5dca155f5614270e8fa2884767b24b416470"
      ),
      (
        65_537, "a3035574d0f936ae51529877153428c3519c7aec96c0cc080d6d6ec360aca4d7",
        "8fff996578656f5aa87feac66a956ff5fcbcc57854ca69f4513e89df5ed42504",
        "062b12911c10148505cb505f8f1c32cdbdd076e5eb65b813ad28328fd9d5c08e"
      ),
    ])
  func tileEdges(
    _ count: Int, _ root: String, _ inclusion: String, _ consistency: String
  ) throws {
    let size = UInt64(count)
    let nodes = TileNodes(size: size) { try LargeTree.tile($0) }
    #expect(try RightEdge(size: size, from: nodes).root.hexadecimal == root)
    let paths = try [0, 1, 127, 254, size / 2, size - 2, size - 1].flatMap { index in
      try InclusionProof.make(index: index, size: size, from: nodes).hashes
    }
    #expect(Hash(of: paths.flatMap(\.bytes)).hexadecimal == inclusion)
    let proofs = try [1, 2, 128, 255, size / 2, size - 1, size].flatMap { oldSize in
      try ConsistencyProof.make(oldSize: oldSize, newSize: size, from: nodes).hashes
    }
    #expect(Hash(of: proofs.flatMap(\.bytes)).hexadecimal == consistency)
  }
}
