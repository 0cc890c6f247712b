/// What the ledger holds already, so that asking twice is asking once.
extension LedgerAppend {
  /// The entry that came of the same request before.
  func heldRequest(_ entry: Entry) throws -> Receipt? {
    guard let key = entry.idempotencyKey,
      let held = try writer.idempotency(actor: entry.actor.id, key: key),
      ledger.rules.policy.remembers(held, at: entry.time)
    else { return nil }
    guard held.content == entry.contentDigest else {
      throw RuleViolation.idempotencyKey(key, held.entry)
    }
    let written = try self.entry(at: held.entry.index)
    return Receipt(
      entry: held.entry, kind: written.kind, isNew: false,
      applied: try applied(by: written, at: held.entry.index))
  }

  /// The change that an approval put in force, which follows it at once.
  private func applied(by approval: Entry, at index: UInt64) throws -> EntryReference? {
    guard approval.kind == .labelApproved, index + 1 < (try writer.size()),
      let stored = try writer.entries((index + 1)..<(index + 2)).first
    else { return nil }
    let next = try self.entry(at: index + 1)
    guard [.labelApplied, .labelRetracted].contains(next.kind),
      next.approval?.of == approval.approval?.of
    else { return nil }
    return EntryReference(index: index + 1, leafHash: stored.leafHash)
  }

  private func entry(at index: UInt64) throws -> Entry {
    guard index < (try writer.size()),
      let stored = try writer.entries(index..<(index + 1)).first
    else { throw LedgerError.damaged("entry \(index) is missing") }
    do {
      return try Entry(decoding: Envelope.parse(stored.bytes).payload)
    } catch {
      throw LedgerError.damaged("entry \(index): \(error)")
    }
  }

  /// An answer that the annotator gave before, in the same words.
  func heldAnswer(_ entry: Entry) throws -> Receipt? {
    guard entry.kind == .labelGiven, let example = entry.subject.example,
      let answer = try writer.answer(
        dataset: entry.subject.dataset, example: example, annotator: entry.actor.id),
      answer.label == entry.label?.new
    else { return nil }
    return Receipt(entry: answer.entry, kind: entry.kind, isNew: false, applied: nil)
  }

  /// A proposal of the same change by the same actor that still waits.
  func heldProposal(_ entry: Entry, _ head: Head?) throws -> Receipt? {
    guard entry.kind == .labelProposed, let label = entry.label, let head else { return nil }
    let oldest = entry.time - Int64(ledger.rules.policy.proposalHours) * 3_600_000
    let held = try writer.proposals(dataset: head.dataset, example: head.example).first {
      $0.status == .open && $0.head == head.entry && $0.proposer.id == entry.actor.id
        && $0.label == label.new && $0.time >= oldest
    }
    return held.map { Receipt(entry: $0.entry, kind: entry.kind, isNew: false, applied: nil) }
  }
}
