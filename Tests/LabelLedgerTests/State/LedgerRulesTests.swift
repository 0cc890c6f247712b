import LabelLedger
import LedgerTestSupport
import Testing

struct LedgerRulesTests {
  private typealias World = RulesWorld
  private static let people = [World.ann, World.bob, World.cleo, World.dan]
  private static let keeper = SampleLedger.keeper
  private static let robot = SampleActor("robot", .model)

  /// Example "a" has the label "cat" of ann.
  private func world(members: [SampleActor] = people) throws -> RulesWorld {
    var world = try RulesWorld(members: members)
    try world.take(world.label(.labelGiven, "cat", by: World.ann))
    return world
  }

  @Test func `A ledger begins with one opening, by its own key and under its own name`() throws {
    let empty = RulesWorld()
    let opening = try World.opening()
    #expect(empty.refusal(opening) == nil)
    #expect(
      empty.refusal(empty.label(.labelGiven, "cat", by: World.ann))
        == .notOpened(.labelGiven))
    #expect(empty.refusal(opening, signedBy: []) == .notIngested)
    #expect(
      empty.refusal(opening, signedBy: [SampleActor.key(of: "ann").fingerprint])
        == .notIngested)
    #expect(empty.refusal(try World.opening(name: "example.com/other")) == .notIngested)
    #expect(empty.refusal(try World.opening(type: .cosignature)) == .notIngested)
    var other = opening
    other.opening?.vkey = "no key"
    #expect(empty.refusal(other) == .notIngested)
    other = opening
    other.actor.id = "ann"
    #expect(empty.refusal(other) == .ledgerOnly(.ledgerOpened))
    other = opening
    other.policy = World.ledgerKey.fingerprint
    #expect(
      empty.refusal(other)
        == .policy(given: other.policy, inForce: World.policy.digest))
    other = opening
    other.actorSeq = 1
    other.prevActorEntry = other.policy
    #expect(empty.refusal(other) == .chain(actor: "ledger", given: 1, expected: 0))
    let world = try world()
    #expect(world.refusal(opening) == .notOpened(.ledgerOpened))
  }

  @Test func `Kinds that only the labelling service writes are refused, and no others`() throws {
    let world = try world()
    let taken: Set<EntryKind> = [
      .ledgerOpened, .ledgerFrozen, .labelGiven, .labelProposed, .labelApproved, .labelApplied,
      .labelRejected, .labelRetracted, .scanCompleted, .snapshotSealed, .batchImported,
      .batchExported, .keyAdded, .keyRotated, .keyRevoked, .erasureRecorded,
    ]
    for kind in EntryKind.allCases {
      let sample = EntrySamples.smallest(kind)
      var entry = world.entry(kind, by: Self.keeper, sample.subject.example)
      entry.label = sample.label
      entry.approval = sample.approval
      entry.key = sample.key
      entry.seal = sample.seal
      entry.opening = sample.opening
      let violation = world.refusal(entry)
      #expect((violation == .kind(kind)) == !taken.contains(kind), "\(kind.rawValue)")
    }
  }

  @Test func `Every entry is signed by the ledger, in time, and under the policy in force`() throws
  {
    let world = try world()
    let entry = world.label(.labelGiven, "cat", by: World.bob)
    #expect(world.refusal(entry) == nil)
    #expect(world.refusal(entry, signedBy: [entry.actor.credential]) == .notIngested)
    var late = entry
    late.time -= 1
    #expect(world.refusal(late) == .time(given: late.time, last: entry.time))
    var other = entry
    other.policy = entry.actor.credential
    #expect(
      world.refusal(other)
        == .policy(given: other.policy, inForce: World.policy.digest))
  }

  @Test func `An actor acts as what they are, after their last entry, with their key in use`()
    throws
  {
    var world = try world(members: Self.people + [Self.robot])
    let annKey = try #require(World.ann.key)
    let ingest = World.ledgerKey.fingerprint
    let entry = world.entry(.scanCompleted, by: World.ann)
    #expect(world.refusal(entry) == nil)
    var other = entry
    other.actor.kind = .model
    #expect(
      world.refusal(other) == .actorKind(actor: "ann", given: .model, known: .human))
    other = entry
    other.actorSeq = 0
    other.prevActorEntry = nil
    #expect(world.refusal(other) == .chain(actor: "ann", given: 0, expected: 1))
    other = entry
    other.prevActorEntry = ingest
    #expect(world.refusal(other) == .chain(actor: "ann", given: 1, expected: 1))
    #expect(world.refusal(entry, signedBy: [ingest]) == .unsigned(actor: "ann"))
    other = entry
    other.actor.credential = ingest
    #expect(world.refusal(other) == .key(actor: "ann", fingerprint: ingest))
    // Another's key under one's own name, and one's own key under another's.
    var thief = World.bob
    thief.key = annKey
    #expect(
      world.refusal(world.entry(.scanCompleted, by: thief))
        == .key(actor: "bob", fingerprint: annKey.fingerprint))
    var double = SampleActor("ann-2")
    double.key = annKey
    #expect(
      world.refusal(world.entry(.scanCompleted, by: double))
        == .key(actor: "ann-2", fingerprint: annKey.fingerprint))
    let guest = SampleActor("guest", hasKey: false)
    #expect(
      world.refusal(world.label(.labelGiven, "cat", by: guest))
        == .keyless(actor: "guest", .labelGiven))
    var imported = world.label(.labelGiven, "cat", by: guest)
    imported.source = Source(origin: .import)
    #expect(world.refusal(imported) == nil)
    var scan = world.entry(.scanCompleted, by: guest)
    scan.source = Source(origin: .import)
    #expect(world.refusal(scan) == .keyless(actor: "guest", .scanCompleted))
    try world.take(world.key(.keyRevoked, annKey, of: "ann"))
    #expect(
      world.refusal(world.entry(.scanCompleted, by: World.ann))
        == .key(actor: "ann", fingerprint: annKey.fingerprint))
  }

  @Test func `Nothing follows a freeze`() throws {
    var world = try world()
    try world.take(world.entry(.ledgerFrozen, by: World.bob))
    for kind in [EntryKind.labelGiven, .ledgerFrozen, .scanCompleted, .keyAdded] {
      let entry =
        switch kind {
        case .labelGiven: world.label(kind, "cat", by: World.bob)
        case .keyAdded: world.key(kind, SampleActor.key(of: "eve"), of: "eve")
        default: world.entry(kind, by: World.bob)
        }
      #expect(world.refusal(entry) == .frozen)
    }
  }

  @Test func `A seal is of all entries before it`() throws {
    let world = try world()
    var entry = world.entry(.snapshotSealed, by: World.ann)
    var seal = try #require(EntrySamples.smallest(.snapshotSealed).seal)
    seal.size = world.count
    entry.seal = seal
    #expect(world.refusal(entry) == nil)
    for size in [0, world.count - 1, world.count + 1] {
      seal.size = size
      entry.seal = seal
      #expect(world.refusal(entry) == .sealSize(given: size, size: world.count))
    }
  }

  @Test func `The key of a request makes one entry in 30 days`() throws {
    var world = try world()
    var entry = world.label(.labelGiven, "dog", by: World.bob)
    entry.idempotencyKey = "r"
    let first = try world.take(entry)
    world.time += 30 * SampleLedger.day
    var again = world.label(.labelGiven, "dog", by: World.bob)
    again.idempotencyKey = "r"
    #expect(world.refusal(again) == .idempotencyKey("r", first))
    var other = world.label(.labelGiven, "dog", by: World.cleo)
    other.idempotencyKey = "r"
    #expect(world.refusal(other) == nil)
    again.time += 1
    #expect(world.refusal(again) == nil)
  }

  @Test func `A stored time at the end of the range of numbers stops nothing`() throws {
    var world = try world()
    let proposal = try world.take(world.label(.labelProposed, "dog", by: World.bob))
    for time in [Int64.min, .max] {
      var state = world.state
      var stored = try #require(state.proposal(proposal.leafHash))
      stored.time = time
      state.apply(.proposal(stored))
      state.apply(
        .idempotency(
          IdempotencyRecord(
            actor: "cleo", key: "r", content: proposal.leafHash, entry: proposal, time: time)))
      var entry = world.decision(proposal, by: World.cleo)
      entry.idempotencyKey = "r"
      #expect(throws: RuleViolation.self) {
        _ = try world.rules.changes(
          of: entry, at: EntryReference(index: 99, leafHash: proposal.leafHash),
          signedBy: [World.ledgerKey.fingerprint, entry.actor.credential], in: state)
      }
    }
  }
}
