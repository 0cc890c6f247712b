/// A view of a simulated disk, with what the transaction itself has written laid over it.
final class DiskTransaction {
  var log: RecordLog
  private var index: DiskIndex
  /// What was written, in order.
  private var records: [DiskRecord] = []
  /// The newest written record of each key.
  private var written: [DiskRecord.Key: DiskRecord] = [:]
  private var leaves: [Hash: UInt64] = [:]
  private var histories: [MemoryState.ExampleKey: [UInt64]] = [:]
  private var count: UInt64 = 0
  private var hasCleared = false
  /// What a call of the writer threw: such a transaction is given up, also where its body goes on.
  private var failure: (any Error)?

  init(log: RecordLog, index: DiskIndex) {
    self.log = log
    self.index = index
  }

  /// Ends the transaction; the index is let go, so that it can change in place.
  func finish() throws -> [DiskRecord] {
    index = DiskIndex()
    if let failure { throw failure }
    return records
  }

  private func record(_ key: DiskRecord.Key) throws -> DiskRecord? {
    if let record = written[key] { return record }
    guard !(hasCleared && key.isState), let location = index.locations[key] else { return nil }
    return try DiskRecord(log.read(location))
  }

  private func change(_ key: DiskRecord.Key) throws -> StateChange? {
    guard case .change(let change) = try record(key) else { return nil }
    return change
  }

  /// All that is kept under keys of some kind, in no order.
  private func records(_ isWanted: (DiskRecord.Key) -> Bool) throws -> [DiskRecord] {
    let keys = Set(index.locations.keys.filter(isWanted)).union(written.keys.filter(isWanted))
    return try keys.compactMap(record)
  }

  private func mergedState(_ isWanted: (DiskRecord.Key) -> Bool = { _ in true }) throws
    -> MemoryState
  {
    var state = MemoryState()
    for case .change(let change) in try records({ $0.isState && isWanted($0) }) {
      state.apply(change)
    }
    return state
  }

  private func writing(_ body: () throws -> Void) throws {
    do { try body() } catch {
      failure = failure ?? error
      throw error
    }
  }

  private func put(_ record: DiskRecord) {
    records.append(record)
    if let key = record.key { written[key] = record }
  }
}

extension DiskTransaction {
  func ledgerRecord() throws -> LedgerRecord? {
    guard case .ledger(let record) = try change(.ledger) else { return nil }
    return record
  }

  func head(dataset: Identifier, example: Identifier) throws -> Head? {
    let key = MemoryState.ExampleKey(dataset: dataset, example: example)
    guard case .head(let head) = try change(.head(key)) else { return nil }
    return head
  }

  func answer(dataset: Identifier, example: Identifier, annotator: Identifier) throws -> Answer? {
    let key = MemoryState.ExampleKey(dataset: dataset, example: example)
    guard case .answer(let answer) = try change(.answer(key, annotator: annotator))
    else { return nil }
    return answer
  }

  func proposal(_ leafHash: Hash) throws -> Proposal? {
    guard case .proposal(let proposal) = try change(.proposal(leafHash)) else { return nil }
    return proposal
  }

  func actor(_ id: Identifier) throws -> ActorRecord? {
    guard case .actor(let record) = try change(.actor(id)) else { return nil }
    return record
  }

  func key(_ fingerprint: Hash) throws -> KeyRecord? {
    guard case .key(let record) = try change(.key(fingerprint)) else { return nil }
    return record
  }

  func idempotency(actor: Identifier, key: Identifier) throws -> IdempotencyRecord? {
    let key = DiskRecord.Key.request(actor: actor, key: key)
    guard case .idempotency(let record) = try change(key) else { return nil }
    return record
  }
}

extension DiskTransaction {
  func size() -> UInt64 { index.size + count }

  func entries(_ range: Range<UInt64>) throws -> [StoredEntry] {
    try range.clamped(to: 0..<size()).map { index in
      guard case .entry(_, let entry, _, _) = try record(.entry(index)) else {
        throw StorageError.damaged("entry \(index) is missing")
      }
      return entry
    }
  }

  func index(ofLeaf leafHash: Hash) -> UInt64? { leaves[leafHash] ?? index.leaves[leafHash] }

  func leafHashes(in range: ClosedRange<Hash>, limit: Int) -> [Hash] {
    let found = [index.leaves, leaves].flatMap { $0.keys.filter(range.contains) }
    return Array(found.sorted().prefix(max(0, limit)))
  }

