import LabelLedger
import Testing

@Suite("Memory of a witness")
struct MemoryWitnessStoreTests {
  private func state(_ origin: String, size: UInt64, time: UInt64) throws -> WitnessState {
    let key = try SignerKey(named: "log")
    let note = try Checkpoint(origin: origin, size: size, root: MerkleTree.leafHash([]))
      .signed(with: key)
    return try WitnessState(note: note, time: time)
  }

  @Test("a state is replaced only where the expected one is remembered")
  func comparison() throws {
    let store = MemoryWitnessStore()
    let one = try state("a", size: 1, time: 5)
    let two = try state("a", size: 2, time: 4)
    #expect(store.latestTime() == nil)
    #expect(!store.replace(one, with: two))
    #expect(store.state(of: "a") == nil)
    #expect(store.replace(nil, with: one))
    #expect(!store.replace(nil, with: two))
    #expect(!store.replace(two, with: two))
    #expect(store.state(of: "a") == one)
    #expect(store.replace(one, with: two))
    #expect(store.state(of: "a") == two)
    #expect(store.replace(nil, with: try state("b", size: 1, time: 2)))
    #expect(store.latestTime() == 4)
  }

  @Test("origins that only look the same are remembered apart")
  func spelling() throws {
    let store = MemoryWitnessStore()
    #expect(store.replace(nil, with: try state("caf\u{e9}", size: 1, time: 1)))
    #expect(store.state(of: "cafe\u{301}") == nil)
    #expect(store.replace(nil, with: try state("cafe\u{301}", size: 2, time: 1)))
    #expect(store.state(of: "caf\u{e9}")?.checkpoint.size == 1)
  }

  @Test("a note without checkpoint is no state")
  func notACheckpoint() throws {
    let note = try SignedNote(parsing: PublishedNotes.note)
    #expect(throws: CheckpointError.lineCount(2)) { try WitnessState(note: note, time: 1) }
  }
}
