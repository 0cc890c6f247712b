/// A ledger that takes entries and signs checkpoints.
///
/// All of an append, rules included, happens in one write of the storage, so that two programs on one ledger write one
/// after the other. The guard store, which lies apart, keeps both from ever signing two histories.
public struct Ledger: Sendable {
  /// Where entries are kept.
  public let storage: any LedgerStorage
  /// Where the largest signed tree is remembered.
  public let guardStore: any GuardStore
  /// The origin, `<host>/<ledger>`.
  public let origin: String
  /// The rules in force.
  public let rules: LedgerRules
  /// The ledger's own key, which signs checkpoints and every entry.
  let signer: SignerKey
  let ingestKey: ActorKey
  let clock: @Sendable () -> Int64

  /// Opens a ledger, and refuses one that holds less or other than was signed.
  ///
  /// - Parameters:
  ///   - storage: Where entries are kept.
  ///   - guardStore: Where the largest signed tree is remembered.
  ///   - signer: The ledger's own key; its name is the origin.
  ///   - policy: The policy in force.
  ///   - clock: The time in milliseconds since 1970, UTC.
  /// - Throws: ``LedgerError``, or what the stores throw.
  public init(
    storage: any LedgerStorage, guardStore: any GuardStore, signer: SignerKey,
    policy: LedgerPolicy, clock: @escaping @Sendable () -> Int64
  ) throws {
    self.init(
      unchecked: storage, guardStore: guardStore, signer: signer, policy: policy, clock: clock)
    // Read before the view of the storage begins, since the storage holds all that the guard has seen by then, and
    // not all that it sees later.
    let signed = try guardStore.signedTree(origin: origin)
    try storage.read { reader in
      guard let record = try reader.ledgerRecord() else { throw LedgerError.empty }
      guard record.origin.text.utf8.elementsEqual(origin.utf8) else {
        throw LedgerError.origin(given: origin, found: record.origin.text)
      }
      guard record.ingestKey == ingestKey.publicKey else {
        throw LedgerError.key(
          given: ingestKey.publicKey.fingerprint, found: record.ingestKey.fingerprint)
      }
      guard record.policy == policy.digest else {
        throw LedgerError.policy(given: policy.digest, inForce: record.policy)
      }
      try check(reader, after: signed)
    }
  }

  private init(
    unchecked storage: any LedgerStorage, guardStore: any GuardStore, signer: SignerKey,
    policy: LedgerPolicy, clock: @escaping @Sendable () -> Int64
  ) {
    self.storage = storage
    self.guardStore = guardStore
    self.signer = signer
    self.clock = clock
    origin = signer.name
    rules = LedgerRules(policy)
    ingestKey = ActorKey(name: LedgerRules.ledgerActor, signer: signer)
  }

  /// Opens a new ledger with its first entry, in a storage and under a guard that hold none.
  ///
  /// - Parameters:
  ///   - storage: Where entries will be kept.
  ///   - guardStore: Where the largest signed tree will be remembered.
  ///   - signer: The ledger's own key; its name is the origin.
  ///   - policy: The policy that will be in force.
  ///   - dataset: The data set that the first entry names.
  ///   - predecessor: The last checkpoint of the ledger that this one follows.
  ///   - author: Tool, version and session for the first entry.
  ///   - clock: The time in milliseconds since 1970, UTC.
  /// - Returns: The ledger, with one entry, unsigned as yet.
  /// - Throws: ``LedgerError``, or what the stores throw.
  public static func create(
    storage: any LedgerStorage, guardStore: any GuardStore, signer: SignerKey,
    policy: LedgerPolicy, dataset: Identifier, following predecessor: Predecessor? = nil,
    by author: Draft.Author, clock: @escaping @Sendable () -> Int64
  ) throws -> Ledger {
    let ledger = Ledger(
      unchecked: storage, guardStore: guardStore, signer: signer, policy: policy, clock: clock)
    guard try guardStore.signedTree(origin: ledger.origin) == nil else {
      throw LedgerError.exists(origin: ledger.origin)
    }
    guard let name = Identifier(ledger.origin) else {
      throw LedgerError.draft("'\(ledger.origin)' cannot be the origin of a ledger")
    }
    try storage.write { writer in
      guard try writer.size() == 0 else { throw LedgerError.exists(origin: ledger.origin) }
      var append = try LedgerAppend(ledger, writer)
      try append.open(
        Opening(
          origin: name, vkey: signer.verifierKey.description, predecessor: predecessor),
        about: Subject(dataset: dataset), by: author)
    }
    return ledger
  }

