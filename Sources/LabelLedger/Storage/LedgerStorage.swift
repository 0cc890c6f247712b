/// An entry as it is stored.
public struct StoredEntry: Hashable, Sendable {
  /// The exact bytes of the envelope, which are the leaf.
  public var bytes: [UInt8]
  /// Their leaf hash.
  public var leafHash: Hash

  /// Takes the bytes of an entry.
  ///
  /// - Parameters:
  ///   - bytes: The envelope.
  ///   - leafHash: What is stored as its leaf hash.
  public init(bytes: [UInt8], leafHash: Hash) {
    self.bytes = bytes
    self.leafHash = leafHash
  }
}

/// A checkpoint as it is stored.
public struct StoredCheckpoint: Hashable, Sendable {
  /// The tree size that it signs.
  public var size: UInt64
  /// The root hash that it signs.
  public var root: Hash
  /// The signed note, with cosignatures.
  public var note: [UInt8]

  /// Takes a checkpoint.
  ///
  /// - Parameters:
  ///   - size: The tree size.
  ///   - root: The root hash.
  ///   - note: The signed note.
  public init(size: UInt64, root: Hash, note: [UInt8]) {
    self.size = size
    self.root = root
    self.note = note
  }
}

/// What can be read from a storage, in one view that no writer changes meanwhile.
public protocol LedgerReader: LedgerState, NodeReader {
  /// Number of entries.
  func size() throws -> UInt64
  /// Entries in order.
  ///
  /// - Parameter range: Their indices; what lies beyond the size is left out.
  /// - Returns: The entries.
  /// - Throws: ``StorageError``.
  func entries(_ range: Range<UInt64>) throws -> [StoredEntry]
  /// The index of an entry.
  ///
  /// - Parameter leafHash: Its leaf hash.
  /// - Returns: `nil` where there is none.
  /// - Throws: ``StorageError``.
  func index(ofLeaf leafHash: Hash) throws -> UInt64?
  /// Leaf hashes from one to another, ascending by their bytes.
  ///
  /// - Parameters:
  ///   - range: The lowest and the highest.
  ///   - limit: At most so many.
  /// - Returns: The leaf hashes.
  /// - Throws: ``StorageError``.
  func leafHashes(in range: ClosedRange<Hash>, limit: Int) throws -> [Hash]
  /// Neighboring nodes of one level, for whoever reads many.
  ///
  /// - Parameters:
  ///   - level: The level; 0 holds the leaf hashes.
  ///   - range: Their indices; what lies beyond the last is left out.
  /// - Returns: The hashes, ascending, up to the first that is missing.
  /// - Throws: ``StorageError``.
  func nodes(level: Int, _ range: Range<UInt64>) throws -> [Hash]
  /// The indices of all entries about an example, ascending.
  ///
  /// - Parameters:
  ///   - dataset: The data set.
  ///   - example: The example.
  /// - Returns: The indices; none where there is no such example.
  /// - Throws: ``StorageError``.
  func history(dataset: Identifier, example: Identifier) throws -> [UInt64]
  /// Heads of a data set, ascending by the bytes of the example's name.
  ///
  /// - Parameters:
  ///   - dataset: The data set.
  ///   - example: Only examples after this one.
  ///   - limit: At most so many.
  /// - Returns: The heads.
  /// - Throws: ``StorageError``.
  func heads(dataset: Identifier, after example: Identifier?, limit: Int) throws -> [Head]
  /// The last labels of all annotators of a data set, ascending by example, then annotator.
  ///
  /// - Parameter dataset: The data set.
  /// - Returns: The answers.
  /// - Throws: ``StorageError``.
  func answers(dataset: Identifier) throws -> [Answer]
  /// All proposals about an example, in the order of their entries.
  ///
  /// - Parameters:
  ///   - dataset: The data set.
  ///   - example: The example.
  /// - Returns: The proposals, whatever became of them.
  /// - Throws: ``StorageError``.
  func proposals(dataset: Identifier, example: Identifier) throws -> [Proposal]
  /// Proposals that wait for approvals, in the order of their entries.
  func openProposals() throws -> [Proposal]
  /// The checkpoint of a tree size.
  ///
  /// - Parameter size: The size; `nil` for the largest there is.
  /// - Returns: `nil` where there is none.
  /// - Throws: ``StorageError``.
  func checkpoint(size: UInt64?) throws -> StoredCheckpoint?
  /// All checkpoints, ascending by size.
  func checkpoints() throws -> [StoredCheckpoint]
  /// All of the state, in the order of ``MemoryState/changes``.
  func state() throws -> [StateChange]
  /// A text that was kept outside the log for an entry: a note, with the salt of its commitment.
  ///
  /// - Parameter leafHash: The entry.
  /// - Returns: `nil` where there was none or it was erased.
  /// - Throws: ``StorageError``.
  func privateNote(_ leafHash: Hash) throws -> PrivateNote?
}

