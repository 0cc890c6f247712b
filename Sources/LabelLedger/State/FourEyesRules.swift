/// The four-eyes rules F1 to F4 and F10: who may decide about a proposal.
extension JudgedEntry {
  /// `label.approved` and `label.rejected`.
  mutating func judgeDecision(in state: some LedgerState) throws {
    guard let approval = entry.approval else {
      preconditionFailure("a decision has an approval, or is not valid")
    }
    guard var proposal = try state.proposal(approval.of) else {
      throw RuleViolation.noProposal(approval.of)
    }
    guard proposal.status == .open else { throw RuleViolation.decided(proposal.status) }
    let head = try state.head(dataset: proposal.dataset, example: proposal.example)
    // F3: an approval is of this proposal and of the label that it was about.
    guard head?.entry == proposal.head else { throw RuleViolation.void(example: proposal.example) }
    try checkSubject(of: proposal)
    try checkAge(of: proposal)
    let voter = voter
    // F10
    guard voter.isPerson else { throw RuleViolation.noPerson(voter.id, voter.kind) }
    // F1
    for other in CollectionOfOne(proposal.proposer) + proposal.approvers
    where other.id == voter.id || other.credential == voter.credential
      || other.session == voter.session
    {
      throw RuleViolation.samePerson(voter.id)
    }
    // F2
    let answer = try state.answer(
      dataset: proposal.dataset, example: proposal.example, annotator: voter.id)
    guard head?.annotator != voter.id,
      proposal.disputed.map({ answer?.hasGiven($0) == true }) != true
    else { throw RuleViolation.gaveDisputedLabel(voter.id) }
    if entry.kind == .labelApproved {
      proposal.approvers.append(voter)
    } else {
      proposal.status = .rejected
    }
    change(.proposal(proposal))
  }

  /// A decision speaks of nothing else than the proposal that it decides.
  private func checkSubject(of proposal: Proposal) throws(RuleViolation) {
    let digest = entry.subject.exampleDigest
    let label = entry.label
    guard entry.subject.dataset == proposal.dataset, entry.subject.example == proposal.example,
      digest == nil || digest == proposal.exampleDigest,
      label == nil
        || label?.new == proposal.label && label?.previous == proposal.disputed
          && label?.previousEntry == proposal.head && label?.scheme == proposal.scheme
    else { throw .otherSubject(proposal: proposal.entry.leafHash) }
  }

  /// F4: a proposal is decided and applied while it is young.
  func checkAge(of proposal: Proposal) throws(RuleViolation) {
    // The bound is taken from the entry's time, whose range is checked, so that no stored time can overflow it.
    guard proposal.time >= entry.time - Int64(policy.proposalHours) * 3_600_000 else {
      throw .expired(hours: policy.proposalHours)
    }
  }
}
