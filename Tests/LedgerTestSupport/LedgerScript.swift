public import LabelLedger
import Synchronization

/// Random drafts and checkpoints on a ledger over any storage, for tests; the same for the same seed, but for nonces
/// and keys.
public struct LedgerScript: Sendable {
  /// The key of the ledger.
  public let signer: SignerKey
  /// What was signed, apart from the storage.
  public let guardStore = MemoryGuard()
  private let clock = LedgerClock()
  private let keys = (["ann", "bob", "\u{E9}va"] as [Identifier]).map { ActorKey(name: $0) }
  private var generator: SimulationGenerator

  /// Starts a script.
  public init(seed: UInt64) throws {
    signer = try SignerKey(named: "example.com/labels")
    generator = SimulationGenerator(seed: seed)
  }

  /// Makes the ledger, with its first entry and the keys of the annotators.
  public func create(_ storage: any LedgerStorage) throws -> Ledger {
    let author = Draft.Author(
      id: LedgerRules.ledgerActor, kind: .service, session: "s", tool: "test", toolVersion: "1")
    let ledger = try Ledger.create(
      storage: storage, guardStore: guardStore, signer: signer, policy: .offline,
      dataset: "labels", by: author, clock: { [clock] in clock.next() })
    _ = try ledger.append(
      keys.map { key in
        var draft = Draft(
          .note(.keyAdded), by: author, signer: nil, about: Subject(dataset: "labels"))
        draft.key = KeyChange(actor: key.name, kind: .human, publicKey: key.publicKey)
        return draft
      })
    return ledger
  }

  /// Opens the ledger again.
  public func open(_ storage: any LedgerStorage) throws -> Ledger {
    try Ledger(
      storage: storage, guardStore: guardStore, signer: signer, policy: .offline,
      clock: { [clock] in clock.next() })
  }

  /// One to three labels of five examples by three annotators, or one decision about a proposal that waits.
  ///
  /// Some labels agree with the one in force, and some become proposals; some drafts are against the rules.
  public mutating func drafts(_ storage: any LedgerStorage) throws -> [Draft] {
    if Int.random(in: 0..<3, using: &generator) == 0,
      let proposal = try storage.read({ try $0.openProposals() }).first
    {
      let decision: Decision = Bool.random(using: &generator) ? .approve : .reject
      return [draft(.decide(proposal: proposal.entry.leafHash, decision), about: proposal.example)]
    }
    return (0..<Int.random(in: 1...3, using: &generator)).map { _ in
      let names: [Identifier] = ["a", "b", "c", "e\u{301}", "\u{E9}"]
      let label: Identifier = Int.random(in: 0..<4, using: &generator) == 0 ? "cat" : "dog"
      let example = names[Int.random(in: 0..<names.count, using: &generator)]
      var draft = draft(.record(label: label), about: example)
      if Int.random(in: 0..<4, using: &generator) == 0 {
        draft.privateNote = PrivateNote(salt: RandomBytes.draw(16), text: "seen twice")
      }
      return draft
    }
  }

  private mutating func draft(_ action: Draft.Action, about example: Identifier) -> Draft {
    let key = keys[Int.random(in: 0..<keys.count, using: &generator)]
    return Draft(
      action,
      by: Draft.Author(
        id: key.name, kind: .human, session: key.name, tool: "test", toolVersion: "1"),
      signer: key, about: Subject(dataset: "labels", example: example))
  }

  /// An audit of all there is, against the guard and a published checkpoint.
  public func audit(
    _ storage: any LedgerStorage, published: StoredCheckpoint?
  ) throws -> FsckReport {
    let fsck = Fsck(verifierKey: signer.verifierKey, policy: .offline)
    var surroundings = Fsck.Surroundings()
    surroundings.publishedCheckpoint = published?.note
    surroundings.guarded = guardStore.signedTree(origin: signer.name)
    return try storage.read { reader in try audit(reader, fsck, surroundings) }
  }

  private func audit(
    _ reader: some LedgerReader, _ fsck: Fsck, _ surroundings: Fsck.Surroundings
  ) throws -> FsckReport {
    try fsck.run(reader, with: surroundings)
  }
}

/// A clock that goes on by one millisecond at each look.
private final class LedgerClock: Sendable {
  private let time = Mutex<Int64>(1_700_000_000_000)

  func next() -> Int64 {
    time.withLock { time in
      time += 1
      return time
    }
  }
}
