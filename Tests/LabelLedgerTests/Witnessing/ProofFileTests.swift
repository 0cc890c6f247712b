import LabelLedger
import Testing

@Suite("Proof file")
struct ProofFileTests {
  private static let entries = (0..<21).map { Array("entry \($0)".utf8) }

  private let log: SignerKey
  private let witness: SignerKey
  private let tree: PlainTree
  private let note: SignedNote
  private let policy: WitnessPolicy

  init() throws {
    log = try SignerKey(named: "example.com/fancylog")
    witness = try SignerKey(named: "witness1.example")
    tree = PlainTree(Self.entries.map(MerkleTree.leafHash))
    let checkpoint = try Checkpoint(
      origin: log.name, size: UInt64(Self.entries.count), root: tree.root(Self.entries.count))
    note = try checkpoint.signed(with: log).adding([witness.cosign(checkpoint.text, time: 9)])
    policy = try WitnessPolicy(
      parsing: Array(
        "log \(log.verifierKey)\nwitness w1 \(witness.cosignerKey)\nquorum w1\n".utf8))
  }

  private func file(_ index: Int, extra: [UInt8]? = nil) throws -> ProofFile {
    let proof = try InclusionProof.make(
      index: UInt64(index), size: UInt64(Self.entries.count), from: tree)
    return try ProofFile(proof: proof, note: note, extra: extra)
  }

