/// One thing that a transaction on a simulated disk writes.
enum DiskRecord: Sendable {
  case entry(UInt64, StoredEntry, dataset: Identifier, example: Identifier?)
  case node(Node)
  case checkpoint(StoredCheckpoint)
  /// A note outside the log; `nil` where it was erased.
  case note(Hash, PrivateNote?)
  case change(StateChange)
  case clearState

  /// What a record is found by; the newest record of a key is in force.
  enum Key: Hashable, Sendable {
    case entry(UInt64)
    case node(NodePosition)
    case checkpoint(UInt64)
    case note(Hash)
    case ledger
    case head(MemoryState.ExampleKey)
    case answer(MemoryState.ExampleKey, annotator: Identifier)
    case proposal(Hash)
    case actor(Identifier)
    case key(Hash)
    case request(actor: Identifier, key: Identifier)

    /// Whether clearing the state takes it away.
    var isState: Bool {
      switch self {
      case .entry, .node, .checkpoint, .note: false
      case .ledger, .head, .answer, .proposal, .actor, .key, .request: true
      }
    }
  }

  /// What the record is found by; `nil` for clearing the state.
  var key: Key? {
    switch self {
    case .entry(let index, _, _, _): .entry(index)
    case .node(let node): .node(node.position)
    case .checkpoint(let checkpoint): .checkpoint(checkpoint.size)
    case .note(let leafHash, _): .note(leafHash)
    case .change(let change): change.diskKey
    case .clearState: nil
    }
  }

  /// The record as bytes: the number of its kind, then its parts.
  var bytes: [UInt8] {
    var writer = RecordWriter()
    switch self {
    case .entry(let index, let entry, let dataset, let example):
      writer.put(UInt64(0))
      writer.put(index)
      writer.put(entry.bytes)
      writer.put(entry.leafHash)
      writer.put(dataset)
      writer.put(example)
    case .node(let node):
      writer.put(UInt64(1))
      writer.put(UInt64(node.position.level))
      writer.put(node.position.index)
      writer.put(node.hash)
    case .checkpoint(let checkpoint):
      writer.put(UInt64(2))
      writer.put(checkpoint.size)
      writer.put(checkpoint.root)
      writer.put(checkpoint.note)
    case .note(let leafHash, let note):
      writer.put(UInt64(3))
      writer.put(leafHash)
      writer.put(note != nil)
      if let note {
        writer.put(note.salt)
        writer.put(note.text)
      }
    case .change(let change):
      writer.put(UInt64(4))
      return writer.bytes + change.bytes
    case .clearState: writer.put(UInt64(5))
    }
    return writer.bytes
  }

  /// Reads a record.
  init(_ bytes: [UInt8]) throws(StorageError) {
    var reader = RecordReader(bytes)
    switch try reader.number() {
    case 0:
      let index = try reader.number()
      let entry = StoredEntry(bytes: try reader.bytes(), leafHash: try reader.hash())
      self = .entry(
        index, entry, dataset: try reader.identifier(), example: try reader.optionalIdentifier())
    case 1:
      guard let level = Int(exactly: try reader.number()) else {
        throw .damaged("a node is of no possible level")
      }
      let position = NodePosition(level: level, index: try reader.number())
      self = .node(Node(position: position, hash: try reader.hash()))
    case 2:
      self = .checkpoint(
        StoredCheckpoint(
          size: try reader.number(), root: try reader.hash(), note: try reader.bytes()))
    case 3:
      let leafHash = try reader.hash()
      let note =
        try reader.flag()
        ? PrivateNote(salt: try reader.bytes(), text: try reader.text()) : nil
      self = .note(leafHash, note)
    case 4: self = .change(try StateChange(&reader))
    case 5: self = .clearState
    default: throw .damaged("a record is of no known kind")
    }
    guard reader.isAtEnd else { throw .damaged("a record is longer than its parts") }
  }
}

extension StateChange {
  /// What the change is found by on a simulated disk.
  var diskKey: DiskRecord.Key {
    switch self {
    case .ledger: .ledger
    case .head(let head):
      .head(MemoryState.ExampleKey(dataset: head.dataset, example: head.example))
    case .answer(let answer):
      .answer(
        MemoryState.ExampleKey(dataset: answer.dataset, example: answer.example),
        annotator: answer.annotator)
    case .proposal(let proposal): .proposal(proposal.entry.leafHash)
    case .actor(let record): .actor(record.id)
    case .key(let record): .key(record.key.fingerprint)
    case .idempotency(let record):
      .request(actor: record.actor, key: record.key)
    }
  }
}
