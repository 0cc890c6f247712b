/// Entries on their way into one write of the storage.
struct LedgerAppend {
  private let ledger: Ledger
  private let writer: any LedgerWriter
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
    var entry = try self.entry(.ledgerOpened, about: subject, by: author, signer: nil)
    entry.opening = opening
    _ = try write(entry, signer: nil)
  }

  /// Makes an entry of a draft and writes it, and after an approval what it puts in force.
  mutating func take(_ draft: Draft) throws -> Receipt {
    guard let record = try writer.ledgerRecord() else { throw LedgerError.empty }
    guard !record.isFrozen else { throw RuleViolation.frozen }
    let made: Entry
    switch try entry(of: draft) {
    case .held(let receipt): return receipt
    case .new(let entry): made = entry
    }
    if let held = try heldRequest(made, record) { return held }
    let reference = try write(made, signer: draft.signer)
    if let note = draft.privateNote {
      try writer.setPrivateNote(note, of: reference.leafHash)
    }
    var applied: EntryReference?
    if let proposal = try ledger.rules.decided(by: made, in: writer) {
      applied = try apply(proposal, author: draft.author)
    }
    return Receipt(entry: reference, kind: made.kind, isNew: true, applied: applied)
  }

  /// The entry that came of the same request before.
  private func heldRequest(_ entry: Entry, _ ledger: LedgerRecord) throws -> Receipt? {
    guard let key = entry.idempotencyKey,
      let held = try writer.idempotency(actor: entry.actor.id, key: key)
    else { return nil }
    let days = Int64(self.ledger.rules.policy.idempotencyDays)
    guard entry.time - held.time <= days * 86_400_000 else { return nil }
    guard held.content == entry.contentDigest else {
      throw RuleViolation.idempotencyKey(key, held.entry)
    }
    return Receipt(entry: held.entry, kind: entry.kind, isNew: false, applied: nil)
  }

  /// Puts an approved change in force.
  private mutating func apply(
    _ proposal: Proposal, author: Draft.Author
  ) throws -> EntryReference {
    var author = author
    author.id = LedgerRules.ledgerActor
    author.kind = .service
    var entry = try self.entry(
      proposal.label == nil ? .labelRetracted : .labelApplied,
      about: Subject(
        dataset: proposal.dataset, example: proposal.example,
        exampleDigest: proposal.exampleDigest), by: author, signer: nil)
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
  private func entry(
    _ kind: EntryKind, about subject: Subject, by author: Draft.Author, signer: ActorKey?
  ) throws -> Entry {
    let last = try writer.ledgerRecord()?.lastTime
    let now = ledger.clock()
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

  private enum Made {
    case new(Entry)
    case held(Receipt)
  }

  private func entry(of draft: Draft) throws -> Made {
    let head = try draft.subject.example.flatMap {
      try writer.head(dataset: draft.subject.dataset, example: $0)
    }
    if let expected = draft.expectedHead, expected != head?.entry {
      throw RuleViolation.staleHead(
        example: draft.subject.example ?? draft.subject.dataset, inForce: head?.entry)
    }
    let (kind, label) = try intent(of: draft, head)
    if let held = try heldAnswer(draft, kind, label) ?? heldProposal(draft, kind, label, head) {
      return .held(held)
    }
    var entry = try self.entry(
      kind, about: draft.subject, by: draft.author, signer: draft.signer)
    if let label {
      entry.label = LabelChange(
        scheme: draft.scheme, new: label.new, previous: head?.label, previousEntry: head?.entry,
        confidence: draft.confidence)
    }
    if case .decide(let proposal, let decision) = draft.action {
      entry.approval = Approval(of: proposal, decision: decision, round: 1)
      if let proposal = try writer.proposal(proposal) {
        entry.subject = Subject(dataset: proposal.dataset, example: proposal.example)
      }
    }
    entry.clientTime = draft.clientTime
    if draft.reason != nil || draft.privateNote != nil {
      entry.reason = Reason(
        code: draft.reason ?? (kind == .labelGiven ? .initial : .correction),
        note: draft.privateNote?.commitment)
    }
    entry.source = draft.source
    entry.evidence = draft.evidence
    entry.key = draft.key
    entry.seal = draft.seal
    entry.idempotencyKey = draft.idempotencyKey
    return .new(entry)
  }

  private struct NewLabel {
    let new: Identifier?
  }

  /// The kind that an action comes to, and the label that the entry names.
  private func intent(of draft: Draft, _ head: Head?) throws -> (EntryKind, NewLabel?) {
    if case .note(let kind) = draft.action { return (kind, nil) }
    if case .decide(_, let decision) = draft.action {
      switch decision {
      case .approve: return (.labelApproved, nil)
      case .reject: return (.labelRejected, nil)
      case .abstain: throw LedgerError.draft("an abstention is nothing that a ledger writes")
      }
    }
    guard let example = draft.subject.example else {
      throw LedgerError.draft("a label needs the example that it is the label of")
    }
    switch draft.action {
    case .record(let label):
      let isChange = head.map { $0.label != label } ?? false
      return (isChange ? .labelProposed : .labelGiven, NewLabel(new: label))
    case .answer(let label): return (.labelGiven, NewLabel(new: label))
    case .propose(let label):
      guard head != nil else { throw RuleViolation.noLabel(example: example) }
      return (.labelProposed, NewLabel(new: label))
    case .withdraw: return (.labelRetracted, NewLabel(new: nil))
    case .note, .decide: preconditionFailure("handled above")
    }
  }

  /// An answer that the annotator gave before, in the same words.
  private func heldAnswer(
    _ draft: Draft, _ kind: EntryKind, _ label: NewLabel?
  ) throws -> Receipt? {
    guard kind == .labelGiven, let example = draft.subject.example,
      let answer = try writer.answer(
        dataset: draft.subject.dataset, example: example, annotator: draft.author.id),
      answer.label == label?.new
    else { return nil }
    return Receipt(entry: answer.entry, kind: kind, isNew: false, applied: nil)
  }

  /// A proposal of the same change by the same actor that still waits.
  private func heldProposal(
    _ draft: Draft, _ kind: EntryKind, _ label: NewLabel?, _ head: Head?
  ) throws -> Receipt? {
    guard kind == .labelProposed, let label, let head else { return nil }
    let oldest = ledger.clock() - Int64(ledger.rules.policy.proposalHours) * 3_600_000
    let held = try writer.proposals(dataset: head.dataset, example: head.example).first {
      $0.status == .open && $0.head == head.entry && $0.proposer.id == draft.author.id
        && $0.label == label.new && $0.time >= oldest
    }
    return held.map { Receipt(entry: $0.entry, kind: kind, isNew: false, applied: nil) }
  }
}
