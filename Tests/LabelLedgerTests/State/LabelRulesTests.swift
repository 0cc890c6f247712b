import LabelLedger
import LedgerTestSupport
import Testing

struct LabelRulesTests {
  private typealias World = RulesWorld

  /// Example "a" has the label "cat" of ann.
  private func world() throws -> RulesWorld {
    var world = try RulesWorld(members: [World.ann, World.bob, World.cleo, World.dan])
    try world.take(world.label(.labelGiven, "cat", by: World.ann))
    return world
  }

  @Test func `The first label is in force; others stand beside it, and its giver proposes`() throws
  {
    var world = try world()
    let head = try #require(world.head())
    #expect(head.label == "cat")
    #expect(head.annotator == "ann")
    try world.take(world.label(.labelGiven, "dog", by: World.bob))
    #expect(world.head() == head)
    #expect(
      world.refusal(world.label(.labelGiven, "dog", by: World.ann))
        == .needsProposal(example: "a", label: "cat"))
    #expect(world.refusal(world.label(.labelGiven, "cat", by: World.ann)) == nil)
    let answer = world.state.answer(dataset: "labels", example: "a", annotator: "bob")
    #expect(answer?.label == "dog")
  }

  @Test func `An entry about a label names the head in force exactly`() throws {
    var world = try world()
    let head = try #require(world.head())
    let stale = RuleViolation.staleHead(example: "a", inForce: head.entry)
    for kind in [EntryKind.labelGiven, .labelProposed] {
      let entry = world.label(kind, "dog", by: World.bob)
      var other = entry
      other.label?.previous = "bird"
      #expect(world.refusal(other) == stale)
      other = entry
      other.label?.previousEntry?.index += 1
      #expect(world.refusal(other) == stale)
      other = entry
      other.label?.previousEntry?.leafHash = World.policy.digest
      #expect(world.refusal(other) == stale)
      other = entry
      other.subject.example = "b"
      #expect(world.refusal(other) == .staleHead(example: "b", inForce: nil))
      other = entry
      other.subject.dataset = "other"
      #expect(world.refusal(other) == .staleHead(example: "a", inForce: nil))
    }
    var first = world.label(.labelGiven, "dog", by: World.bob)
    first.label?.previous = nil
    first.label?.previousEntry = nil
    #expect(world.refusal(first) == stale)
    // A head that moves to the same label is another head.
    let before = world.label(.labelProposed, "dog", by: World.ann)
    for label in ["dog", "cat"] as [Identifier] {
      let proposal = try world.take(world.label(.labelProposed, label, by: World.bob))
      try world.settle(world.decision(proposal, by: label == "dog" ? World.cleo : World.dan))
    }
    #expect(world.head()?.label == "cat")
    #expect(
      world.refusal(before) == .staleHead(example: "a", inForce: world.head()?.entry))
  }

  @Test func `Who gave the label in force cannot take it back alone, others their answers`() throws
  {
    var world = try world()
    #expect(
      world.refusal(world.label(.labelRetracted, nil, by: World.ann))
        == .needsProposal(example: "a", label: "cat"))
    #expect(
      world.refusal(world.label(.labelRetracted, nil, by: World.bob)) == .noLabel(example: "a"))
    try world.take(world.label(.labelGiven, "dog", by: World.bob))
    try world.take(world.label(.labelRetracted, nil, by: World.bob))
    let answer = world.state.answer(dataset: "labels", example: "a", annotator: "bob")
    #expect(answer?.label == nil)
    #expect(answer?.earlier == ["dog"])
    #expect(
      world.refusal(world.label(.labelRetracted, nil, by: World.bob)) == .noLabel(example: "a"))
  }

  @Test func `A label that was taken off comes back by a proposal`() throws {
    var world = try world()
    let proposal = try world.take(world.label(.labelProposed, nil, by: World.ann))
    try world.settle(world.decision(proposal, by: World.bob))
    #expect(world.head()?.status == .retracted)
    #expect(world.head()?.label == nil)
    for actor in [World.ann, World.cleo] {
      #expect(
        world.refusal(world.label(.labelGiven, "cat", by: actor)) == .tookOff(example: "a"))
    }
    let again = try world.take(world.label(.labelProposed, "cat", by: World.cleo))
    try world.settle(world.decision(again, by: World.dan))
    #expect(world.head()?.label == "cat")
    #expect(world.head()?.status == .accepted)
  }

  @Test func `Only the ledger puts in force, only what enough people approved, and in time`() throws
  {
    var world = try world()
    let reference = try world.take(world.label(.labelProposed, "dog", by: World.bob))
    var proposal = try #require(world.state.proposal(reference.leafHash))
    #expect(world.refusal(world.applied(proposal)) == .notApproved(people: 1, needed: 2))
    var bare = world.applied(proposal)
    bare.approval = nil
    #expect(
      world.refusal(bare) == .noProposal(Hash(of: Array("leaf \(world.count)".utf8))))
    try world.take(world.decision(reference, by: World.cleo))
    proposal = try #require(world.state.proposal(reference.leafHash))
    let applied = world.applied(proposal)
    #expect(world.refusal(applied) == nil)
    var other = world.label(.labelApplied, "dog", by: World.cleo)
    other.approval = applied.approval
    #expect(world.refusal(other) == .ledgerOnly(.labelApplied))
    let few = RuleViolation.notApproved(people: 2, needed: 2)
    other = applied
    other.label?.new = "bird"
    #expect(world.refusal(other) == few)
    other = applied
    other.label?.scheme = "other"
    #expect(world.refusal(other) == few)
    other = applied
    other.subject.exampleDigest = World.policy.digest
    #expect(world.refusal(other) == few)
    other = applied
    other.kind = .labelRetracted
    other.label?.new = nil
    #expect(world.refusal(other) == few)
    other = applied
    other.time += 72 * SampleLedger.hour
    #expect(world.refusal(other) == nil)
    other.time += 1
    #expect(world.refusal(other) == .expired(hours: 72))
    // A change that was approved for one example is none for another with the same label.
    var elsewhere = world
    try elsewhere.take(elsewhere.label(.labelGiven, "cat", by: World.ann, "b"))
    var moved = elsewhere.label(.labelApplied, "dog", by: SampleLedger.keeper, "b")
    moved.approval = applied.approval
    #expect(elsewhere.refusal(moved) == .void(example: "b"))
    try world.take(applied)
    #expect(world.refusal(world.applied(proposal)) == .decided(.applied))
  }

  @Test func `Of two approved proposals about one head the second is void`() throws {
    var world = try world()
    let first = try world.take(world.label(.labelProposed, "dog", by: World.bob))
    let second = try world.take(world.label(.labelProposed, "bird", by: World.cleo))
    try world.take(world.decision(first, by: World.dan))
    try world.take(world.decision(second, by: World.bob))
    let proposals = try [first, second].map {
      try #require(world.state.proposal($0.leafHash))
    }
    try world.take(world.applied(proposals[0]))
    #expect(world.refusal(world.applied(proposals[1])) == .void(example: "a"))
    #expect(world.refusal(world.decision(second, by: World.dan)) == .void(example: "a"))
  }

  @Test func `Of a proposal that is the label in force no entry can be made`() throws {
    let world = try world()
    let entry = world.label(.labelProposed, "cat", by: World.bob)
    #expect(throws: EntryError.self) { try entry.validate() }
    // The rules refuse it all the same.
    #expect(throws: RuleViolation.sameLabel(example: "a", label: "cat")) {
      _ = try world.rules.changes(
        of: entry, at: EntryReference(index: world.count, leafHash: World.policy.digest),
        signedBy: [World.ledgerKey.fingerprint, entry.actor.credential], in: world.state)
    }
  }
}
