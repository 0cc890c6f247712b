import LabelLedger
import LedgerTestSupport
import Testing

@Suite("Sealing")
struct LedgerSealingTests {
  private static let ann = SampleActor("ann")

  private func sample() throws -> SampleLedger {
    let sample = try SampleLedger(members: [Self.ann])
    for (example, label) in [("b", "dog"), ("a", "cat"), ("c", "cat")] as [(Identifier, Identifier)]
    {
      try sample.take(Self.ann.draft(.record(label: label), example))
    }
    return sample
  }

  private func audit(_ sample: SampleLedger) throws -> [FsckFinding] {
    try sample.ledger.storage.read { reader in
      try Fsck(verifierKey: SampleLedger.signer().verifierKey, policy: .offline).run(reader)
    }.findings
  }

  @Test("a seal is of the labels in force, and the audit makes it again")
  func sealed() throws {
    let sample = try sample()
    let size = try sample.size()
    let sealed = try sample.ledger.seal("labels", by: Self.ann.author, signer: Self.ann.key)
    #expect(sealed.snapshot.rows.map(\.example) == ["a", "b", "c"])
    #expect(sealed.snapshot.rows.map(\.label) == ["cat", "dog", "cat"])
    #expect(sealed.seal.size == size)
    #expect(sealed.entry.index == size)
    #expect(sealed.seal.file == Hash(of: sealed.snapshot.csv))
    #expect(try audit(sample) == [])
  }

  @Test("a seal of labels that no entry gave is found, also once the table is right again")
  func falseSeal() throws {
    let sample = try sample()
    let storage = sample.ledger.storage
    let state = try storage.read { try $0.state() }
    let head = try #require(try storage.read { try $0.head(dataset: "labels", example: "b") })
    var changed = head
    changed.label = "cat"
    try storage.write { try $0.apply([.head(changed)]) }
    let sealed = try sample.ledger.seal("labels", by: Self.ann.author, signer: Self.ann.key)
    #expect(sealed.snapshot.rows.map(\.label) == ["cat", "cat", "cat"])
    try storage.write { try $0.apply([.head(head)]) }
    #expect(state.contains(.head(head)))
    #expect(try audit(sample) == [.seal(sealed.entry.index)])
  }
}
