import LabelLedger
import LedgerTestSupport
import Synchronization
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

  @Test
  func `Another writer between the look at the guard and the look at the storage is no rollback`()
    throws
  {
    let ann = SampleActor("ann")
    let sample = try SampleLedger(members: [ann])
    _ = try sample.ledger.signCheckpoint()
    let count = Mutex(0)
    let busy = BusyGuard(inner: sample.ledger.guardStore) {
      let number = count.withLock { number in
        number += 1
        return number
      }
      guard number < 20 else { return }
      try sample.take(ann.draft(.record(label: "cat"), LabelName.example(number)))
      _ = try sample.ledger.signCheckpoint()
    }
    let other = try sample.again(guardedBy: busy)
    for _ in 0..<3 {
      let checkpoint = try other.signCheckpoint()
      #expect(checkpoint.size == (try sample.size()))
    }
    #expect(count.withLock { $0 } >= 4)
    #expect(try sample.findings() == [])
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

/// A guard in whose way another writer comes whenever it is looked at.
private struct BusyGuard: GuardStore {
  let inner: any GuardStore
  let meanwhile: @Sendable () throws -> Void

  func signedTree(origin: String) throws -> SignedTree? {
    try meanwhile()
    return try inner.signedTree(origin: origin)
  }

  func replace(origin: String, expected: SignedTree?, by tree: SignedTree) throws -> Bool {
    try inner.replace(origin: origin, expected: expected, by: tree)
  }
}