  /// Writes entries, all or none, durable when it returns.
  ///
  /// - Parameters:
  ///   - drafts: What is to happen, in order.
  ///   - willTake: Called with the index of each draft before it is looked at, so that an error can be laid at its door.
  /// - Returns: A receipt for each draft.
  /// - Throws: ``RuleViolation``, ``LedgerError``, ``EntryError``, or what the storage throws; then nothing is written.
  public func append(
    _ drafts: [Draft], willTake: (Int) -> Void = { _ in }
  ) throws -> [Receipt] {
    try storage.write { writer in
      var append = try LedgerAppend(self, writer)
      return try drafts.indices.map { index in
        willTake(index)
        return try append.take(drafts[index])
      }
    }
  }

  /// The tree that is stored.
  ///
  /// - Parameter reader: The storage.
  /// - Returns: Its size and root.
  /// - Throws: What the storage throws.
  func tree(_ reader: some LedgerReader) throws -> SignedTree {
    let edge = try RightEdge(size: reader.size(), from: reader)
    return SignedTree(size: edge.size, root: edge.root)
  }

  /// Refuses a storage that does not begin with what was signed: as the guard remembers it, and as its own last
  /// checkpoint says, should the guard be older.
  ///
  /// - Returns: What is stored.
  @discardableResult
  private func check(
    _ reader: some LedgerReader, after guarded: SignedTree?
  ) throws -> SignedTree {
    let stored = try tree(reader)
    if let guarded { try check(reader, stored, beginsWith: guarded) }
    if let last = try reader.checkpoint(size: nil) {
      try check(reader, stored, beginsWith: SignedTree(size: last.size, root: last.root))
    }
    return stored
  }

  private func check(
    _ reader: some LedgerReader, _ stored: SignedTree, beginsWith signed: SignedTree
  ) throws {
    guard signed.size <= stored.size else {
      throw LedgerError.rolledBack(signed: signed, stored: stored)
    }
    let root = try RightEdge(size: signed.size, from: reader).root
    guard root == signed.root else { throw LedgerError.forked(signed: signed, stored: root) }
  }

  /// Signs what is stored, after making sure that it begins with all that was ever signed.
  ///
  /// The guard moves before anything is signed, so a stop in between costs a signature and never makes two histories.
  ///
  /// - Returns: The checkpoint, which the storage keeps too.
  /// - Throws: ``LedgerError``, or what the stores throw; then nothing is signed.
  public func signCheckpoint() throws -> StoredCheckpoint {
    for _ in 0..<100 {
      let signed = try guardStore.signedTree(origin: origin)
      let (tree, kept) = try storage.read { reader in
        let tree = try check(reader, after: signed)
        if let signed, signed.size > 0 {
          let proof = try ConsistencyProof.make(
            oldSize: signed.size, newSize: tree.size, from: reader)
          do { try proof.verify(oldRoot: signed.root, newRoot: tree.root) } catch {
            throw LedgerError.forked(signed: signed, stored: tree.root)
          }
        }
        return (tree, try reader.checkpoint(size: tree.size))
      }
      if let kept, signed == tree { return kept }
      guard try signed == tree || guardStore.replace(origin: origin, expected: signed, by: tree)
      else { continue }
      let note = try Checkpoint(origin: origin, size: tree.size, root: tree.root)
        .signed(with: signer)
      let checkpoint = StoredCheckpoint(size: tree.size, root: tree.root, note: note.bytes)
      try storage.write { try $0.insert(checkpoint) }
      return checkpoint
    }
    throw LedgerError.contended(origin: origin)
  }
}
