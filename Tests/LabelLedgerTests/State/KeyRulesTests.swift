import LabelLedger
import LedgerTestSupport
import Testing

struct KeyRulesTests {
  private typealias World = RulesWorld

  @Test func `Only the ledger lets actors in and out, and actors replace only their own key`()
    throws
  {
    let world = try RulesWorld(members: [World.ann, World.bob])
    let new = SampleActor.key(of: "ann", number: 1)
    let ann = SampleActor.key(of: "ann").fingerprint
    let bob = SampleActor.key(of: "bob").fingerprint
    #expect(
      world.refusal(world.key(.keyAdded, new, of: "cleo", by: World.ann))
        == .ledgerOnly(.keyAdded))
    #expect(
      world.refusal(world.key(.keyRevoked, SampleActor.key(of: "bob"), of: "bob", by: World.ann))
        == .ledgerOnly(.keyRevoked))
    #expect(
      world.refusal(world.key(.keyRotated, new, of: "bob", replaces: bob, by: World.ann))
        == .ledgerOnly(.keyRotated))
    #expect(
      world.refusal(world.key(.keyRotated, new, of: "ann", replaces: ann, by: World.ann)) == nil)
    #expect(world.refusal(world.key(.keyRotated, new, of: "ann", replaces: ann)) == nil)
    #expect(
      world.refusal(world.key(.keyRotated, new, of: "ann", replaces: bob, by: World.ann))
        == .key(actor: "ann", fingerprint: bob))
    #expect(
      world.refusal(world.key(.keyRotated, new, of: "ann", .model, replaces: ann))
        == .actorKind(actor: "ann", given: .model, known: .human))
    #expect(world.refusal(world.key(.keyAdded, new, of: "ann")) == .hasKey(actor: "ann"))
    #expect(
      world.refusal(world.key(.keyRevoked, new, of: "ann"))
        == .key(actor: "ann", fingerprint: new.fingerprint))
    for kind in [EntryKind.keyAdded, .keyRevoked] {
      #expect(
        world.refusal(world.key(kind, new, of: "ledger", .service)) == .hasKey(actor: "ledger"))
    }
  }

  @Test func `A key is one actor's once`() throws {
    var world = try RulesWorld(members: [World.ann])
    let ann = SampleActor.key(of: "ann")
    let new = SampleActor.key(of: "ann", number: 1)
    for known in [ann, World.ledgerKey] {
      #expect(
        world.refusal(world.key(.keyAdded, known, of: "eve")) == .keyKnown(known.fingerprint))
    }
    #expect(
      world.refusal(world.key(.keyRotated, ann, of: "ann", replaces: ann.fingerprint))
        == .keyKnown(ann.fingerprint))
    try world.take(world.key(.keyRotated, new, of: "ann", replaces: ann.fingerprint, by: World.ann))
    try world.take(world.key(.keyRevoked, new, of: "ann"))
    for known in [ann, new] {
      for id in ["ann", "eve"] as [Identifier] {
        #expect(
          world.refusal(world.key(.keyAdded, known, of: id)) == .keyKnown(known.fingerprint))
      }
    }
    #expect(world.state.key(ann.fingerprint)?.ended == 2)
    #expect(world.state.key(new.fingerprint)?.ended == 3)
    #expect(world.state.actor("ann")?.fingerprint == nil)
    let third = SampleActor.key(of: "ann", number: 2)
    #expect(world.refusal(world.key(.keyAdded, third, of: "ann")) == nil)
    #expect(
      world.refusal(world.key(.keyRotated, third, of: "ann", replaces: new.fingerprint))
        == .key(actor: "ann", fingerprint: new.fingerprint))
  }

  @Test func `Who replaces their key goes on with their chain`() throws {
    var world = try RulesWorld(members: [World.ann])
    let old = SampleActor.key(of: "ann")
    var ann = World.ann
    let rotation = try world.take(
      world.key(
        .keyRotated, SampleActor.key(of: "ann", number: 1), of: "ann", replaces: old.fingerprint,
        by: ann))
    #expect(world.refusal(world.entry(.scanCompleted, by: ann)) != nil)
    ann.key = SampleActor.key(of: "ann", number: 1)
    let next = world.entry(.scanCompleted, by: ann)
    #expect(next.prevActorEntry == rotation.leafHash)
    #expect(next.actorSeq == 1)
    #expect(world.refusal(next) == nil)
  }
}
