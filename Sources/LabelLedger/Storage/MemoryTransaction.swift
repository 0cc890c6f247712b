/// A view of a storage in memory, with what the transaction itself has written laid over it.
final class MemoryTransaction: LedgerWriter {
  private var base: MemoryContents
  private var changes = MemoryChanges()
  /// What a call of the writer threw: such a transaction is given up, also where its body goes on.
  private var failure: StorageError?

  init(base: MemoryContents) { self.base = base }

  /// Ends the transaction.
  ///
  /// The view is let go, so that its contents can change in place.
  func finish() throws -> MemoryChanges {
    base = MemoryContents()
    if let failure { throw failure }
    return changes
  }

  private func fail(_ error: StorageError) -> StorageError {
    failure = failure ?? error
    return error
  }

  private var nextIndex: UInt64 { UInt64(base.entries.count + changes.contents.entries.count) }

  /// The state as a whole, with what the transaction has changed.
  private var mergedState: MemoryState {
    guard !changes.clearsState else { return changes.contents.state }
    var state = base.state
    for change in changes.state { state.apply(change) }
    return state
  }

  /// Looks a thing up in what the transaction has changed, then in what was there.
  private func find<Value>(_ look: (MemoryState) -> Value?) -> Value? {
    look(changes.contents.state) ?? (changes.clearsState ? nil : look(base.state))
  }
}

extension MemoryTransaction: LedgerState {
  func ledgerRecord() -> LedgerRecord? { find { $0.ledgerRecord() } }

  func head(dataset: Identifier, example: Identifier) -> Head? {
    find { $0.head(dataset: dataset, example: example) }
  }

  func answer(dataset: Identifier, example: Identifier, annotator: Identifier) -> Answer? {
    find { $0.answer(dataset: dataset, example: example, annotator: annotator) }
  }

  func proposal(_ leafHash: Hash) -> Proposal? { find { $0.proposal(leafHash) } }

  func actor(_ id: Identifier) -> ActorRecord? { find { $0.actor(id) } }

  func key(_ fingerprint: Hash) -> KeyRecord? { find { $0.key(fingerprint) } }

  func idempotency(actor: Identifier, key: Identifier) -> IdempotencyRecord? {
    find { $0.idempotency(actor: actor, key: key) }
  }
}

extension MemoryTransaction {
  func size() -> UInt64 { nextIndex }

  func entries(_ range: Range<UInt64>) -> [StoredEntry] {
    let first = UInt64(base.entries.count)
    return range.clamped(to: 0..<nextIndex).map { index in
      index < first
        ? base.entries[Int(index)] : changes.contents.entries[Int(index - first)]
    }
  }

  func index(ofLeaf leafHash: Hash) -> UInt64? {
    changes.contents.indices[leafHash] ?? base.indices[leafHash]
  }

  func leafHashes(in range: ClosedRange<Hash>, limit: Int) -> [Hash] {
    let found = [base, changes.contents].flatMap { $0.indices.keys.filter(range.contains) }
    return Array(found.sorted().prefix(max(0, limit)))
  }

  func history(dataset: Identifier, example: Identifier) -> [UInt64] {
    let key = MemoryState.ExampleKey(dataset: dataset, example: example)
    return base.histories[key, default: []] + changes.contents.histories[key, default: []]
  }

  func hashes(at positions: [NodePosition]) throws -> [Hash] {
    try positions.map { position in
      guard let hash = changes.contents.nodes[position] ?? base.nodes[position] else {
        throw StorageError.damaged("\(position) is missing")
      }
      return hash
    }
  }

  func nodes(level: Int, _ range: Range<UInt64>) -> [Hash] {
    var hashes: [Hash] = []
    for index in range {
      let position = NodePosition(level: level, index: index)
      guard let hash = changes.contents.nodes[position] ?? base.nodes[position] else { break }
      hashes.append(hash)
    }
    return hashes
  }

  func heads(dataset: Identifier, after example: Identifier?, limit: Int) -> [Head] {
    let heads = mergedState.heads.values.filter { head in
      head.dataset == dataset && example.map { $0 < head.example } ?? true
    }
    return Array(heads.sorted { $0.example < $1.example }.prefix(max(0, limit)))
  }

  func answers(dataset: Identifier) -> [Answer] {
    mergedState.answers.values.filter { $0.dataset == dataset }
      .sorted { ($0.example, $0.annotator) < ($1.example, $1.annotator) }
  }

  func proposals(dataset: Identifier, example: Identifier) -> [Proposal] {
    let key = MemoryState.ExampleKey(dataset: dataset, example: example)
    var found: [Hash: Proposal] = [:]
    let stored = changes.clearsState ? [] : base.state.proposals(of: key)
    for proposal in stored + changes.contents.state.proposals(of: key) {
      found[proposal.entry.leafHash] = proposal
    }
    return found.values.sorted { $0.entry.index < $1.entry.index }
  }

  func openProposals() -> [Proposal] {
    mergedState.proposals.values.filter { $0.status == .open }
      .sorted { $0.entry.index < $1.entry.index }
  }

  func checkpoint(size: UInt64?) -> StoredCheckpoint? {
    guard let size = size ?? largestCheckpoint else { return nil }
    return changes.contents.checkpoints[size] ?? base.checkpoints[size]
  }

  private var largestCheckpoint: UInt64? {
    [base, changes.contents].compactMap { $0.checkpoints.keys.max() }.max()
  }

  func checkpoints() -> [StoredCheckpoint] {
    base.checkpoints.merging(changes.contents.checkpoints) { $1 }.values
      .sorted { $0.size < $1.size }
  }

  func state() -> [StateChange] { mergedState.changes }

  func privateNote(_ leafHash: Hash) -> PrivateNote? {
    (changes.contents.notes[leafHash] ?? base.notes[leafHash]) ?? nil
  }
}

extension MemoryTransaction {
  func append(_ entry: StoredEntry, columns: EntryColumns, nodes: [Node]) throws {
    guard index(ofLeaf: entry.leafHash) == nil else {
      throw fail(.duplicate("an entry with leaf hash \(entry.leafHash)"))
    }
    let index = nextIndex
    for node in nodes {
      guard (base.nodes[node.position] ?? changes.contents.nodes[node.position]) == nil else {
        throw fail(.duplicate("\(node.position)"))
      }
      changes.contents.nodes[node.position] = node.hash
    }
    changes.contents.entries.append(entry)
    changes.contents.indices[entry.leafHash] = index
    if let example = columns.example {
      let key = MemoryState.ExampleKey(dataset: columns.dataset, example: example)
      changes.contents.histories[key, default: []].append(index)
    }
  }

  func apply(_ changes: [StateChange]) {
    self.changes.state += changes
    for change in changes { self.changes.contents.state.apply(change) }
  }

  func clearState() {
    changes.clearsState = true
    changes.state = []
    changes.contents.state = MemoryState()
  }

  func insert(_ checkpoint: StoredCheckpoint) throws {
    guard let stored = self.checkpoint(size: checkpoint.size) else {
      changes.contents.checkpoints[checkpoint.size] = checkpoint
      return
    }
    do {
      if let replacement = try checkpoint.replacing(stored) {
        changes.contents.checkpoints[checkpoint.size] = replacement
      }
    } catch { throw fail(.checkpointConflict(size: checkpoint.size)) }
  }

  func setPrivateNote(_ note: PrivateNote?, of leafHash: Hash) {
    changes.contents.notes.updateValue(note, forKey: leafHash)
  }
}