  func history(dataset: Identifier, example: Identifier) -> [UInt64] {
    let key = MemoryState.ExampleKey(dataset: dataset, example: example)
    return index.histories[key, default: []] + histories[key, default: []]
  }

  func hashes(at positions: [NodePosition]) throws -> [Hash] {
    try positions.map { position in
      guard let hash = try hash(position) else {
        throw StorageError.damaged("\(position) is missing")
      }
      return hash
    }
  }

  func nodes(level: Int, _ range: Range<UInt64>) throws -> [Hash] {
    var hashes: [Hash] = []
    for index in range {
      guard let hash = try hash(NodePosition(level: level, index: index)) else { break }
      hashes.append(hash)
    }
    return hashes
  }

  private func hash(_ position: NodePosition) throws -> Hash? {
    guard case .node(let node) = try record(.node(position)) else { return nil }
    return node.hash
  }

  func heads(dataset: Identifier, after example: Identifier?, limit: Int) throws -> [Head] {
    let heads = try mergedState { key in
      guard case .head(let key) = key else { return false }
      return key.dataset == dataset && example.map { $0 < key.example } ?? true
    }
    return Array(heads.heads.values.sorted { $0.example < $1.example }.prefix(max(0, limit)))
  }

  func answers(dataset: Identifier) throws -> [Answer] {
    let state = try mergedState { key in
      guard case .answer(let key, _) = key else { return false }
      return key.dataset == dataset
    }
    return state.changes.compactMap { change in
      guard case .answer(let answer) = change else { return nil }
      return answer
    }
  }

  private func allProposals() throws -> [Proposal] {
    let state = try mergedState { key in
      if case .proposal = key { true } else { false }
    }
    return state.proposals.values.sorted { $0.entry.index < $1.entry.index }
  }

  func proposals(dataset: Identifier, example: Identifier) throws -> [Proposal] {
    let key = MemoryState.ExampleKey(dataset: dataset, example: example)
    return try allProposals().filter {
      MemoryState.ExampleKey(dataset: $0.dataset, example: $0.example) == key
    }
  }

  func openProposals() throws -> [Proposal] { try allProposals().filter { $0.status == .open } }

  func checkpoint(size: UInt64?) throws -> StoredCheckpoint? {
    guard let size else { return try checkpoints().last }
    guard case .checkpoint(let checkpoint) = try record(.checkpoint(size)) else { return nil }
    return checkpoint
  }

  func checkpoints() throws -> [StoredCheckpoint] {
    let records = try records { key in
      if case .checkpoint = key { true } else { false }
    }
    return records.compactMap { record in
      guard case .checkpoint(let checkpoint) = record else { return nil }
      return checkpoint
    }
    .sorted { $0.size < $1.size }
  }

  func state() throws -> [StateChange] { try mergedState().changes }

  func privateNote(_ leafHash: Hash) throws -> PrivateNote? {
    guard case .note(_, let note) = try record(.note(leafHash)) else { return nil }
    return note
  }
}

extension DiskTransaction: LedgerWriter {
  func append(_ entry: StoredEntry, columns: EntryColumns, nodes: [Node]) throws {
    try writing {
      guard index(ofLeaf: entry.leafHash) == nil else {
        throw StorageError.duplicate("an entry with leaf hash \(entry.leafHash)")
      }
      let index = size()
      for node in nodes {
        guard try hash(node.position) == nil else {
          throw StorageError.duplicate("\(node.position)")
        }
        put(.node(node))
      }
      put(.entry(index, entry, dataset: columns.dataset, example: columns.example))
      leaves[entry.leafHash] = index
      if let example = columns.example {
        let key = MemoryState.ExampleKey(dataset: columns.dataset, example: example)
        histories[key, default: []].append(index)
      }
      count += 1
    }
  }

  func apply(_ changes: [StateChange]) {
    for change in changes { put(.change(change)) }
  }

  func clearState() {
    put(.clearState)
    hasCleared = true
    written = written.filter { !$0.key.isState }
  }

  func insert(_ checkpoint: StoredCheckpoint) throws {
    try writing {
      guard let stored = try self.checkpoint(size: checkpoint.size) else {
        return put(.checkpoint(checkpoint))
      }
      if let replacement = try checkpoint.replacing(stored) { put(.checkpoint(replacement)) }
    }
  }

  func setPrivateNote(_ note: PrivateNote?, of leafHash: Hash) { put(.note(leafHash, note)) }
}