/// A note that the log holds only a commitment of, so that it can be erased.
public struct PrivateNote: Hashable, Sendable {
  /// Number of bytes in a salt.
  public static let saltByteCount = 16

  /// The 16 bytes of salt.
  public var salt: [UInt8]
  /// The note.
  public var text: String

  /// Takes a note.
  ///
  /// - Parameters:
  ///   - salt: The salt.
  ///   - text: The note.
  public init(salt: [UInt8], text: String) {
    self.salt = salt
    self.text = text
  }

  /// What the entry holds: the SHA-256 of salt and text.
  public var commitment: Hash { Hash(of: salt, Array(text.utf8)) }

  /// Whether the note is the one that an entry commits to.
  ///
  /// The length of the salt counts: a salt that takes in the first letters of a text has the same hash.
  ///
  /// - Parameter commitment: What the entry holds.
  /// - Returns: Whether salt and text are those that the entry was written with.
  public func opens(_ commitment: Hash) -> Bool {
    salt.count == Self.saltByteCount && self.commitment == commitment
  }
}

/// What an entry is found by.
public struct EntryColumns: Hashable, Sendable {
  /// The kind.
  public var kind: EntryKind
  /// The data set that the entry is about.
  public var dataset: Identifier
  /// The example that the entry is about.
  public var example: Identifier?
  /// Who acted.
  public var actor: Identifier
  /// Log time in milliseconds since 1970, UTC.
  public var time: Int64

  /// Puts columns together.
  ///
  /// - Parameters:
  ///   - kind: The kind.
  ///   - dataset: The data set.
  ///   - example: The example, if the entry is about one.
  ///   - actor: Who acted.
  ///   - time: Log time in milliseconds since 1970, UTC.
  public init(
    kind: EntryKind, dataset: Identifier, example: Identifier?, actor: Identifier, time: Int64
  ) {
    self.kind = kind
    self.dataset = dataset
    self.example = example
    self.actor = actor
    self.time = time
  }

  /// Takes the columns of an entry.
  ///
  /// - Parameter entry: The entry.
  public init(_ entry: Entry) {
    self.init(
      kind: entry.kind, dataset: entry.subject.dataset, example: entry.subject.example,
      actor: entry.actor.id, time: entry.time)
  }
}

/// What can be written within one transaction; reads see what the transaction has written.
public protocol LedgerWriter: LedgerReader {
  /// Appends an entry after the last one; a leaf hash or a node that is there already is refused.
  ///
  /// - Parameters:
  ///   - entry: The entry.
  ///   - columns: What it is found by.
  ///   - nodes: The nodes that it completes, its own leaf hash first.
  /// - Throws: ``StorageError``.
  func append(_ entry: StoredEntry, columns: EntryColumns, nodes: [Node]) throws
  /// Changes the state.
  ///
  /// - Parameter changes: What changes.
  /// - Throws: ``StorageError``.
  func apply(_ changes: [StateChange]) throws
  /// Empties the state, before it is made again from the entries.
  func clearState() throws
  /// Keeps a checkpoint.
  ///
  /// A size that is there already must have the same root and text; the note may gain cosignatures, and stays where it
  /// has those of the given one already. See ``StoredCheckpoint/replacing(_:)``.
  ///
  /// - Parameter checkpoint: The checkpoint.
  /// - Throws: ``StorageError``.
  func insert(_ checkpoint: StoredCheckpoint) throws
  /// Keeps a note outside the log.
  ///
  /// - Parameters:
  ///   - note: The note; `nil` erases what is there.
  ///   - leafHash: The entry that holds its commitment.
  /// - Throws: ``StorageError``.
  func setPrivateNote(_ note: PrivateNote?, of leafHash: Hash) throws
}

/// Where a ledger keeps its entries, the nodes of its tree, its checkpoints and what follows from them.
///
/// Laws, which every member is tested against: a write happens whole or not at all, also when the machine stops in it;
/// what a finished write wrote is read by every later read, also after the machine stopped; writes follow one after
/// the other, whoever makes them; what was stored comes back byte for byte. A write in which a call of the writer threw
/// is given up, also where its body goes on. Members are ``MemoryStorage``, ``SimulatedDisk`` for tests, and the SQLite
/// storage of the module LedgerSQLite; a body begins no other read or write on the same storage. Their errors are
/// ``StorageError``, beside those of the body.
public protocol LedgerStorage: Sendable {
  /// Reads in one view.
  ///
  /// - Parameter body: What reads.
  /// - Returns: What it returns.
  /// - Throws: What the body throws, and ``StorageError``.
  func read<Result>(_ body: (any LedgerReader) throws -> Result) throws -> Result
  /// Writes all or nothing; durable when it returns.
  ///
  /// - Parameter body: What writes; nothing is written where it throws.
  /// - Returns: What it returns.
  /// - Throws: What the body throws, and ``StorageError``.
  func write<Result>(_ body: (any LedgerWriter) throws -> Result) throws -> Result
}
