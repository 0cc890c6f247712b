internal import LabelLedger

/// A law that every ``/LabelLedger/LedgerStorage`` must keep.
public struct StorageLaw: Sendable, CustomStringConvertible {
  /// What it says.
  public let description: String
  /// Tries it, and throws where the storage breaks it.
  public let check: @Sendable (StorageMember) async throws -> Void

  init(
    _ description: String, _ check: @escaping @Sendable (StorageMember) async throws -> Void
  ) {
    self.description = description
    self.check = check
  }

  /// All laws.
  public static let all: [StorageLaw] = logLaws + stateLaws + writeLaws
}

extension StorageLaw {
  /// What holds of entries, nodes, checkpoints and notes.
  static let logLaws: [StorageLaw] = [
    StorageLaw("An empty storage holds nothing") { member in
      try member.make().read { reader in
        try requireEqual(try reader.size(), 0, "size")
        try requireEqual(try reader.entries(0..<10), [], "entries")
        try requireEqual(try reader.index(ofLeaf: SampleState.hash(1)), nil, "index")
        try requireEqual(try reader.nodes(level: 0, 0..<10), [], "nodes")
        try requireEqual(try reader.hashes(at: []), [], "hashes of no nodes")
        try requireEqual(try reader.history(dataset: "labels", example: "a"), [], "history")
        try requireEqual(try reader.checkpoints(), [], "checkpoints")
        try requireEqual(try reader.checkpoint(size: nil), nil, "last checkpoint")
        try requireEqual(try reader.checkpoint(size: UInt64.max), nil, "checkpoint beyond all")
        try requireEqual(try reader.state(), [], "state")
        try requireEqual(try reader.privateNote(SampleState.hash(1)), nil, "note")
      }
    },
    StorageLaw("Entries and nodes come back byte for byte, within the write, after it and reopened")
    {
      member in
      let storage = try member.make()
      var log = SampleLog(seed: 1)
      let steps = (0..<37).map { number in log.next(example: number % 3 == 0 ? "a" : "b") }
      try storage.write { writer in
        for step in steps.prefix(20) { try writer.append(step) }
      }
      try storage.write { writer in
        for step in steps.dropFirst(20) { try writer.append(step) }
        try requireLog(steps, writer)
      }
      try storage.read { try requireLog(steps, $0) }
      try member.reopen(storage).read { try requireLog(steps, $0) }
    },
    StorageLaw("A node that is not there is an error") { member in
      let storage = try member.make()
      var log = SampleLog(seed: 2)
      try storage.write { try $0.append(log.next()) }
      for position in [
        NodePosition(level: 0, index: 1), NodePosition(level: 1, index: 0),
        NodePosition(level: 62, index: UInt64(Int64.max)),
      ] {
        try requireRefusal(.damaged("\(position) is missing"), "\(position)") {
          try storage.read {
            _ = try $0.hashes(at: [NodePosition(level: 0, index: 0), position])
          }
        }
      }
    },
    StorageLaw("A checkpoint only gains signatures") { member in
      let storage = try member.make()
      var log = SampleLog(seed: 3)
      try storage.write { try $0.append(log.next()) }
      let first = log.checkpoint(signatures: 1)
      let second = log.checkpoint(signatures: 3)
      try storage.write { try $0.append(log.next()) }
      let last = log.checkpoint()
      try storage.write { writer in
        try writer.insert(last)
        try writer.insert(first)
        try writer.insert(second)
      }
      try storage.write { try $0.insert(first) }
      var other = second
      other.root = SampleState.hash(9)
      var changed = second
      changed.note[0] ^= 1
      for bad in [other, changed] {
        try requireRefusal(.checkpointConflict(size: first.size), "another checkpoint") {
          try storage.write { try $0.insert(bad) }
        }
      }
      let check = { (reader: any LedgerReader) in
        try requireEqual(try reader.checkpoints(), [second, last], "checkpoints")
        try requireEqual(try reader.checkpoint(size: 1), second, "checkpoint of 1")
        try requireEqual(try reader.checkpoint(size: nil), last, "last checkpoint")
        try requireEqual(try reader.checkpoint(size: 3), nil, "no checkpoint")
      }
      try storage.read(check)
      try member.reopen(storage).read(check)
    },
    StorageLaw("A note is kept until it is erased") { member in
      let storage = try member.make()
      let note = PrivateNote(salt: Array(0..<16), text: "zero \0 and \u{1F600}")
      let other = PrivateNote(salt: [], text: "")
      try storage.write { writer in
        try writer.setPrivateNote(note, of: SampleState.hash(1))
        try writer.setPrivateNote(note, of: SampleState.hash(2))
        try writer.setPrivateNote(other, of: SampleState.hash(2))
        try writer.setPrivateNote(note, of: SampleState.hash(3))
      }
      try storage.write { writer in
        try writer.setPrivateNote(nil, of: SampleState.hash(3))
        try requireEqual(try writer.privateNote(SampleState.hash(3)), nil, "note being erased")
        try writer.setPrivateNote(nil, of: SampleState.hash(4))
      }
      try member.reopen(storage).read { reader in
        try requireEqual(try reader.privateNote(SampleState.hash(1)), note, "note")
        try requireEqual(try reader.privateNote(SampleState.hash(2)), other, "replaced note")
        try requireEqual(try reader.privateNote(SampleState.hash(3)), nil, "erased note")
      }
    },
  ]

