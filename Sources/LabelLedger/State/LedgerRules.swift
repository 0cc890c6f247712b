/// What an entry may do, and what it changes.
///
/// The rules are a function of the entry, who signed it, and the state before it. The ledger asks them before it
/// takes an entry, and the audit asks them again about every entry, so nobody who can write to the log, not even with
/// its key, can write what they forbid without being found.
public struct LedgerRules: Sendable {
  /// The name that the ledger itself acts under.
  public static let ledgerActor: Identifier = "ledger"

  /// What the ledger demands.
  public let policy: LedgerPolicy

  /// Rules under a policy.
  ///
  /// - Parameter policy: What the ledger demands.
  public init(_ policy: LedgerPolicy) {
    self.policy = policy
  }

  /// Judges an entry.
  ///
  /// - Parameters:
  ///   - entry: The entry, valid in itself.
  ///   - reference: Its index and leaf hash.
  ///   - signers: The fingerprints of the keys whose signatures on it are valid.
  ///   - state: The state before the entry.
  /// - Returns: What the entry changes.
  /// - Throws: ``RuleViolation``, or what the state throws.
  public func changes(
    of entry: Entry, at reference: EntryReference, signedBy signers: Set<Hash>,
    in state: some LedgerState
  ) throws -> [StateChange] {
    var judged = JudgedEntry(
      entry: entry, reference: reference, signers: signers, policy: policy)
    try judged.judge(in: state)
    return judged.changes
  }

  /// What the ledger has to write next because enough people stand for a proposal.
  ///
  /// - Parameters:
  ///   - entry: The entry that was just taken.
  ///   - state: The state after it.
  /// - Returns: The proposal to apply; `nil` where there is nothing to do.
  /// - Throws: What the state throws.
  public func decided(by entry: Entry, in state: some LedgerState) throws -> Proposal? {
    guard entry.kind == .labelApproved, let approval = entry.approval,
      let proposal = try state.proposal(approval.of), proposal.status == .open,
      proposal.peopleInFavor >= policy.peopleForChange
    else { return nil }
    return proposal
  }
}

/// An entry under judgment.
struct JudgedEntry {
  let entry: Entry
  let reference: EntryReference
  let signers: Set<Hash>
  let policy: LedgerPolicy
  private(set) var changes: [StateChange] = []
  /// Whether the ledger itself acts.
  private(set) var isLedger = false
  /// Whether the actor signed with a key of their own.
  private(set) var hasOwnKey = false

  init(entry: Entry, reference: EntryReference, signers: Set<Hash>, policy: LedgerPolicy) {
    self.entry = entry
    self.reference = reference
    self.signers = signers
    self.policy = policy
  }

  mutating func change(_ change: StateChange) { changes.append(change) }

  /// Who acts, as the four-eyes rules see it.
  var voter: Proposal.Voter {
    Proposal.Voter(
      id: entry.actor.id, kind: entry.actor.kind, session: entry.actor.session,
      credential: entry.actor.credential, hasOwnKey: hasOwnKey)
  }

  mutating func judge(in state: some LedgerState) throws {
    guard var ledger = try state.ledgerRecord() else {
      try judgeOpening(in: state)
      return
    }
    guard entry.kind != .ledgerOpened else { throw RuleViolation.notOpened(entry.kind) }
    guard !ledger.isFrozen else { throw RuleViolation.frozen }
    guard signers.contains(ledger.ingestKey.fingerprint) else { throw RuleViolation.notIngested }
    guard entry.time >= ledger.lastTime else {
      throw RuleViolation.time(given: entry.time, last: ledger.lastTime)
    }
    guard entry.policy == ledger.policy else {
      throw RuleViolation.policy(given: entry.policy, inForce: ledger.policy)
    }
    try judgeActor(ledger, in: state)
    switch entry.kind {
    case .labelGiven: try judgeAnswer(in: state)
    case .labelProposed: try judgeProposal(in: state)
    case .labelApproved, .labelRejected: try judgeDecision(in: state)
    case .labelApplied: try judgeApplied(in: state)
    case .labelRetracted:
      if entry.approval == nil {
        try judgeWithdrawal(in: state)
      } else {
        try judgeApplied(in: state)
      }
    case .keyAdded, .keyRotated, .keyRevoked: try judgeKey(in: state)
    case .snapshotSealed: try judgeSeal()
    case .scanCompleted, .batchImported, .batchExported, .erasureRecorded: break
    case .ledgerFrozen: ledger.isFrozen = true
    default: throw RuleViolation.kind(entry.kind)
    }
    ledger.lastTime = entry.time
    change(.ledger(ledger))
    if let key = entry.idempotencyKey {
      if let held = try state.idempotency(actor: entry.actor.id, key: key),
        policy.remembers(held, at: entry.time)
      {
        throw RuleViolation.idempotencyKey(key, held.entry)
      }
      change(
        .idempotency(
          IdempotencyRecord(
            actor: entry.actor.id, key: key, content: entry.contentDigest, entry: reference,
            time: entry.time)))
    }
  }

