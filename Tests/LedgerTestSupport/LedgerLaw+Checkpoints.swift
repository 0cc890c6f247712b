internal import LabelLedger
internal import Synchronization

extension LedgerLaw {
  /// What holds of checkpoints and the guard.
  static let checkpointLaws: [LedgerLaw] = [
    LedgerLaw("The guard moves before anything is signed, and once for each size") { member in
      let storage = try member.make()
      let watched = WatchedGuard(storage)
      let sample = try SampleLedger(on: storage, guardedBy: watched, members: [ann])
      var sizes: [UInt64] = []
      for number in 0..<5 {
        try sample.take(ann.draft(.record(label: "cat"), name(number)))
        let checkpoint = try sample.ledger.signCheckpoint()
        try requireEqual(try sample.ledger.signCheckpoint(), checkpoint, "signed again")
        let stored = try storage.read { try $0.checkpoint(size: nil) }
        try requireEqual(stored, checkpoint, "the checkpoint stored")
        let text = try SignedNote(parsing: checkpoint.note).text
        let opened = try Checkpoint(parsing: text)
        let key = try SampleLedger.signer().verifierKey
        _ = try SignedNote(parsing: checkpoint.note).verify(with: [key])
        try requireEqual(
          SignedTree(size: opened.size, root: opened.root),
          try watched.signedTree(origin: "example.com/labels"), "what the guard remembers")
        sizes.append(checkpoint.size)
      }
      try requireEqual(watched.moves, sizes, "sizes that the guard saw before any checkpoint")
      try requireEqual(try sample.findings(), [], "findings")
    },
    LedgerLaw("Where the guard fails, nothing is signed") { member in
      let storage = try member.make()
      let sample = try SampleLedger(on: storage, guardedBy: BrokenGuard(error: .full))
      try requireError(StorageError.full, "a full guard") {
        _ = try sample.ledger.signCheckpoint()
      }
      let slow = try SampleLedger(on: member.make(), guardedBy: BrokenGuard(error: nil))
      try requireError(LedgerError.contended(origin: "example.com/labels"), "a guard in a race") {
        _ = try slow.ledger.signCheckpoint()
      }
      for storage in [storage, slow.ledger.storage] {
        try requireEqual(try storage.read { try $0.checkpoints() }, [], "checkpoints")
      }
    },
    LedgerLaw("A storage that was rolled back is refused, with both sizes") { member in
      let newer = try SampleLedger(on: member.make(), members: [ann, bob, cleo])
      let signed = try newer.ledger.signCheckpoint()
      let older = try SampleLedger(on: member.make(), members: [ann])
      let stored = try older.tree()
      let error = LedgerError.rolledBack(
        signed: SignedTree(size: signed.size, root: signed.root), stored: stored)
      try requireError(error, "opening") {
        _ = try older.again(guardedBy: newer.ledger.guardStore)
      }
      for size in ["4", "2"] {
        try requireEqual("\(error)".contains(" \(size) "), true, "\(size) in '\(error)'")
      }
      // The guard moves behind the back of a ledger that is open already.
      let guardStore = older.ledger.guardStore
      _ = try guardStore.replace(
        origin: "example.com/labels", expected: nil,
        by: SignedTree(size: signed.size, root: signed.root))
      try requireError(error, "signing") { _ = try older.ledger.signCheckpoint() }
      try requireEqual(try older.ledger.storage.read { try $0.checkpoints() }, [], "checkpoints")
    },
    LedgerLaw("A storage with another history is refused") { member in
      let first = try SampleLedger(on: member.make(), members: [ann])
      let signed = try first.ledger.signCheckpoint()
      for more in [0, 1, 6] {
        // Nonces differ, so the same drafts make another history.
        let second = try SampleLedger(on: member.make(), members: [ann])
        for number in 0..<more { try second.take(ann.draft(.record(label: "cat"), name(number))) }
        let root = try second.ledger.storage.read { try RightEdge(size: 2, from: $0).root }
        let error = LedgerError.forked(
          signed: SignedTree(size: signed.size, root: signed.root), stored: root)
        try requireError(error, "opening with \(more) more") {
          _ = try second.again(guardedBy: first.ledger.guardStore)
        }
        _ = try second.ledger.guardStore.replace(
          origin: "example.com/labels", expected: nil,
          by: SignedTree(size: signed.size, root: signed.root))
        try requireError(error, "signing with \(more) more") {
          _ = try second.ledger.signCheckpoint()
        }
      }
    },
    LedgerLaw("A storage that holds less than its own checkpoint is refused, guard or not") {
      member in
      let sample = try SampleLedger(on: member.make())
      let other = SignedTree(size: 9, root: SampleState.hash(9))
      try sample.ledger.storage.write {
        try $0.insert(StoredCheckpoint(size: 9, root: other.root, note: [1]))
      }
      let stored = try sample.tree()
      let error = LedgerError.rolledBack(signed: other, stored: stored)
      try requireError(error, "opening") { _ = try sample.again() }
      try requireError(error, "signing") { _ = try sample.ledger.signCheckpoint() }
    },
    LedgerLaw("A ledger opens with its own origin, key and policy only") { member in
      let storage = try member.make()
      let sample = try SampleLedger(on: storage)
      let clock = sample.clock
      let open = { (signer: SignerKey, policy: LedgerPolicy) in
        _ = try Ledger(
          storage: storage, guardStore: MemoryGuard(), signer: signer, policy: policy,
          clock: { clock.time })
      }
      try requireError(
        LedgerError.origin(given: "example.com/other", found: "example.com/labels"), "origin"
      ) { try open(SampleLedger.signer("example.com/other"), .offline) }
      let key = try SignerKey(name: "example.com/labels", seed: [UInt8](repeating: 8, count: 32))
      do {
        try open(key, .offline)
        throw LawViolation("another key: not refused")
      } catch LedgerError.key {}
      guard let policy = LedgerPolicy.offline.with(sealSignatures: 2) else {
        throw LawViolation("2 is a number of signatures")
      }
      try requireError(
        LedgerError.policy(given: policy.digest, inForce: LedgerPolicy.offline.digest), "policy"
      ) { try open(SampleLedger.signer(), policy) }
      try requireError(LedgerError.exists(origin: "example.com/labels"), "created twice") {
        _ = try SampleLedger(on: storage)
      }
      try requireEqual(try sample.size(), 1, "size")
      let empty = try member.make()
      try requireError(LedgerError.empty, "no ledger") {
        _ = try sample.again(on: empty)
      }
    },
  ]
}

/// A guard that notes what it is moved to, and refuses to where the storage has a checkpoint of that size.
private final class WatchedGuard: GuardStore {
  private let inner = MemoryGuard()
  private let storage: any LedgerStorage
  private let seen = Mutex<[UInt64]>([])

  init(_ storage: any LedgerStorage) { self.storage = storage }

  var moves: [UInt64] { seen.withLock { $0 } }

  func signedTree(origin: String) throws -> SignedTree? { inner.signedTree(origin: origin) }

  func replace(origin: String, expected: SignedTree?, by tree: SignedTree) throws -> Bool {
    guard try storage.read({ try $0.checkpoint(size: tree.size) }) == nil else {
      throw LawViolation("a checkpoint of \(tree.size) was there before the guard moved")
    }
    seen.withLock { $0.append(tree.size) }
    return try inner.replace(origin: origin, expected: expected, by: tree)
  }
}

/// A guard that never moves: it fails, or somebody else is always faster.
private struct BrokenGuard: GuardStore {
  let error: StorageError?

  func signedTree(origin: String) throws -> SignedTree? { nil }

  func replace(origin: String, expected: SignedTree?, by tree: SignedTree) throws -> Bool {
    if let error { throw error }
    return false
  }
}