  /// Refuses a storage that holds other entries and nodes than were appended.
  private static func requireLog(_ steps: [SampleLog.Step], _ reader: any LedgerReader) throws {
    let count = UInt64(steps.count)
    let entries = steps.map(\.entry)
    try requireEqual(try reader.size(), count, "size")
    try requireEqual(try reader.entries(0..<UInt64.max), entries, "all entries")
    try requireEqual(try reader.entries(5..<9), Array(entries[5..<9]), "some entries")
    try requireEqual(try reader.entries(count..<(count + 3)), [], "entries beyond the last")
    for (index, entry) in entries.enumerated() {
      try requireEqual(try reader.index(ofLeaf: entry.leafHash), UInt64(index), "index")
    }
    let sorted = entries.map(\.leafHash).sorted()
    for (range, limit, expected) in [
      (sorted[0]...sorted[sorted.count - 1], Int.max, sorted),
      (sorted[3]...sorted[8], 4, Array(sorted[3..<7])),
      (sorted[5]...sorted[5], 9, [sorted[5]]), (sorted[5]...sorted[9], 0, []),
    ] {
      try requireEqual(
        try reader.leafHashes(in: range, limit: limit), expected, "leaf hashes in \(range)")
    }
    for name in ["a", "b"] as [Identifier] {
      let indices = steps.indices.filter { steps[$0].columns.example == name }.map(UInt64.init)
      try requireEqual(try reader.history(dataset: "labels", example: name), indices, "history")
      try requireEqual(try reader.history(dataset: "other", example: name), [], "other history")
    }
    let nodes = steps.flatMap(\.nodes)
    try requireEqual(
      try reader.hashes(at: nodes.reversed().map(\.position)), nodes.reversed().map(\.hash),
      "nodes in any order")
    for level in 0..<7 {
      let row = nodes.filter { $0.position.level == level }.map(\.hash)
      try requireEqual(try reader.nodes(level: level, 0..<UInt64.max), row, "level \(level)")
      try requireEqual(
        try reader.nodes(level: level, 1..<3), Array(row.dropFirst().prefix(2)),
        "part of level \(level)")
    }
    let root = try RightEdge(
      size: count, hashes: reader.hashes(at: RightEdge.positions(size: count)))?
      .root
    try requireEqual(root, MerkleTree.root(ofLeafHashes: entries.map(\.leafHash)), "root")
  }
}
