import LabelLedger
import LedgerTestSupport
import Testing

struct LedgerTests {
  @Test(arguments: StorageLawTests.members, LedgerLaw.all)
  func `A ledger keeps the law`(member: StorageMember, law: LedgerLaw) throws {
    try law.check(member)
  }

  @Test(arguments: StorageLawTests.members)
  func `Two writers make one history`(member: StorageMember) throws {
    let sample = try SampleLedger(
      on: member.make(), members: [SampleActor("ann"), SampleActor("bob")])
    try TwoWriters.run(sample, rounds: RoundCount.rounds(10)) { _ in try sample.again() }
  }

  @Test func `A lost checkpoint is signed again`() throws {
    let storage = MemoryStorage()
    let sample = try SampleLedger(on: storage)
    let signed = try sample.ledger.signCheckpoint()
    // The guard moved, and the program stopped before the checkpoint was stored.
    let other = MemoryStorage()
    try storage.read { reader in
      try other.write { writer in
        var edge = RightEdge()
        for stored in try reader.entries(0..<UInt64.max) {
          try writer.append(
            stored,
            columns: EntryColumns(
              kind: .ledgerOpened, dataset: "labels", example: nil, actor: "ledger", time: 0),
            nodes: edge.append(stored.leafHash))
        }
        try writer.apply(try reader.state())
      }
    }
    let ledger = try sample.again(on: other)
    let again = try ledger.signCheckpoint()
    #expect(again.size == signed.size && again.root == signed.root)
    #expect(try other.read { try $0.checkpoints() } == [again])
  }
}
