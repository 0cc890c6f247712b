/// What a draft comes to, given what is in force.
extension LedgerAppend {
  /// The entry that a draft asks for.
  func entry(of draft: Draft, _ head: Head?) throws -> Entry {
    let (kind, label) = try intent(of: draft, head)
    var entry = try self.entry(
      kind, about: draft.subject, by: draft.author, signer: draft.signer, now: ledger.clock())
    if let label {
      entry.label = LabelChange(
        scheme: draft.scheme, new: label.new, previous: head?.label, previousEntry: head?.entry,
        confidence: draft.confidence)
    }
    if case .decide(let of, let decision) = draft.action {
      guard let proposal = try writer.proposal(of) else { throw RuleViolation.noProposal(of) }
      entry.approval = Approval(of: of, decision: decision, round: 1)
      entry.subject = Subject(dataset: proposal.dataset, example: proposal.example)
    }
    entry.clientTime = draft.clientTime
    if let note = draft.privateNote {
      guard note.salt.count == PrivateNote.saltByteCount else {
        throw LedgerError.draft(
          "the salt of a note has \(note.salt.count) bytes; it must have \(PrivateNote.saltByteCount)"
        )
      }
    }
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
    return entry
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

  /// Refuses what could not even be written as an entry, in the words of the rules.
  func check(_ entry: Entry, _ head: Head?) throws(RuleViolation) {
    guard let example = entry.subject.example, let label = entry.label,
      entry.kind == .labelProposed || entry.kind == .labelRetracted
    else { return }
    guard let head else { throw .noLabel(example: example) }
    guard entry.kind == .labelRetracted || label.new != head.label else {
      throw .sameLabel(example: example, label: head.label)
    }
  }
}
