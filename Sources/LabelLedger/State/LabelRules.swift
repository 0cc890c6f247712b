/// The rules of labels: first labels are taken at once, changes of labels in force are proposed.
extension JudgedEntry {
  /// The example, and the label that the entry names.
  private func subject() throws -> (dataset: Identifier, example: Identifier, label: LabelChange) {
    guard let example = entry.subject.example, let label = entry.label else {
      preconditionFailure("an entry about a label has a subject and a label, or is not valid")
    }
    return (entry.subject.dataset, example, label)
  }

  /// The head that the entry is about, which it must name exactly.
  private func namedHead(in state: some LedgerState) throws -> Head? {
    let (dataset, example, label) = try subject()
    let head = try state.head(dataset: dataset, example: example)
    guard label.previousEntry == head?.entry, label.previous == head?.label else {
      throw RuleViolation.staleHead(example: example, inForce: head?.entry)
    }
    return head
  }

  /// `label.given`: the first label of an example is in force at once; later ones of others stand beside it.
  mutating func judgeAnswer(in state: some LedgerState) throws {
    let (dataset, example, label) = try subject()
    let head = try namedHead(in: state)
    if let head {
      // A label that people took off comes back the way it went: proposed and approved.
      guard let inForce = head.label else { throw RuleViolation.tookOff(example: example) }
      guard head.annotator != entry.actor.id || label.new == inForce else {
        throw RuleViolation.needsProposal(example: example, label: inForce)
      }
    } else {
      change(.head(newHead(dataset, example, label.new, annotator: entry.actor.id, head)))
    }
    try changeAnswer(dataset, example, label.new, of: entry.actor.id, in: state)
  }

  /// An annotator's answer with those before it.
  private mutating func changeAnswer(
    _ dataset: Identifier, _ example: Identifier, _ label: Identifier?, of annotator: Identifier,
    in state: some LedgerState
  ) throws {
    let last = try state.answer(dataset: dataset, example: example, annotator: annotator)
    var earlier = last?.earlier ?? []
    if let given = last?.label, given != label, !earlier.contains(given) {
      earlier = (earlier + [given]).sorted()
    }
    change(
      .answer(
        Answer(
          dataset: dataset, example: example, annotator: annotator, label: label,
          earlier: earlier, entry: reference)))
  }

  /// `label.retracted` without an approval: an annotator takes back an answer that is not in force.
  mutating func judgeWithdrawal(in state: some LedgerState) throws {
    let (dataset, example, _) = try subject()
    let head = try namedHead(in: state)
    guard
      let answer = try state.answer(
        dataset: dataset, example: example, annotator: entry.actor.id), answer.label != nil
    else { throw RuleViolation.noLabel(example: example) }
    if let head, head.annotator == entry.actor.id, let label = head.label {
      throw RuleViolation.needsProposal(example: example, label: label)
    }
    try changeAnswer(dataset, example, nil, of: entry.actor.id, in: state)
  }

  /// `label.proposed`: opens a proposal; nothing changes yet.
  mutating func judgeProposal(in state: some LedgerState) throws {
    let (dataset, example, label) = try subject()
    guard let head = try namedHead(in: state) else { throw RuleViolation.noLabel(example: example) }
    guard label.new != head.label else {
      throw RuleViolation.sameLabel(example: example, label: head.label)
    }
    change(
      .proposal(
        Proposal(
          entry: reference, dataset: dataset, example: example,
          exampleDigest: entry.subject.exampleDigest, scheme: label.scheme, label: label.new,
          disputed: head.label, head: head.entry, proposer: voter, time: entry.time,
          batch: entry.source?.batch)))
  }

  /// `label.applied`, or `label.retracted` after an approval: the ledger itself puts the approved label in force.
  mutating func judgeApplied(in state: some LedgerState) throws {
    guard isLedger else { throw RuleViolation.ledgerOnly(entry.kind) }
    let (dataset, example, label) = try subject()
    let head = try namedHead(in: state)
    guard let approval = entry.approval, var proposal = try state.proposal(approval.of) else {
      throw RuleViolation.noProposal(entry.approval?.of ?? reference.leafHash)
    }
    guard proposal.status == .open else { throw RuleViolation.decided(proposal.status) }
    guard head?.entry == proposal.head else { throw RuleViolation.void(example: example) }
    try checkAge(of: proposal)
    guard proposal.peopleInFavor >= policy.peopleForChange, proposal.label == label.new,
      proposal.dataset == dataset, proposal.example == example, proposal.scheme == label.scheme,
      proposal.exampleDigest == entry.subject.exampleDigest,
      (label.new == nil) == (entry.kind == .labelRetracted)
    else {
      throw RuleViolation.notApproved(
        people: proposal.peopleInFavor, needed: policy.peopleForChange)
    }
    proposal.status = .applied
    change(.proposal(proposal))
    var moved = newHead(dataset, example, label.new, annotator: proposal.proposer.id, head)
    moved.batch = proposal.batch
    moved.exampleDigest = proposal.exampleDigest ?? head?.exampleDigest
    change(.head(moved))
    // Who proposed a label has said it, and who proposed none has taken theirs back.
    try changeAnswer(dataset, example, label.new, of: proposal.proposer.id, in: state)
  }

  private func newHead(
    _ dataset: Identifier, _ example: Identifier, _ label: Identifier?, annotator: Identifier,
    _ previous: Head?
  ) -> Head {
    Head(
      dataset: dataset, example: example,
      exampleDigest: entry.subject.exampleDigest ?? previous?.exampleDigest, label: label,
      status: label == nil ? .retracted : .accepted, entry: reference, annotator: annotator,
      time: entry.time, batch: entry.source?.batch)
  }
}
