import LabelLedger
import LedgerTestSupport
import Testing

struct FourEyesRulesTests {
  private typealias World = RulesWorld

  /// Example "a" has the label "cat" of ann, and bob proposes "dog".
  private func world(
    and others: [SampleActor] = []
  ) throws -> (world: RulesWorld, proposal: EntryReference) {
    var world = try RulesWorld(members: [World.ann, World.bob, World.cleo, World.dan] + others)
    try world.take(world.label(.labelGiven, "cat", by: World.ann))
    let proposal = try world.take(world.label(.labelProposed, "dog", by: World.bob))
    return (world, proposal)
  }

  @Test(arguments: [Decision.approve, .reject])
  func `One other person with their own key decides`(decision: Decision) throws {
    var (world, proposal) = try world()
    try world.settle(world.decision(proposal, by: World.cleo, decision))
    #expect(world.head()?.label == (decision == .approve ? "dog" : "cat"))
    let status: Proposal.Status = decision == .approve ? .applied : .rejected
    #expect(world.state.proposal(proposal.leafHash)?.status == status)
    let again = world.refusal(world.decision(proposal, by: World.dan, decision))
    #expect(again == .decided(status))
  }

  @Test(arguments: [Decision.approve, .reject])
  func `F1: neither the same person, nor in the same session`(decision: Decision) throws {
    let twin = SampleActor("twin", session: "bob")
    let (world, proposal) = try world(and: [twin])
    for actor in [World.bob, SampleActor("bob", session: "other"), twin] {
      #expect(
        world.refusal(world.decision(proposal, by: actor, decision))
          == .samePerson(actor.author.id))
    }
  }

  @Test func `F1: a new key makes no second person`() throws {
    var (world, proposal) = try world()
    var bob = World.bob
    let key = SampleActor.key(of: "bob", number: 1)
    let old = try #require(bob.key)
    try world.take(world.key(.keyRotated, key, of: "bob", replaces: old.fingerprint, by: bob))
    bob.key = key
    bob.author.session = "another"
    #expect(world.refusal(world.decision(proposal, by: bob)) == .samePerson("bob"))
  }

  @Test(arguments: [Decision.approve, .reject])
  func `F2: not who gave the label in force, nor who said the same, whatever they say later`(
    decision: Decision
  ) throws {
    var (world, proposal) = try world()
    #expect(
      world.refusal(world.decision(proposal, by: World.ann, decision))
        == .gaveDisputedLabel("ann"))
    try world.take(world.label(.labelGiven, "cat", by: World.cleo))
    let gave = RuleViolation.gaveDisputedLabel("cleo")
    #expect(world.refusal(world.decision(proposal, by: World.cleo, decision)) == gave)
    var withdrawn = world
    try withdrawn.take(withdrawn.label(.labelRetracted, nil, by: World.cleo))
    #expect(withdrawn.refusal(withdrawn.decision(proposal, by: World.cleo, decision)) == gave)
    for label in ["dog", "bird", "dog"] as [Identifier] {
      try world.take(world.label(.labelGiven, label, by: World.cleo))
      #expect(world.refusal(world.decision(proposal, by: World.cleo, decision)) == gave)
    }
    // Who said something else from the start may decide.
    try world.take(world.label(.labelGiven, "bird", by: World.dan))
    #expect(world.refusal(world.decision(proposal, by: World.dan, decision)) == nil)
  }

  @Test func `F3: a decision is of this proposal, its example and its label`() throws {
    let (world, proposal) = try world()
    let entry = world.decision(proposal, by: World.cleo)
    let other = RuleViolation.otherSubject(proposal: proposal.leafHash)
    var changed = entry
    changed.subject.example = "b"
    #expect(world.refusal(changed) == other)
    changed = entry
    changed.subject.dataset = "other"
    #expect(world.refusal(changed) == other)
    changed = entry
    changed.subject.exampleDigest = World.policy.digest
    #expect(world.refusal(changed) == other)
    changed = entry
    changed.label = world.label(.labelProposed, "dog", by: World.bob).label
    #expect(world.refusal(changed) == nil)
    changed.label?.new = "bird"
    #expect(world.refusal(changed) == other)
    changed = entry
    changed.approval?.of = World.policy.digest
    #expect(world.refusal(changed) == .noProposal(World.policy.digest))
  }

  @Test func `F4: within 72 hours of log time`() throws {
    var (world, proposal) = try world()
    world.time += 72 * SampleLedger.hour
    #expect(world.refusal(world.decision(proposal, by: World.cleo)) == nil)
    world.time += 1
    for decision in [Decision.approve, .reject] {
      #expect(
        world.refusal(world.decision(proposal, by: World.cleo, decision)) == .expired(hours: 72))
    }
  }

  @Test(arguments: [ActorKind.service, .model, .rule])
  func `F10: only people count, and of a machine's proposal two decide`(kind: ActorKind) throws {
    let machine = SampleActor("machine", kind)
    var (world, proposal) = try world(and: [machine])
    #expect(
      world.refusal(world.decision(proposal, by: machine)) == .noPerson("machine", kind))
    #expect(
      world.refusal(world.decision(proposal, by: SampleLedger.keeper))
        == .noPerson("ledger", .service))
    let own = try world.take(world.label(.labelProposed, "bird", by: machine))
    try world.settle(world.decision(own, by: World.cleo))
    #expect(world.head()?.label == "cat")
    try world.settle(world.decision(own, by: World.dan))
    #expect(world.head()?.label == "bird")
  }

  @Test func `F10: a proposal that the ledger signed for a person is nobody's vote`() throws {
    var (world, _) = try world()
    let guest = SampleActor("guest", hasKey: false)
    var imported = world.label(.labelProposed, "bird", by: guest)
    imported.source = Source(origin: .import)
    let proposal = try world.take(imported)
    try world.settle(world.decision(proposal, by: World.cleo))
    #expect(world.head()?.label == "cat")
    #expect(
      world.refusal(world.decision(proposal, by: guest))
        == .keyless(actor: "guest", .labelApproved))
    try world.settle(world.decision(proposal, by: World.dan))
    #expect(world.head()?.label == "bird")
  }

  @Test(arguments: 0..<8)
  func `Random histories change labels as the plain rules say`(part: UInt64) throws {
    let count = UInt64(RoundCount.histories(2000) / 8)
    for seed in (part * count)..<(part * count + count) {
      var history = RandomHistory(seed: seed)
      try history.run(30)
    }
  }
}
