/// Entries on their way into one write of the storage.
struct LedgerAppend {
  let ledger: Ledger
  let writer: any LedgerWriter
  private var edge: RightEdge

  init(_ ledger: Ledger, _ writer: any LedgerWriter) throws {
    self.ledger = ledger
    self.writer = writer
    edge = try Self.edge(of: writer)
  }

  private static func edge(of reader: some LedgerReader) throws -> RightEdge {
    try RightEdge(size: reader.size(), from: reader)
  }

  /// Writes the first entry.
  mutating func open(
    _ opening: Opening, about subject: Subject, by author: Draft.Author
  ) throws {
    var entry = try self.entry(
      .ledgerOpened, about: subject, by: author, signer: nil, now: ledger.clock())
    entry.opening = opening
    _ = try write(entry, signer: nil)
  }

  /// Makes an entry of a draft and writes it, and after an approval what it puts in force.
  ///
  /// A request that was taken before is answered before anything else is looked at, since all else may have changed,
  /// by the request itself too.
  mutating func take(_ draft: Draft) throws -> Receipt {
    guard let record = try writer.ledgerRecord() else { throw LedgerError.empty }
    let head = try draft.subject.example.flatMap {
      try writer.head(dataset: draft.subject.dataset, example: $0)
    }
    let made = try entry(of: draft, head)
    if let held = try heldRequest(made) { return held }
    guard !record.isFrozen else { throw RuleViolation.frozen }
    if let expected = draft.expectedHead, expected != head?.entry {
      throw RuleViolation.staleHead(
        example: draft.subject.example ?? draft.subject.dataset, inForce: head?.entry)
    }
    if let held = try heldAnswer(made) ?? heldProposal(made, head) { return held }
    try check(made, head)
    let reference = try write(made, signer: draft.signer)
    if let note = draft.privateNote {
      try writer.setPrivateNote(note, of: reference.leafHash)
    }
    var applied: EntryReference?
    if let proposal = try ledger.rules.decided(by: made, in: writer) {
      applied = try apply(proposal, author: draft.author, at: made.time)
    }
    return Receipt(entry: reference, kind: made.kind, isNew: true, applied: applied)
  }

  /// Puts an approved change in force, at the time of the decisive approval.
  private mutating func apply(
    _ proposal: Proposal, author: Draft.Author, at time: Int64
  ) throws -> EntryReference {
    var author = author
    author.id = LedgerRules.ledgerActor
    author.kind = .service
    var entry = try self.entry(
      proposal.label == nil ? .labelRetracted : .labelApplied,
      about: Subject(
        dataset: proposal.dataset, example: proposal.example,
        exampleDigest: proposal.exampleDigest), by: author, signer: nil, now: time)
    entry.label = LabelChange(
      scheme: proposal.scheme, new: proposal.label, previous: proposal.disputed,
      previousEntry: proposal.head, confidence: nil)
    entry.approval = Approval(of: proposal.entry.leafHash, decision: .approve, round: 1)
    return try write(entry, signer: nil)
  }

  /// Signs an entry, asks the rules, and appends it.
  private mutating func write(_ entry: Entry, signer: ActorKey?) throws -> EntryReference {
    let envelope = try entry.signed(by: [ledger.ingestKey] + (signer.map { [$0] } ?? []))
    let leafHash = MerkleTree.leafHash(envelope.encoded)
    let reference = EntryReference(index: edge.size, leafHash: leafHash)
    let changes = try ledger.rules.changes(
      of: entry, at: reference, signedBy: Set(envelope.signatures.map(\.keyid)),
      in: writer)
    let nodes = edge.append(leafHash)
    try writer.append(
      StoredEntry(bytes: envelope.encoded, leafHash: leafHash), columns: EntryColumns(entry),
      nodes: nodes)
    try writer.apply(changes)
    return reference
  }

  /// An entry with what all entries have: time, actor, the place in the actor's chain.
  func entry(
    _ kind: EntryKind, about subject: Subject, by author: Draft.Author, signer: ActorKey?,
    now: Int64
  ) throws -> Entry {
    let last = try writer.ledgerRecord()?.lastTime
    let time = max(now, last ?? now)
    guard let id = UUIDv7(milliseconds: time) else {
      throw LedgerError.draft("the clock says \(time) ms since 1970, which is no time of ours")
    }
    let record = try writer.actor(author.id)
    return Entry(
      id: id, kind: kind, time: time, clockHeld: time > now,
      actor: Actor(
        id: author.id, kind: author.kind, session: author.session,
        credential: (signer?.publicKey ?? ledger.ingestKey.publicKey).fingerprint,
        tool: author.tool, toolVersion: author.toolVersion),
      actorSeq: record?.entryCount ?? 0, prevActorEntry: record?.lastEntry, subject: subject,
      policy: ledger.rules.policy.digest)
  }
}
