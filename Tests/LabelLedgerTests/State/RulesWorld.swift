import LabelLedger
import LedgerTestSupport
import Testing

/// The rules with a state in memory, driven entry by entry without a log, so that anybody can be said to have signed.
struct RulesWorld {
  static let ledgerKey = SampleActor.key(of: "example.com/labels")
  static let policy = LedgerPolicy.offline
  static let ann = SampleActor("ann")
  static let bob = SampleActor("bob")
  static let cleo = SampleActor("cleo")
  static let dan = SampleActor("dan")

  let rules = LedgerRules(RulesWorld.policy)
  private(set) var state = MemoryState()
  private(set) var count: UInt64 = 0
  /// What was taken, in order.
  private(set) var log: [(entry: Entry, reference: EntryReference)] = []
  var time = SampleLedger.start

  /// Before the first entry.
  init() {}

  /// After the opening, with members.
  init(members: [SampleActor]) throws {
    try take(Self.opening())
    for member in members { try admit(member) }
  }

  static func opening(
    origin: Identifier = "example.com/labels", name: String = "example.com/labels",
    type: VerifierKey.Algorithm = .ed25519
  ) throws -> Entry {
    let vkey = try VerifierKey(
      name: name, algorithm: type, publicKey: ledgerKey.publicKey.bytes)
    var entry = Self.entry(.ledgerOpened, by: SampleLedger.keeper, at: SampleLedger.start)
    entry.opening = Opening(origin: origin, vkey: vkey.description)
    return entry
  }

  private static func entry(
    _ kind: EntryKind, by actor: SampleActor, at time: Int64
  ) -> Entry {
    guard let id = UUIDv7(milliseconds: time) else { preconditionFailure("no time of ours") }
    return Entry(
      id: id, kind: kind, time: time,
      actor: Actor(
        id: actor.author.id, kind: actor.author.kind, session: actor.author.session,
        credential: (actor.key ?? ledgerKey).fingerprint, tool: "test", toolVersion: "1"),
      actorSeq: 0, subject: Subject(dataset: "labels"), policy: policy.digest)
  }

  /// An entry that continues the actor's chain.
  func entry(_ kind: EntryKind, by actor: SampleActor, _ example: Identifier? = nil) -> Entry {
    var entry = Self.entry(kind, by: actor, at: time)
    let record = state.actor(actor.author.id)
    entry.actorSeq = record?.entryCount ?? 0
    entry.prevActorEntry = record?.lastEntry
    entry.subject.example = example
    return entry
  }

  /// An entry about a label, which names the head in force.
  func label(
    _ kind: EntryKind, _ label: Identifier?, by actor: SampleActor, _ example: Identifier = "a"
  ) -> Entry {
    var entry = entry(kind, by: actor, example)
    let head = state.head(dataset: "labels", example: example)
    entry.label = LabelChange(
      scheme: "default", new: label, previous: head?.label, previousEntry: head?.entry)
    return entry
  }

  func decision(
    _ proposal: EntryReference, by actor: SampleActor, _ decision: Decision = .approve
  ) -> Entry {
    let stored = state.proposal(proposal.leafHash)
    var entry = entry(
      decision == .approve ? .labelApproved : .labelRejected, by: actor, stored?.example ?? "a")
    entry.approval = Approval(of: proposal.leafHash, decision: decision, round: 1)
    return entry
  }

  func key(
    _ kind: EntryKind, _ key: ActorKey, of id: Identifier, _ actorKind: ActorKind = .human,
    replaces: Hash? = nil, by actor: SampleActor = SampleLedger.keeper
  ) -> Entry {
    var entry = entry(kind, by: actor)
    entry.key = KeyChange(
      actor: id, kind: actorKind, publicKey: key.publicKey, replaces: replaces)
    return entry
  }

  /// What the ledger writes after a decisive approval.
  func applied(_ proposal: Proposal) -> Entry {
    var entry = label(
      proposal.label == nil ? .labelRetracted : .labelApplied, proposal.label,
      by: SampleLedger.keeper, proposal.example)
    entry.subject.exampleDigest = proposal.exampleDigest
    entry.approval = Approval(of: proposal.entry.leafHash, decision: .approve, round: 1)
    return entry
  }

  /// Takes an entry that is signed by the ledger and by whom it names, or by whom is given.
  @discardableResult
  mutating func take(_ entry: Entry, signedBy signers: Set<Hash>? = nil) throws -> EntryReference {
    try entry.validate()
    let reference = EntryReference(index: count, leafHash: Hash(of: Array("leaf \(count)".utf8)))
    let changes = try rules.changes(
      of: entry, at: reference,
      signedBy: signers ?? [Self.ledgerKey.fingerprint, entry.actor.credential], in: state)
    for change in changes { state.apply(change) }
    count += 1
    log.append((entry, reference))
    return reference
  }

  /// Takes an entry, and after a decisive approval what it puts in force.
  mutating func settle(_ entry: Entry, signedBy signers: Set<Hash>? = nil) throws {
    try take(entry, signedBy: signers)
    if let proposal = try rules.decided(by: entry, in: state) { try take(applied(proposal)) }
  }

  mutating func admit(_ member: SampleActor) throws {
    guard let key = member.key else { return }
    try take(self.key(.keyAdded, key, of: member.author.id, member.author.kind))
  }

  /// Why the rules refuse an entry; `nil` where they take it.
  func refusal(_ entry: Entry, signedBy signers: Set<Hash>? = nil) -> RuleViolation? {
    var world = self
    do {
      try world.take(entry, signedBy: signers)
      return nil
    } catch let violation as RuleViolation {
      return violation
    } catch {
      Issue.record("not a matter of the rules: \(error)")
      return nil
    }
  }

  func head(_ example: Identifier = "a") -> Head? {
    state.head(dataset: "labels", example: example)
  }
}
