import FoundationEssentials
import LabelLedger
import LedgerSQLite
import LedgerTestSupport
import Synchronization
import Testing

struct SQLiteLedgerTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func members() -> [SampleActor] { [SampleActor("ann"), SampleActor("bob")] }

  @Test(arguments: LedgerLaw.all)
  func `A ledger on SQLite keeps the law`(law: LedgerLaw) throws {
    let folder = folder
    let count = Mutex(0)
    let member = StorageMember(
      "SQLite",
      make: {
        let number = count.withLock { number in
          number += 1
          return number
        }
        return try SQLiteStorage(path: folder.file("\(number).sqlite"), access: .create)
      })
    try law.check(member)
  }

  @Test func `Two programs on one file and guard make one history`() throws {
    let storage = try SQLiteStorage(path: folder.file("ledger.sqlite"), access: .create)
    let guardStore = try SQLiteGuard(path: folder.file("guard.sqlite"), access: .create)
    let sample = try SampleLedger(on: storage, guardedBy: guardStore, members: members())
    let folder = folder
    let rounds = ProcessInfo.processInfo.environment["FLIPGUARD_WRITER_ROUNDS"].flatMap { Int($0) }
    try TwoWriters.run(sample, rounds: rounds ?? 10) { _ in
      try sample.again(
        on: SQLiteStorage(path: folder.file("ledger.sqlite"), access: .write),
        guardedBy: SQLiteGuard(path: folder.file("guard.sqlite"), access: .write))
    }
  }

  @Test func `An older copy under the live guard signs nothing, and says both sizes`() throws {
    let storage = try SQLiteStorage(path: folder.file("ledger.sqlite"), access: .create)
    let guardStore = try SQLiteGuard(path: folder.file("guard.sqlite"), access: .create)
    let sample = try SampleLedger(on: storage, guardedBy: guardStore, members: members())
    let ann = SampleActor("ann")
    try sample.take(ann.draft(.record(label: "cat"), "a"))
    let older = try sample.ledger.signCheckpoint()
    try storage.backup(to: folder.file("backup.sqlite"))
    for name in ["b", "c", "d"] as [Identifier] {
      try sample.take(ann.draft(.record(label: "cat"), name))
    }
    let newer = try sample.ledger.signCheckpoint()
    try storage.close()

    let restored = try SQLiteStorage(path: folder.file("backup.sqlite"), access: .write)
    let signed = SignedTree(size: newer.size, root: newer.root)
    let error = LedgerError.rolledBack(
      signed: signed, stored: SignedTree(size: older.size, root: older.root))
    #expect(throws: error) { try sample.again(on: restored) }
    #expect("\(error)".contains("signed 7 entries") && "\(error)".contains("holds 4"))
    #expect(try guardStore.signedTree(origin: "example.com/labels") == signed)
    #expect(try restored.read { try $0.checkpoints() } == [older])
    // An audit tells it too.
    var surroundings = Fsck.Surroundings()
    surroundings.guarded = signed
    let report = try restored.read { reader in
      try Fsck(verifierKey: SampleLedger.signer().verifierKey, policy: .offline)
        .run(reader, with: surroundings)
    }
    #expect(
      report.findings == [
        .guarded(signed, stored: SignedTree(size: older.size, root: older.root))
      ])
  }
}
