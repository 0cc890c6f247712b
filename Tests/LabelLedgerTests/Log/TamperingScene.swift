import LabelLedger
import LedgerTestSupport

/// A sound ledger with something of everything, and what somebody who tampers with it has in hands.
struct TamperingScene {
  static let ann = SampleActor("ann")
  static let bob = SampleActor("bob")
  static let cleo = SampleActor("cleo")
  /// Let in and out again.
  static let eve = SampleActor("eve")
  static let note = PrivateNote(salt: [UInt8](0..<16), text: "not a cat")

  let sample: SampleLedger
  let copy: OpenCopy
  /// Entries that the scripts aim at.
  let firstLabel: Int
  let noted: Int
  let applied: Int
  /// A proposal of bob for "cat-0" that waits.
  let waiting: EntryReference
  /// The first checkpoint, which a client holds.
  let held: StoredCheckpoint

  static let ledgerKey: ActorKey = {
    guard let key = ActorKey(name: "ledger", seed: [UInt8](repeating: 7, count: 32)) else {
      preconditionFailure("32 bytes are a seed")
    }
    return key
  }()

  /// Writes the ledger, with so many imported labels; 260 are enough for a full tile and a second level of tiles.
  init(imported: Int) throws {
    let (ann, bob, cleo, eve) = (Self.ann, Self.bob, Self.cleo, Self.eve)
    sample = try SampleLedger(members: [ann, bob, cleo, eve])
    let guest = SampleActor("guest", hasKey: false)
    firstLabel = Int(try sample.size())
    var drafts = (0..<4).map { number in
      ann.draft(.record(label: "cat"), Self.cat(number), request: Identifier("request \(number)"))
    }
    drafts += (0..<imported).map { number in
      guest.imported(.record(label: "dog"), LabelName.example(number), batch: "b1")
    }
    _ = try sample.ledger.append(drafts)
    held = try sample.ledger.signCheckpoint()
    var noted = bob.draft(.record(label: "dog"), Self.cat(1))
    noted.privateNote = Self.note
    let proposal = try sample.take(noted).entry
    self.noted = Int(proposal.index)
    let receipt = try sample.take(cleo.draft(.decide(proposal: proposal.leafHash, .approve)))
    guard let applied = receipt.applied else { throw LawViolation("nothing was applied") }
    self.applied = Int(applied.index)
    var revocation = SampleLedger.keeper.draft(.note(.keyRevoked))
    revocation.key = KeyChange(
      actor: "eve", kind: .human, publicKey: SampleActor.key(of: "eve").publicKey)
    try sample.take(revocation)
    sample.clock.advance(1000)
    waiting = try sample.take(bob.draft(.record(label: "bird"), Self.cat(0))).entry
    copy = try OpenCopy(sample)
  }

  static func cat(_ number: Int) -> Identifier { Identifier("cat-\(number)") ?? "cat" }

  /// An entry that continues the chain of an actor in a copy.
  func entry(
    _ kind: EntryKind, by actor: SampleActor, _ example: Identifier? = nil, in copy: OpenCopy
  ) throws -> Entry {
    guard let id = UUIDv7(milliseconds: sample.clock.time) else {
      throw LawViolation("the clock of the scene is no time of ours")
    }
    let record = copy.actor(actor.author.id)
    return Entry(
      id: id, kind: kind, time: sample.clock.time,
      actor: Actor(
        id: actor.author.id, kind: actor.author.kind, session: actor.author.session,
        credential: (actor.key ?? Self.ledgerKey).fingerprint, tool: "test", toolVersion: "1"),
      actorSeq: record?.entryCount ?? 0, prevActorEntry: record?.lastEntry,
      subject: Subject(dataset: "labels", example: example),
      policy: LedgerPolicy.offline.digest)
  }

  func label(
    _ kind: EntryKind, _ label: Identifier?, by actor: SampleActor, _ example: Identifier,
    in copy: OpenCopy
  ) throws -> Entry {
    var entry = try entry(kind, by: actor, example, in: copy)
    let head = copy.head(dataset: "labels", example: example)
    entry.label = LabelChange(
      scheme: "default", new: label, previous: head?.label, previousEntry: head?.entry)
    return entry
  }

  func approval(by actor: SampleActor, in copy: OpenCopy) throws -> Entry {
    var entry = try entry(.labelApproved, by: actor, Self.cat(0), in: copy)
    entry.approval = Approval(of: waiting.leafHash, decision: .approve, round: 1)
    return entry
  }

  /// Another ledger with the same key of its own and other keys of everybody, as somebody would write it anew.
  static func rewritten(entries: Int) throws -> OpenCopy {
    let mallory = SampleActor("ann", keyNumber: 9)
    let sample = try SampleLedger(members: [mallory])
    let guest = SampleActor("guest", hasKey: false)
    _ = try sample.ledger.append(
      (0..<(entries - 2)).map { number in
        guest.imported(.record(label: "rabbit"), LabelName.example(number))
      })
    return try OpenCopy(sample)
  }
}
