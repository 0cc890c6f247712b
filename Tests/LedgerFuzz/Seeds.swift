import LabelLedger

/// Valid inputs, the same in every run: keys, nonces and times are fixed.
struct Seeds: Sendable {
  let note: SignedNote
  let notes: [[UInt8]]
  let checkpoints: [[UInt8]]
  let proofFiles: [[UInt8]]
  let requests: [[UInt8]]
  let policies: [[UInt8]]
  let keys: [[UInt8]]
  let payloads: [[UInt8]]
  let envelopes: [[UInt8]]
  let statement: SnapshotStatement
  let statements: [[UInt8]]
  let publicKeys: [Hash: PublicKey]
  let snapshot: Snapshot
  let bundle: EntryBundle

  init() throws {
    let log = try SignerKey(name: "example.com/labels", seed: Self.bytes(1))
    let witness = try SignerKey(name: "witness.example.org", seed: Self.bytes(2))
    let ledger = ActorKey(name: "ledger", signer: log)
    let curator = ActorKey(name: "curator-3", signer: witness)
    publicKeys = [
      ledger.fingerprint: ledger.publicKey, curator.fingerprint: curator.publicKey,
    ]
    payloads = try Self.entries(by: curator).map(\.canonicalPayload)
    let made = try payloads.map { try Envelope(signing: $0, keys: [ledger, curator]) }
    envelopes = made.map(\.encoded)
    bundle = try EntryBundle(entries: [envelopes[0], envelopes[1]])

    let leaves = (envelopes + envelopes).map { MerkleTree.leafHash($0) }
    var edge = RightEdge()
    for leaf in leaves { _ = edge.append(leaf) }
    let checkpoint = try Checkpoint(origin: log.name, size: edge.size, root: edge.root)
    let empty = try Checkpoint(origin: "a b \u{E9}", size: 0, root: RightEdge().root)
    checkpoints = [checkpoint.text, empty.text]
    note = try checkpoint.signed(with: log)
      .adding([try witness.cosign(checkpoint.text, time: 1_790_000_000)])
    notes = [
      note.bytes, try SignedNote(text: Array("a\n\nb\n".utf8), signatures: note.signatures).bytes,
    ]
    // Any hashes make a well-formed proof; only its verification tells that they lead nowhere.
    let proof = InclusionProof(index: 2, size: edge.size, hashes: Array(leaves.prefix(3)))
    proofFiles = [
      try ProofFile(proof: proof, note: note, extra: envelopes[0]).bytes,
      try ProofFile(
        proof: InclusionProof(index: 0, size: edge.size, hashes: []), note: note
      ).bytes,
    ]
    requests = [
      try WitnessRequest(oldSize: 3, proof: Array(leaves.prefix(2)), note: note).bytes,
      try WitnessRequest(oldSize: 0, proof: [], note: note).bytes,
    ]
    let policy = """
      # Whom to trust.
      log \(log.verifierKey) https://example.com/labels
      witness w1 \(witness.cosignerKey) https://witness.example.org/
      group g any w1
      quorum g

      """
    policies = [Array(policy.utf8), Array("log \(log.verifierKey)\nquorum none\n".utf8)]
    keys = [Array("\(log.verifierKey)".utf8), Array("\(witness.cosignerKey)".utf8)]

    snapshot = try Snapshot(rows: [
      Snapshot.Row(
        example: "a,1", exampleDigest: leaves[0], label: "cat", leafHash: leaves[1]),
      Snapshot.Row(
        example: "b/\u{E9}", exampleDigest: nil, label: "cat, or \"dog\"", leafHash: leaves[2]),
    ])
    statement = SnapshotStatement(
      dataset: "labels", origin: "example.com/labels", policy: leaves[0],
      seal: snapshot.seal(size: 17, excluded: ["quarantined": 2], level: .l2),
      sealedAt: 1_790_000_000_000)
    statements = [try statement.signed(by: [ledger, curator]).encoded]
  }

  private static func bytes(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }

  /// An entry with everything that a label may say, and one with as little as possible.
  private static func entries(by key: ActorKey) throws -> [Entry] {
    let hash = Hash(of: bytes(3))
    guard let id = UUIDv7(milliseconds: 1_790_000_000_000, random: [UInt8](0..<10)),
      let nonce = Nonce([UInt8](0..<16)), let score = DecimalString("0.125")
    else { throw Finding("the seeds cannot be made") }
    let actor = Actor(
      id: "curator-3", kind: .human, session: "s-1", credential: key.fingerprint,
      tool: "flipguard-ledger", toolVersion: "1.0", network: hash)
    let full = Entry(
      id: id, nonce: nonce, kind: .labelGiven, time: 1_790_000_000_000,
      clientTime: 1_790_000_000_007, clockHeld: true, actor: actor, actorSeq: 4,
      prevActorEntry: hash,
      subject: Subject(dataset: "labels", example: "image/Stra\u{DF}e-7.png", exampleDigest: hash),
      label: LabelChange(
        scheme: "animals", new: "cat", previous: "dog",
        previousEntry: EntryReference(index: 17, leafHash: hash), confidence: score),
      reason: Reason(code: .correction, note: hash),
      source: Source(
        origin: .import, batch: "b-1", connector: "label-studio", externalID: "12/7",
        externalDigest: hash, manifestDigest: hash,
        transform: [Transform(name: "merge", version: "2", paramsDigest: hash)]),
      evidence: [
        DetectorEvidence(
          detector: "knn", version: "1", paramsDigest: hash, inputDigest: hash, score: score,
          threshold: score, direction: .low, reference: "seal-3")
      ], policy: hash, idempotencyKey: "request-1")
    var small = Entry(
      id: id, nonce: nonce, kind: .labelGiven, time: 1_790_000_000_000, clockHeld: false,
      actor: actor, actorSeq: 0, prevActorEntry: nil,
      subject: Subject(dataset: "labels", example: "e"), policy: hash)
    small.label = LabelChange(
      scheme: "default", new: "cat", previous: nil, previousEntry: nil, confidence: nil)
    return [full, small]
  }
}
