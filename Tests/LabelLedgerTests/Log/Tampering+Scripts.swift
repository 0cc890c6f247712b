import LabelLedger
import LedgerTestSupport

extension Tampering {
  /// Does it to a copy of the scene's ledger.
  func copy(in scene: TamperingScene) throws -> OpenCopy {
    var copy = scene.copy
    try changeEntries(&copy, scene)
    try appendEntries(&copy, scene)
    changeState(&copy, scene)
    changeTree(&copy, scene)
    try changeCheckpoints(&copy, scene)
    try changeFiles(&copy, scene)
    return copy
  }

  private static var someHash: Hash { Hash(of: Array("some".utf8)) }

  private static func envelope(_ payload: [UInt8], _ signatures: [(String, [UInt8])]) -> [UInt8] {
    let list = signatures.map {
      "{\"keyid\":\"\($0.0)\",\"sig\":\"\(Base64.encode($0.1))\"}"
    }
    let text =
      "{\"payload\":\"\(Base64.encode(payload))\",\"payloadType\":\"\(Entry.payloadType)\","
      + "\"signatures\":[\(list.joined(separator: ","))]}"
    return Array(text.utf8)
  }

  /// Writes an entry anew, signed by whoever is given, without covering it.
  private func rewrite(
    _ index: Int, in copy: inout OpenCopy, by keys: [ActorKey], _ change: (inout Entry) -> Void
  ) throws {
    var entry = try OpenCopy.decoded(copy.entries[index])
    change(&entry)
    copy.entries[index].bytes = try entry.signed(by: keys).encoded
  }

  private func changeEntries(_ copy: inout OpenCopy, _ scene: TamperingScene) throws {
    let first = scene.firstLabel
    let annKey = SampleActor.key(of: "ann")
    // A byte of the first signature, which stands at the end of an envelope of one or two.
    let byte = copy.entries[first].bytes.count - 20
    switch self {
    case .byteOfEntry: copy.entries[first].bytes[byte] ^= 1
    case .entryAndLeafHash:
      copy.entries[first].bytes[byte] ^= 1
      copy.entries[first].leafHash = MerkleTree.leafHash(copy.entries[first].bytes)
    case .swappedRows: copy.entries.swapAt(first, first + 1)
    case .missingRow: copy.missing = [UInt64(first)]
    case .lastRowDropped: copy.entries.removeLast()
    case .rowAfterTheLast:
      let entry = try scene.entry(.scanCompleted, by: SampleLedger.keeper, in: copy)
      let bytes = try entry.signed(by: [TamperingScene.ledgerKey]).encoded
      copy.entries.append(StoredEntry(bytes: bytes, leafHash: MerkleTree.leafHash(bytes)))
    case .signatureByte:
      let envelope = try Envelope.parse(copy.entries[first].bytes)
      var signatures = envelope.signatures.map { ($0.keyid.hexadecimal, $0.bytes) }
      signatures[1].1[5] ^= 1
      copy.entries[first].bytes = Self.envelope(envelope.payload, signatures)
      try copy.cover()
    case .labelChangedBehindTheActor:
      // The actor's signature of before is put beside the ledger's new one.
      let old = try Envelope.parse(copy.entries[first].bytes)
      try rewrite(first, in: &copy, by: [TamperingScene.ledgerKey]) { $0.label?.new = "dog" }
      let new = try Envelope.parse(copy.entries[first].bytes)
      copy.entries[first].bytes = Self.envelope(
        new.payload,
        [new.signatures[0], old.signatures[1]].map { ($0.keyid.hexadecimal, $0.bytes) })
      try copy.cover()
    case .actorSignatureDropped:
      try rewrite(first, in: &copy, by: [TamperingScene.ledgerKey]) { $0.label?.new = "dog" }
      try copy.cover()
    case .firstDropped:
      copy.entries.removeFirst()
      try copy.cover()
    case .middleDropped:
      copy.entries.remove(at: first + 1)
      try copy.cover()
    case .reordered:
      copy.entries.swapAt(first, first + 1)
      try copy.cover()
    case .duplicated:
      copy.entries.append(copy.entries[first])
      try copy.cover()
    case .inserted:
      // In the ledger's own name and in its chain, before entries that the ledger signed later.
      let before = copy.entries[..<scene.noted].lastIndex { stored in
        (try? OpenCopy.decoded(stored).actor.id) == LedgerRules.ledgerActor
      }
      var entry = try scene.entry(.scanCompleted, by: SampleLedger.keeper, in: copy)
      let last = copy.entries[before ?? 0]
      entry.actorSeq = try OpenCopy.decoded(last).actorSeq + 1
      entry.prevActorEntry = last.leafHash
      entry.time = SampleLedger.start
      let bytes = try entry.signed(by: [TamperingScene.ledgerKey]).encoded
      copy.entries.insert(
        StoredEntry(bytes: bytes, leafHash: MerkleTree.leafHash(bytes)), at: first + 1)
      try copy.cover()
    case .stolenKeyRewritesTheLast:
      let guarded = copy.guarded
      let keys = [TamperingScene.ledgerKey, SampleActor.key(of: "bob")]
      try rewrite(copy.entries.count - 1, in: &copy, by: keys) { $0.label?.new = "fish" }
      try copy.cover()
      copy.changes = try StateRebuild.state(of: copy, rules: scene.sample.ledger.rules)
      copy.guarded = guarded
    case .noEntry:
      copy.entries[first].bytes = Array("nothing".utf8)
      try copy.cover()
    case .openedByAnotherKey:
      let other = try SignerKey(name: "example.com/labels", seed: annKey.seed)
      try rewrite(0, in: &copy, by: [ActorKey(name: "ledger", signer: other)]) {
        $0.opening?.vkey = other.verifierKey.description
        $0.actor.credential = annKey.fingerprint
      }
      try copy.cover()
    default: break
    }
  }

