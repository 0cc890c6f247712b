import LabelLedger
import LedgerTestSupport

/// A copy of all that a ledger keeps, open to every change that somebody with access to its files could make.
struct OpenCopy {
  var entries: [StoredEntry] = []
  /// Entries that no read finds, though entries behind them are there.
  var missing: Set<UInt64> = []
  var nodes: [NodePosition: Hash] = [:]
  var kept: [StoredCheckpoint] = []
  var changes: [StateChange] = []
  var notes: [Hash: PrivateNote] = [:]
  var histories: [[Identifier]: [UInt64]] = [:]
  var tiles: [TilePath: [UInt8]] = [:]
  var published: [UInt8]
  var guarded: SignedTree

  /// Signs what the ledger holds, publishes it, and copies it.
  init(_ sample: SampleLedger) throws {
    let checkpoint = try sample.ledger.signCheckpoint()
    published = checkpoint.note
    guarded = SignedTree(size: checkpoint.size, root: checkpoint.root)
    try sample.ledger.storage.read { reader in
      entries = try reader.entries(0..<UInt64.max)
      kept = try reader.checkpoints()
      changes = try reader.state()
      for (index, stored) in entries.enumerated() {
        notes[stored.leafHash] = try reader.privateNote(stored.leafHash)
        let subject = try Self.decoded(stored).subject
        if let example = subject.example {
          histories[[subject.dataset, example], default: []].append(UInt64(index))
        }
      }
    }
    nodes = Self.nodes(of: entries)
    try publishTiles()
  }

  static func decoded(_ stored: StoredEntry) throws -> Entry {
    try Entry(decoding: Envelope.parse(stored.bytes).payload)
  }

  private static func nodes(of entries: [StoredEntry]) -> [NodePosition: Hash] {
    var edge = RightEdge()
    var nodes: [NodePosition: Hash] = [:]
    for stored in entries {
      for node in edge.append(stored.leafHash) { nodes[node.position] = node.hash }
    }
    return nodes
  }

  mutating func publishTiles() throws {
    tiles = [:]
    for path in TilePublication.paths(since: 0, to: UInt64(entries.count)) {
      tiles[path] = try TilePublication.bytes(of: path, from: self)
    }
  }

  var tree: SignedTree {
    SignedTree(
      size: UInt64(entries.count), root: MerkleTree.root(ofLeafHashes: entries.map(\.leafHash)))
  }

  /// What a ledger's key signs about a tree.
  static func note(
    _ tree: SignedTree, origin: String = "example.com/labels", by signer: SignerKey? = nil
  ) throws -> [UInt8] {
    try Checkpoint(origin: origin, size: tree.size, root: tree.root)
      .signed(with: signer ?? SampleLedger.signer()).bytes
  }

  /// Makes hashes, nodes, tiles, checkpoints and the guard fit the entries, as somebody with the ledger's key can.
  mutating func cover() throws {
    entries = entries.map {
      StoredEntry(bytes: $0.bytes, leafHash: MerkleTree.leafHash($0.bytes))
    }
    nodes = Self.nodes(of: entries)
    let tree = tree
    published = try Self.note(tree)
    kept = [StoredCheckpoint(size: tree.size, root: tree.root, note: published)]
    guarded = tree
    histories = [:]
    for (index, stored) in entries.enumerated() {
      guard let subject = try? Self.decoded(stored).subject, let example = subject.example else {
        continue
      }
      histories[[subject.dataset, example], default: []].append(UInt64(index))
    }
    try publishTiles()
  }

  /// Appends an entry that continues its actor's chain, signed by whoever is given, and covers it.
  mutating func append(_ entry: Entry, by keys: [ActorKey]) throws {
    let envelope = try entry.signed(by: keys)
    entries.append(
      StoredEntry(bytes: envelope.encoded, leafHash: MerkleTree.leafHash(envelope.encoded)))
    try cover()
  }

  func findings(_ depth: Fsck.Depth = .signatures) throws -> [FsckFinding] {
    var surroundings = Fsck.Surroundings()
    surroundings.guarded = guarded
    surroundings.publishedCheckpoint = published
    surroundings.tile = { tiles[$0] }
    return try Fsck(
      verifierKey: SampleLedger.signer().verifierKey, policy: .offline, depth: depth
    ).run(self, with: surroundings).findings
  }

  private var memory: MemoryState {
    var state = MemoryState()
    for change in changes { state.apply(change) }
    return state
  }
}

extension OpenCopy: LedgerReader {
  func ledgerRecord() -> LedgerRecord? { memory.ledgerRecord() }
  func head(dataset: Identifier, example: Identifier) -> Head? {
    memory.head(dataset: dataset, example: example)
  }
  func answer(dataset: Identifier, example: Identifier, annotator: Identifier) -> Answer? {
    memory.answer(dataset: dataset, example: example, annotator: annotator)
  }
  func proposal(_ leafHash: Hash) -> Proposal? { memory.proposal(leafHash) }
  func actor(_ id: Identifier) -> ActorRecord? { memory.actor(id) }
  func key(_ fingerprint: Hash) -> KeyRecord? { memory.key(fingerprint) }
  func idempotency(actor: Identifier, key: Identifier) -> IdempotencyRecord? {
    memory.idempotency(actor: actor, key: key)
  }
  func size() -> UInt64 { UInt64(entries.count) }
  func entries(_ range: Range<UInt64>) -> [StoredEntry] {
    range.clamped(to: 0..<size()).filter { !missing.contains($0) }.map { entries[Int($0)] }
  }
  func index(ofLeaf leafHash: Hash) -> UInt64? {
    entries.firstIndex { $0.leafHash == leafHash }.map(UInt64.init)
  }
  func leafHashes(in range: ClosedRange<Hash>, limit: Int) -> [Hash] {
    Array(entries.map(\.leafHash).filter(range.contains).sorted().prefix(limit))
  }
  func hashes(at positions: [NodePosition]) throws -> [Hash] {
    try positions.map { position in
      guard let hash = nodes[position] else {
        throw StorageError.damaged("\(position) is missing")
      }
      return hash
    }
  }
  func nodes(level: Int, _ range: Range<UInt64>) -> [Hash] {
    var hashes: [Hash] = []
    for index in range {
      guard let hash = nodes[NodePosition(level: level, index: index)] else { break }
      hashes.append(hash)
    }
    return hashes
  }
  func history(dataset: Identifier, example: Identifier) -> [UInt64] {
    histories[[dataset, example], default: []]
  }
  func heads(dataset: Identifier, after example: Identifier?, limit: Int) -> [Head] { [] }
  func answers(dataset: Identifier) -> [Answer] { [] }
  func proposals(dataset: Identifier, example: Identifier) -> [Proposal] { [] }
  func openProposals() -> [Proposal] { [] }
  func checkpoint(size: UInt64?) -> StoredCheckpoint? {
    size.map { size in kept.first { $0.size == size } } ?? kept.last
  }
  func checkpoints() -> [StoredCheckpoint] { kept }
  func state() -> [StateChange] { changes }
  func privateNote(_ leafHash: Hash) -> PrivateNote? { notes[leafHash] }
}
