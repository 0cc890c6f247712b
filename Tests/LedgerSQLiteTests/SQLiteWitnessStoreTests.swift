import LabelLedger
import LedgerSQLite
import LedgerTestSupport
import Testing

struct SQLiteWitnessStoreTests {
  private let folder: TemporaryFolder
  private var path: String { folder.file("witness.sqlite") }

  init() throws { folder = try TemporaryFolder() }

  private static func signer(_ name: String) throws -> SignerKey { try SignerKey(named: name) }

  private func state(_ origin: String, size: UInt64, time: UInt64) throws -> WitnessState {
    let checkpoint = try Checkpoint(
      origin: origin, size: size, root: MerkleTree.leafHash([]))
    return try WitnessState(note: checkpoint.signed(with: Self.signer("log")), time: time)
  }

  @Test func `A state is replaced only where the expected one is remembered`() throws {
    let store = try SQLiteWitnessStore(path: path, access: .create)
    let one = try state("a", size: 1, time: 5)
    let two = try state("a", size: 2, time: 4)
    #expect(try store.latestTime() == nil)
    #expect(try !store.replace(one, with: two))
    #expect(try store.state(of: "a") == nil)
    #expect(try store.replace(nil, with: one))
    #expect(try !store.replace(nil, with: two))
    #expect(try !store.replace(two, with: two))
    #expect(try store.replace(one, with: two))
    #expect(try store.replace(nil, with: state("caf\u{e9}", size: 1, time: 2)))
    #expect(try store.state(of: "cafe\u{301}") == nil)
    try store.close()
    let again = try SQLiteWitnessStore(path: path, access: .write)
    #expect(try again.state(of: "a") == two)
    #expect(try again.latestTime() == 4)
    #expect(try !again.replace(one, with: two))
  }

  @Test
  func
    `A witness with the file refuses a second history, also after a restart, and keeps evidence`()
    throws
  {
    let log = try Self.signer("example.com/log")
    let cosigner = try Self.signer("example.com/witness")
    let rules = WitnessRules(
      logs: [WitnessRules.Log(origin: log.name, keys: [log.verifierKey])])
    func witness(_ store: SQLiteWitnessStore) -> Witness {
      Witness(key: cosigner, rules: rules, store: store, clock: { 1000 })
    }
    func request(old: UInt64, size: UInt64, root: Hash) throws -> [UInt8] {
      let note = try Checkpoint(origin: log.name, size: size, root: root).signed(with: log)
      return try WitnessRequest(oldSize: old, proof: [], note: note).bytes
    }
    let memory = MemoryWitnessStore()
    let inMemory = Witness(key: cosigner, rules: rules, store: memory, clock: { 1000 })
    let requests = [
      try request(old: 0, size: 1, root: SampleState.hash(1)),
      try request(old: 1, size: 1, root: SampleState.hash(2)),
      try request(old: 1, size: 1, root: SampleState.hash(2)),
      try request(old: 0, size: 9, root: SampleState.hash(3)),
      try request(old: 1, size: 1, root: SampleState.hash(1)),
    ]
    try SQLiteWitnessStore(path: path, access: .create).close()
    for body in requests {
      let store = try SQLiteWitnessStore(path: path, access: .write)
      let answer = try witness(store).answer(body)
      let expected = try inMemory.answer(body)
      #expect(answer.status == expected.status)
      try store.close()
    }
    let store = try SQLiteWitnessStore(path: path, access: .read)
    #expect(try store.evidence() == memory.evidence)
    #expect(try store.evidence().count == 1)
    #expect(try store.state(of: log.name)?.checkpoint.root == SampleState.hash(1))
  }
}