  private mutating func judgeOpening(in state: some LedgerState) throws {
    guard entry.kind == .ledgerOpened, let opening = entry.opening, reference.index == 0 else {
      throw RuleViolation.notOpened(entry.kind)
    }
    guard let key = opening.ingestKey, signers.contains(key.fingerprint),
      entry.actor.credential == key.fingerprint
    else { throw RuleViolation.notIngested }
    guard entry.actor.id == LedgerRules.ledgerActor, entry.actor.kind == .service else {
      throw RuleViolation.ledgerOnly(entry.kind)
    }
    guard entry.policy == policy.digest else {
      throw RuleViolation.policy(given: entry.policy, inForce: policy.digest)
    }
    guard entry.actorSeq == 0, entry.prevActorEntry == nil else {
      throw RuleViolation.chain(actor: entry.actor.id, given: entry.actorSeq, expected: 0)
    }
    change(
      .actor(
        ActorRecord(
          id: entry.actor.id, kind: .service, entryCount: 1, lastEntry: reference.leafHash)))
    change(
      .ledger(
        LedgerRecord(
          origin: opening.origin, ingestKey: key, policy: entry.policy, lastTime: entry.time)))
  }

  /// Who acts, whether they may sign so, and whether nothing is missing before the entry.
  private mutating func judgeActor(_ ledger: LedgerRecord, in state: some LedgerState) throws {
    let actor = entry.actor
    var record = try state.actor(actor.id) ?? ActorRecord(id: actor.id, kind: actor.kind)
    guard actor.kind == record.kind else {
      throw RuleViolation.actorKind(actor: actor.id, given: actor.kind, known: record.kind)
    }
    guard entry.actorSeq == record.entryCount, entry.prevActorEntry == record.lastEntry else {
      throw RuleViolation.chain(
        actor: actor.id, given: entry.actorSeq, expected: record.entryCount)
    }
    isLedger = actor.id == LedgerRules.ledgerActor
    if let fingerprint = record.fingerprint {
      guard actor.credential == fingerprint else {
        throw RuleViolation.key(actor: actor.id, fingerprint: actor.credential)
      }
      guard signers.contains(fingerprint) else { throw RuleViolation.unsigned(actor: actor.id) }
      hasOwnKey = true
    } else {
      guard actor.credential == ledger.ingestKey.fingerprint else {
        throw RuleViolation.key(actor: actor.id, fingerprint: actor.credential)
      }
      guard isLedger || isImportedLabel else {
        throw RuleViolation.keyless(actor: actor.id, entry.kind)
      }
    }
    record.entryCount += 1
    record.lastEntry = reference.leafHash
    change(.actor(record))
  }

  private var isImportedLabel: Bool {
    [.labelGiven, .labelProposed, .labelRetracted].contains(entry.kind)
      && entry.source?.origin == .import
  }

  private func judgeSeal() throws {
    guard let seal = entry.seal else { return }
    guard seal.size == reference.index else {
      throw RuleViolation.sealSize(given: seal.size, size: reference.index)
    }
  }
}
