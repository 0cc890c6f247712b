import LabelLedger
import LedgerTestSupport
import Testing

/// A random history of people and machines with and without keys, told to the rules and to the plain rules alike.
struct RandomHistory {
  static let examples: [Identifier] = ["a", "b"]
  private static let labels: [Identifier] = ["cat", "dog", "bird"]
  private static let ids: [Identifier] = ["ann", "bob", "cleo", "dan", "guest", "robot", "rule"]
  private static let kinds: [Identifier: ActorKind] = ["robot": .model, "rule": .rule]

  private let seed: UInt64
  private var generator: SeededGenerator
  private(set) var world = RulesWorld()
  private var plain = PlainPipeline()
  private var proposals: [EntryReference] = []
  /// The number of each actor's key in use; `nil` without one.
  private var keys: [Identifier: Int] = [:]
  private var keyCount = 0

  init(seed: UInt64) {
    self.seed = seed
    generator = SeededGenerator(seed: seed)
  }

  mutating func run(_ count: Int) throws {
    try world.take(RulesWorld.opening())
    for id in Self.ids where id != "guest" { try changeKey(of: id) }
    for _ in 0..<count {
      world.time += pick([0, 1, 1000, SampleLedger.hour, 30 * SampleLedger.hour])
      switch Int.random(in: 0..<20, using: &generator) {
      case 0: try changeKey(of: pick(Self.ids))
      case 1..<6: try judge(.labelGiven)
      case 6..<10: try judge(.labelProposed)
      case 10: try judge(.labelRetracted)
      case 11: try forge()
      default: try decide()
      }
      try compareHeads()
    }
    try compareAnswers()
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &generator)]
  }

  /// The ledger adds, replaces or takes away a key.
  private mutating func changeKey(of id: Identifier) throws {
    let kind = Self.kinds[id] ?? .human
    keyCount += 1
    let new = SampleActor.key(of: id, number: keyCount)
    guard let number = keys[id] else {
      try world.take(world.key(.keyAdded, new, of: id, kind))
      keys[id] = keyCount
      return
    }
    let old = SampleActor.key(of: id, number: number)
    if Bool.random(using: &generator) {
      try world.take(world.key(.keyRotated, new, of: id, kind, replaces: old.fingerprint))
      keys[id] = keyCount
    } else {
      try world.take(world.key(.keyRevoked, old, of: id, kind))
      keys[id] = nil
    }
  }

  /// An actor with their key in use, or with one that was, or another's, or none; and who signs.
  private mutating func actor() -> (actor: SampleActor, signers: Set<Hash>, isGenuine: Bool) {
    let id = pick(Self.ids)
    // Sessions are sometimes shared.
    let session: Identifier = pick([id, id, id, "shared"])
    var actor = SampleActor(id, Self.kinds[id] ?? .human, session: session, hasKey: false)
    actor.key = keys[id].map { SampleActor.key(of: id, number: $0) }
    let ingest = RulesWorld.ledgerKey.fingerprint
    var signers: Set = [ingest, (actor.key ?? RulesWorld.ledgerKey).fingerprint]
    var isGenuine = true
    switch Int.random(in: 0..<12, using: &generator) {
    case 0:
      // The key of somebody else, or one that this actor has no more.
      let other = pick(Self.ids)
      let key = SampleActor.key(of: other, number: Int.random(in: 1...keyCount, using: &generator))
      isGenuine = actor.key?.fingerprint == key.fingerprint
      actor.key = key
      signers = [ingest, key.fingerprint]
    case 1:
      // Everybody else signs, and the actor does not.
      isGenuine = actor.key == nil
      signers = Set(
        (1...keyCount).map { SampleActor.key(of: pick(Self.ids), number: $0).fingerprint })
      if let key = actor.key { signers.remove(key.fingerprint) }
      signers.insert(ingest)
    case 2:
      isGenuine = false
      signers.remove(ingest)
    default: break
    }
    return (actor, signers, isGenuine)
  }

  private func voter(_ actor: SampleActor) -> PlainPipeline.Voter {
    PlainPipeline.Voter(
      id: actor.author.id, key: actor.key?.fingerprint, session: actor.author.session,
      isHuman: actor.author.kind == .human)
  }

  private mutating func judge(_ kind: EntryKind) throws {
    let (actor, signers, isGenuine) = actor()
    let example = pick(Self.examples)
    let label: Identifier? =
      switch kind {
      case .labelGiven: pick(Self.labels)
      case .labelProposed: pick(Self.labels + [nil])
      default: nil
      }
    let isImport = Bool.random(using: &generator)
    var entry = world.label(kind, label, by: actor, example)
    if isImport { entry.source = Source(origin: .import) }
    let isStale = Int.random(in: 0..<10, using: &generator) == 0
    if isStale {
      entry.label?.previousEntry = EntryReference(index: 999, leafHash: RulesWorld.policy.digest)
    }
    let mayAct = isGenuine && !isStale && (actor.key != nil || isImport)
    let voter = voter(actor)
    var expected = plain
    let isTaken =
      switch kind {
      case .labelGiven: expected.give(example, label ?? "none", by: voter)
      case .labelProposed: expected.propose(example, label, by: voter, at: world.time)
      default: expected.withdraw(example, by: voter)
      }
    guard let reference = attempt(entry, signers, expecting: mayAct && isTaken) else { return }
    plain = expected
    if kind == .labelProposed { proposals.append(reference) }
  }

  private mutating func decide() throws {
    guard !proposals.isEmpty else { return }
    // Mostly one of the last, which are open more often.
    let last = proposals.suffix(3).startIndex
    let number = Int.random(
      in: (Bool.random(using: &generator) ? 0 : last)..<proposals.count, using: &generator)
    let approve = Int.random(in: 0..<4, using: &generator) > 0
    let (actor, signers, isGenuine) = actor()
    var expected = plain
    let isTaken = expected.decide(number, approve: approve, by: voter(actor), at: world.time)
    let entry = world.decision(proposals[number], by: actor, approve ? .approve : .reject)
    let mayAct = isGenuine && actor.key != nil
    guard attempt(entry, signers, expecting: mayAct && isTaken) != nil else { return }
    plain = expected
    if let proposal = try world.rules.decided(by: entry, in: world.state) {
      try world.take(world.applied(proposal))
    }
  }

  /// Somebody with the ledger's key puts a proposal in force that not enough people approved.
  private mutating func forge() throws {
    guard !proposals.isEmpty, let proposal = world.state.proposal(pick(proposals).leafHash) else {
      return
    }
    _ = attempt(world.applied(proposal), nil, expecting: false)
  }

  private mutating func attempt(
    _ entry: Entry, _ signers: Set<Hash>?, expecting isTaken: Bool
  ) -> EntryReference? {
    do {
      let reference = try world.take(entry, signedBy: signers)
      guard isTaken else {
        Issue.record("seed \(seed): taken against the plain rules: \(entry)")
        return nil
      }
      return reference
    } catch {
      if isTaken { Issue.record("seed \(seed): refused, \(error): \(entry)") }
      return nil
    }
  }

  private func compareHeads() throws {
    for example in Self.examples {
      let head = world.head(example)
      let expected = plain.heads[example]
      guard head?.label == expected?.label, head?.annotator == expected?.giver else {
        throw LawViolation("seed \(seed): \(example) is \(String(describing: head?.label))")
      }
    }
  }

  private func compareAnswers() throws {
    for example in Self.examples {
      for id in Self.ids {
        let answer = world.state.answer(dataset: "labels", example: example, annotator: id)
        guard answer?.label == plain.answers[[example, id]] else {
          throw LawViolation("seed \(seed): \(id) says \(String(describing: answer?.label))")
        }
      }
    }
  }
}