  private func appendEntries(_ copy: inout OpenCopy, _ scene: TamperingScene) throws {
    let ledger = TamperingScene.ledgerKey
    let keeper = SampleLedger.keeper
    let (ann, cleo, eve) = (TamperingScene.ann, TamperingScene.cleo, TamperingScene.eve)
    let cat = TamperingScene.cat(0)
    switch self {
    case .signedByAStranger:
      try copy.append(
        scene.entry(.scanCompleted, by: keeper, in: copy),
        by: [ledger, SampleActor.key(of: "stranger")])
    case .approvedByRevokedKey:
      try copy.append(
        scene.approval(by: eve, in: copy), by: [ledger, SampleActor.key(of: "eve")])
    case .approvedUnderAnotherName:
      var double = SampleActor("bob-2")
      double.key = SampleActor.key(of: "bob")
      try copy.append(
        scene.approval(by: double, in: copy), by: [ledger, SampleActor.key(of: "bob")])
    case .appliedWithoutApproval, .appliedByHand:
      var entry = try scene.label(.labelApplied, "bird", by: keeper, cat, in: copy)
      if self == .appliedWithoutApproval {
        entry.approval = Approval(of: scene.waiting.leafHash, decision: .approve, round: 1)
      }
      try copy.append(entry, by: [ledger])
    case .withheldApplication:
      try copy.append(
        scene.approval(by: cleo, in: copy), by: [ledger, SampleActor.key(of: "cleo")])
    case .approvalOfAnotherExample:
      var entry = try scene.approval(by: cleo, in: copy)
      entry.subject.example = TamperingScene.cat(2)
      try copy.append(entry, by: [ledger, SampleActor.key(of: "cleo")])
    case .answeredForAnother:
      try copy.append(scene.label(.labelGiven, "cat", by: ann, cat, in: copy), by: [ledger])
    case .backdated:
      var entry = try scene.entry(.scanCompleted, by: keeper, in: copy)
      entry.time -= 1
      try copy.append(entry, by: [ledger])
    case .brokenChain:
      var entry = try scene.entry(.scanCompleted, by: keeper, in: copy)
      entry.prevActorEntry = Self.someHash
      try copy.append(entry, by: [ledger])
    case .wrongPolicy:
      var entry = try scene.entry(.scanCompleted, by: keeper, in: copy)
      entry.policy = Self.someHash
      try copy.append(entry, by: [ledger])
    case .repeatedRequest:
      var entry = try scene.label(.labelGiven, "cat", by: ann, cat, in: copy)
      entry.idempotencyKey = "request 0"
      try copy.append(entry, by: [ledger, SampleActor.key(of: "ann")])
    case .afterTheFreeze:
      try copy.append(scene.entry(.ledgerFrozen, by: keeper, in: copy), by: [ledger])
      try copy.append(scene.entry(.scanCompleted, by: keeper, in: copy), by: [ledger])
    case .keyBackInUse:
      var entry = try scene.entry(.keyAdded, by: keeper, in: copy)
      entry.key = KeyChange(
        actor: "eve", kind: .human, publicKey: SampleActor.key(of: "eve").publicKey)
      try copy.append(entry, by: [ledger])
    case .serviceKind:
      try copy.append(
        scene.entry(.quarantineReleased, by: keeper, cat, in: copy), by: [ledger])
    case .sealOfTheFuture:
      var entry = try scene.entry(.snapshotSealed, by: keeper, in: copy)
      entry.seal = EntrySamples.smallest(.snapshotSealed).seal
      entry.seal?.size = UInt64(copy.entries.count) + 1
      try copy.append(entry, by: [ledger])
    default: break
    }
  }

