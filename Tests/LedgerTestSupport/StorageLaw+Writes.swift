public import LabelLedger

extension StorageLaw {
  private struct Stop: Error {}

  /// What holds of writes as a whole.
  static let writeLaws: [StorageLaw] = [
    StorageLaw("A write that throws leaves nothing") { member in
      let storage = try member.make()
      var log = SampleLog(seed: 5)
      try storage.write { writer in
        try writer.append(log.next(example: "a"))
        try writer.apply([.head(SampleState.head("a"))])
        try writer.insert(log.checkpoint())
      }
      let before = try storage.read(contents)
      var given = log
      do {
        try storage.write { writer in
          try writer.append(given.next(example: "a"))
          try writer.insert(given.checkpoint())
          try writer.setPrivateNote(PrivateNote(salt: [], text: "x"), of: SampleState.hash(1))
          try writer.clearState()
          try writer.apply(SampleState.changes)
          throw Stop()
        }
      } catch is Stop {}
      try requireEqual(try storage.read(contents), before, "contents")
      try requireEqual(try member.reopen(storage).read(contents), before, "contents reopened")
    },
    StorageLaw("A write in which a call of the writer threw is given up") { member in
      let storage = try member.make()
      var log = SampleLog(seed: 6)
      let step = log.next()
      try storage.write { try $0.append(step) }
      let before = try storage.read(contents)
      let duplicate = StorageError.duplicate("an entry with leaf hash \(step.entry.leafHash)")
      try requireRefusal(duplicate, "the same entry twice") {
        try storage.write { writer in
          try writer.append(log.next())
          do { try writer.append(step) } catch {}
        }
      }
      var other = SampleLog(seed: 7)
      try requireRefusal(.duplicate("node 0 of level 0"), "the same node twice") {
        try storage.write { try $0.append(other.next()) }
      }
      try requireEqual(try storage.read(contents), before, "contents")
    },
    StorageLaw("A write returns what its body returns, and a read too") { member in
      let storage = try member.make()
      try requireEqual(try storage.write { _ in 5 }, 5, "write")
      try requireEqual(try storage.write { _ in Int?.none }, nil, "write of nothing")
      try requireEqual(try storage.read { _ in "text" }, "text", "read")
    },
    StorageLaw("Writers follow one after the other") { member in
      let storage = try member.make()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<4 {
          group.addTask {
            for round in 0..<10 {
              try storage.write { transaction in
                let size = try transaction.size()
                var edge = try RightEdge(
                  size: size, hashes: transaction.hashes(at: RightEdge.positions(size: size)))
                let bytes = Array("\(writer) \(round)".utf8)
                let leafHash = MerkleTree.leafHash(bytes)
                let nodes = edge?.append(leafHash) ?? []
                try transaction.append(
                  StoredEntry(bytes: bytes, leafHash: leafHash),
                  columns: EntryColumns(
                    kind: .labelGiven, dataset: "labels", example: nil, actor: "ann", time: 0),
                  nodes: nodes)
              }
            }
          }
        }
        try await group.waitForAll()
      }
      try storage.read { reader in
        let entries = try reader.entries(0..<100)
        try requireEqual(entries.count, 40, "entries")
        try requireEqual(Set(entries).count, 40, "different entries")
        let edge = try RightEdge(size: 40, hashes: reader.hashes(at: RightEdge.positions(size: 40)))
        try requireEqual(
          edge?.root, MerkleTree.root(ofLeafHashes: entries.map(\.leafHash)), "root")
      }
    },
    StorageLaw("A read sees one view while others write") { member in
      let storage = try member.make()
      var log = SampleLog(seed: 8)
      try storage.write { try $0.append(log.next()) }
      let step = log.next()
      let writing = try storage.read { reader in
        let before = try contents(reader)
        let writing = Task.detached { try storage.write { try $0.append(step) } }
        let start = ContinuousClock.now
        while start.duration(to: .now) < .milliseconds(20) {
          try requireEqual(try contents(reader), before, "view")
        }
        return writing
      }
      try await writing.value
      try requireEqual(try storage.read { try $0.size() }, 2, "size after the write")
    },
  ]

  /// All that a storage holds, in words that can be compared.
  public static func contents(_ reader: any LedgerReader) throws -> [String] {
    var contents = try reader.entries(0..<UInt64.max).map { "\($0)" }
    for level in 0..<63 {
      contents += try reader.nodes(level: level, 0..<UInt64.max).map { "\(level) \($0)" }
    }
    contents += try reader.checkpoints().map { "\($0)" }
    contents += try reader.state().map { "\($0)" }
    contents += try reader.history(dataset: "labels", example: "a").map { "\($0)" }
    if let note = try reader.privateNote(SampleState.hash(1)) { contents.append("\(note)") }
    return contents
  }
}