  @Test("every entry's proof is read back and holds for it alone")
  func everyEntry() throws {
    for (index, entry) in Self.entries.enumerated() {
      let file = try file(index, extra: index.isMultiple(of: 2) ? entry : nil)
      let back = try ProofFile(parsing: file.bytes)
      #expect(back == file)
      #expect(back.bytes == file.bytes)
      let acceptance = try back.verify(entry: entry, policy: policy)
      #expect(acceptance.checkpoint.size == 21)
      #expect(acceptance.cosigners.map(\.time) == [9])
      #expect(throws: ProofFileError.self) {
        try back.verify(entry: entry + [0], policy: policy)
      }
    }
  }

  @Test("the form is that of the specification")
  func form() throws {
    let file = try file(3, extra: Array("extra information".utf8))
    let hashes = tree.path(3, 0..<21).map { $0.base64 + "\n" }.joined()
    let expected =
      "c2sp.org/tlog-proof@v1\nextra ZXh0cmEgaW5mb3JtYXRpb24=\nindex 3\n\(hashes)\n"
      + String(decoding: note.bytes, as: UTF8.self)
    #expect(String(decoding: file.bytes, as: UTF8.self) == expected)
  }

  @Test("a tree of one entry needs no hashes")
  func single() throws {
    let checkpoint = try Checkpoint(
      origin: log.name, size: 1, root: MerkleTree.leafHash(Self.entries[0]))
    let file = try ProofFile(
      proof: InclusionProof(index: 0, size: 1, hashes: []), note: checkpoint.signed(with: log))
    #expect(
      String(decoding: file.bytes, as: UTF8.self).hasPrefix(
        "c2sp.org/tlog-proof@v1\nindex 0\n\nexample.com/fancylog\n1\n"))
    let open = try WitnessPolicy(parsing: Array("quorum none\n".utf8))
    #expect(
      try file.verify(entry: Self.entries[0], policy: open, knownLogs: [log.verifierKey]).log
        == log.verifierKey)
    #expect(
      throws: ProofFileError.policy(.unknownLog(origin: log.name))
    ) { try file.verify(entry: Self.entries[0], policy: open) }
  }

  @Test("what does not hold is told apart")
  func refusals() throws {
    let strict = try WitnessPolicy(
      parsing: Array(
        """
        log \(log.verifierKey)
        witness w1 \(witness.cosignerKey)
        witness w2 \(SignerKey(named: "w2").cosignerKey)
        group both all w1 w2
        quorum both

        """.utf8))
    let quorum = WitnessPolicy.Text("both".utf8)
    #expect(
      throws: ProofFileError.policy(
        .quorumNotReached(quorum: quorum, cosigners: [WitnessPolicy.Text("w1".utf8)]))
    ) { try file(3).verify(entry: Self.entries[3], policy: strict) }
    let moved = String(decoding: try file(3).bytes, as: UTF8.self)
      .replacing("index 3\n", with: "index 2\n")
    let error = #expect(throws: ProofFileError.self) {
      try ProofFile(parsing: Array(moved.utf8)).verify(entry: Self.entries[3], policy: policy)
    }
    guard case .proof(.rootMismatch(let expected, let computed)) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(expected == tree.root(21))
    #expect(computed != expected)
    let far = moved.replacing("index 2\n", with: "index 21\n")
    #expect(throws: ProofFileError.proof(.indexOutsideTree(index: 21, size: 21))) {
      try ProofFile(parsing: Array(far.utf8)).verify(entry: Self.entries[3], policy: policy)
    }
    #expect(throws: ProofFileError.size(proof: 20, checkpoint: 21)) {
      try ProofFile(proof: InclusionProof(index: 0, size: 20, hashes: []), note: note)
    }
    #expect(throws: ProofFileError.extra) { try file(3, extra: []) }
  }

  @Test("malformed files name what is wrong")
  func malformed() {
    let start = "c2sp.org/tlog-proof@v1\n"
    let hash = MerkleTree.emptyRoot.base64
    let note = String(decoding: note.bytes, as: UTF8.self)
    for (text, error): (String, ProofFileError) in [
      ("", .header), ("wrong-header\nindex 0\n\n" + note, .header),
      ("c2sp.org/tlog-proof@v1", .header), ("c2sp.org/tlog-proof@v2\nindex 0\n\n" + note, .header),
      (start + "extra !!notbase64!!\nindex 0\n\n" + note, .extra),
      (start + "extra \nindex 0\n\n" + note, .extra), (start + "extra YQ==\n\n" + note, .index),
      (start + "\n\n" + note, .index), (start + "index notanumber\n\n" + note, .index),
      (start + "index -5\n\n" + note, .index), (start + "index 05\n\n" + note, .index),
      (start + "index 9223372036854775808\n\n" + note, .index), (start + "index 0", .index),
      (start + "index 0\nextra YQ==\n\n" + note, .hash(1)),
      (start + "index 0\n!!notbase64!!\n\n" + note, .hash(1)),
      (
        start + "index 0\n\(hash)\n\(Base64.encode([UInt8](repeating: 0, count: 64)))\n\n" + note,
        .hash(2)
      ),
      (start + "index 0\n" + String(repeating: "a", count: 66_560) + "\n", .hash(1)),
      (
        start + "index 0\n" + String(repeating: "\(hash)\n", count: 64) + "\n" + note,
        .tooManyHashes(64)
      ),
      (start + "index 0\n\(hash)\n", .noCheckpoint),
      (start + "index 0\n\ncheckpoint\n", .note(.noSignatures)),
      (start + "index 0\n\n" + note + "\n", .note(.noSignatures)),
      (
        start + "index 0\n\n" + note.replacing("\n21\n", with: "\n021\n"),
        .checkpoint(.size("021"))
      ),
      (String(repeating: "a", count: 2_000_001), .tooLong(2_000_001)),
    ] {
      #expect(throws: error, "\(text.prefix(200))") { try ProofFile(parsing: Array(text.utf8)) }
    }
  }

  @Test("no changed byte of a file passes")
  func changed() throws {
    let bytes = try file(13).bytes
    var accepted: [Int] = []
    for place in bytes.indices {
      var other = bytes
      other[place] ^= 1 << UInt8(place % 8)
      let isRefused = refuses {
        try ProofFile(parsing: other).verify(entry: Self.entries[13], policy: policy)
      }
      if !isRefused { accepted.append(place) }
    }
    #expect(accepted == [])
  }
}