  private func changeState(_ copy: inout OpenCopy, _ scene: TamperingScene) {
    let changes = copy.changes
    copy.changes = changes.compactMap { change in
      switch (self, change) {
      case (.headChanged, .head(var head)) where head.example == TamperingScene.cat(0):
        head.label = "bird"
        return .head(head)
      case (.answerChanged, .answer(var answer)) where answer.example == TamperingScene.cat(0):
        answer.label = "bird"
        return .answer(answer)
      case (.proposalGainsAnApprover, .proposal(var proposal)) where proposal.status == .open:
        proposal.approvers.append(
          Proposal.Voter(
            id: "cleo", kind: .human, session: "cleo",
            credential: SampleActor.key(of: "cleo").fingerprint, hasOwnKey: true))
        return .proposal(proposal)
      case (.actorRewound, .actor(var record)) where record.id == "ann":
        record.entryCount -= 1
        return .actor(record)
      case (.keyTaken, .key(var record)) where record.actor == "ann":
        record.actor = "eve"
        return .key(record)
      case (.keyRevived, .key(var record)) where record.actor == "eve":
        record.ended = nil
        return .key(record)
      case (.requestForgotten, .idempotency(let record)) where record.key == "request 1":
        return nil
      case (.frozenInState, .ledger(var record)):
        record.isFrozen = true
        return .ledger(record)
      default: return change
      }
    }
    if self == .headAdded {
      copy.changes.insert(.head(SampleState.head("ghost")), at: copy.changes.count - 1)
    }
    if self == .historyHidden {
      copy.histories[["labels", TamperingScene.cat(0)]]?.removeLast()
    }
  }

  private func changeTree(_ copy: inout OpenCopy, _ scene: TamperingScene) {
    switch self {
    case .leafNode:
      copy.nodes[NodePosition(level: 0, index: UInt64(scene.firstLabel))] = Self.someHash
    case .innerNode: copy.nodes[NodePosition(level: 3, index: 2)] = Self.someHash
    case .topNode: copy.nodes[NodePosition(level: 8, index: 0)] = nil
    case .nodeBeyondTheTree:
      copy.nodes[NodePosition(level: 1, index: UInt64(copy.entries.count) >> 1)] = Self.someHash
    default: break
    }
  }

  private func changeCheckpoints(_ copy: inout OpenCopy, _ scene: TamperingScene) throws {
    let last = copy.kept.count - 1
    switch self {
    case .storedRoot: copy.kept[last].root = Self.someHash
    case .largerCheckpoint:
      let tree = SignedTree(size: copy.tree.size + 1, root: Self.someHash)
      copy.kept.append(
        StoredCheckpoint(size: tree.size, root: tree.root, note: try OpenCopy.note(tree)))
    case .checkpointByAnotherKey:
      let other = try SignerKey(
        name: "example.com/labels", seed: SampleActor.key(of: "ann").seed)
      copy.kept[last].note = try OpenCopy.note(copy.tree, by: other)
    case .checkpointOfAnotherOrigin:
      copy.kept[last].note = try OpenCopy.note(copy.tree, origin: "example.com/other")
    case .publishedFork:
      copy.published = try OpenCopy.note(SignedTree(size: 5, root: Self.someHash))
    case .publishedByte: copy.published[copy.published.count - 9] ^= 1
    case .guardOfAnotherRoot: copy.guarded.root = Self.someHash
    case .guardBehind: copy.guarded = SignedTree(size: scene.held.size, root: scene.held.root)
    case .guardForgot: copy.guarded = .nothing
    case .rolledBack:
      let guarded = copy.guarded
      copy.entries = Array(copy.entries.prefix(Int(scene.held.size)))
      try copy.cover()
      copy.notes = [:]
      copy.changes = try StateRebuild.state(of: copy, rules: scene.sample.ledger.rules)
      copy.guarded = guarded
    case .rewrittenWhole:
      let guarded = copy.guarded
      copy = try TamperingScene.rewritten(entries: copy.entries.count)
      copy.guarded = guarded
    default: break
    }
  }

  private func changeFiles(_ copy: inout OpenCopy, _ scene: TamperingScene) throws {
    let noted = copy.entries.count > scene.noted ? copy.entries[scene.noted].leafHash : nil
    let note = TamperingScene.note
    func path(_ kind: TilePath.Kind) throws -> TilePath {
      guard let path = copy.tiles.keys.filter({ $0.kind == kind }).min(by: { $0.index < $1.index })
      else { throw LawViolation("no tile \(kind)") }
      return path
    }
    switch self {
    case .tileByte: copy.tiles[try path(.hashes(level: 0))]?[77] ^= 1
    case .tallTile: copy.tiles[try path(.hashes(level: 1))]?[7] ^= 1
    case .bundleByte: copy.tiles[try path(.entries)]?[77] ^= 1
    case .truncatedTile: copy.tiles[try path(.hashes(level: 0))]?.removeLast(32)
    case .missingTile: copy.tiles[try path(.hashes(level: 0))] = nil
    case .missingBundle: copy.tiles[try path(.entries)] = nil
    case .noteReplaced:
      if let noted { copy.notes[noted] = PrivateNote(salt: note.salt, text: "a cat") }
    case .noteCut:
      // Salt and text are hashed one behind the other, so this note has the same hash.
      if let noted {
        copy.notes[noted] = PrivateNote(salt: note.salt + Array("not ".utf8), text: "a cat")
      }
    case .noteAdded: copy.notes[copy.entries[scene.firstLabel].leafHash] = note
    default: break
    }
  }
}
