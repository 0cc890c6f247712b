internal import GRDB
internal import LabelLedger

extension SQLiteTransaction {
  func size() throws -> UInt64 {
    if let nextIndex { return nextIndex }
    let last = try row(of: "entries", "SELECT max(idx) FROM entries") { row in
      try row.optional(0) { try row.index($0) }
    }
    let size = (last ?? nil).map { $0 + 1 } ?? 0
    nextIndex = size
    return size
  }

  func entries(_ range: Range<UInt64>) throws -> [StoredEntry] {
    let range = range.clamped(to: 0..<(try size()))
    var expected = range.lowerBound
    let sql = "SELECT idx, body, leaf_hash FROM entries WHERE idx >= ? AND idx < ? ORDER BY idx"
    let bounds = try [range.lowerBound.databaseValue, range.upperBound.databaseValue]
    let entries = try rows(of: "entries", sql, bounds) { row in
      guard try row.index(0) == expected else {
        throw StorageError.damaged("entry \(expected) is missing")
      }
      expected += 1
      return StoredEntry(bytes: try row.bytes(1), leafHash: try row.hash(2))
    }
    guard expected == range.upperBound else {
      throw StorageError.damaged("entry \(expected) is missing")
    }
    return entries
  }

  func index(ofLeaf leafHash: Hash) throws -> UInt64? {
    let sql = "SELECT idx FROM entries WHERE leaf_hash = ?"
    return try row(of: "entries", sql, [leafHash.databaseValue]) { try $0.index(0) }
  }

  func leafHashes(in range: ClosedRange<Hash>, limit: Int) throws -> [Hash] {
    let sql = """
      SELECT leaf_hash FROM entries WHERE leaf_hash >= ? AND leaf_hash <= ?
      ORDER BY leaf_hash LIMIT ?
      """
    let bounds = [
      range.lowerBound.databaseValue, range.upperBound.databaseValue,
      Int64(max(0, limit)).databaseValue,
    ]
    return try rows(of: "entries", sql, bounds) { try $0.hash(0) }
  }

  func history(dataset: Identifier, example: Identifier) throws -> [UInt64] {
    let sql = "SELECT idx FROM entries WHERE dataset = ? AND example = ? ORDER BY idx"
    let names = [dataset.databaseValue, example.databaseValue]
    return try rows(of: "entries", sql, names) { try $0.index(0) }
  }

  func hashes(at positions: [NodePosition]) throws -> [Hash] {
    try positions.map { position in
      let sql = "SELECT hash FROM nodes WHERE level = ? AND idx = ?"
      let place = [Int64(position.level).databaseValue, try position.index.databaseValue]
      guard let hash = try row(of: "nodes", sql, place, { try $0.hash(0) }) else {
        throw StorageError.damaged("\(position) is missing")
      }
      return hash
    }
  }

  func nodes(level: Int, _ range: Range<UInt64>) throws -> [Hash] {
    let range = range.clamped(to: 0..<MerkleTree.maximumSize)
    let sql = """
      SELECT idx, hash FROM nodes WHERE level = ? AND idx >= ? AND idx < ? ORDER BY idx
      """
    let place = [
      Int64(level).databaseValue, try range.lowerBound.databaseValue,
      try range.upperBound.databaseValue,
    ]
    let nodes = try rows(of: "nodes", sql, place) { (try $0.index(0), try $0.hash(1)) }
    return zip(nodes, range.lowerBound...).prefix { $0.0 == $1 }.map(\.0.1)
  }

  func checkpoint(size: UInt64?) throws -> StoredCheckpoint? {
    guard let size else {
      let sql = "SELECT size, root, note FROM checkpoints ORDER BY size DESC LIMIT 1"
      return try row(of: "checkpoints", sql, [], Self.checkpoint)
    }
    // A size that no column can hold is the size of no checkpoint.
    guard size <= MerkleTree.maximumSize else { return nil }
    let sql = "SELECT size, root, note FROM checkpoints WHERE size = ?"
    return try row(of: "checkpoints", sql, [size.databaseValue], Self.checkpoint)
  }

  func checkpoints() throws -> [StoredCheckpoint] {
    let sql = "SELECT size, root, note FROM checkpoints ORDER BY size"
    return try rows(of: "checkpoints", sql, [], Self.checkpoint)
  }

  private static func checkpoint(_ row: SQLiteRow) throws -> StoredCheckpoint {
    StoredCheckpoint(size: try row.index(0), root: try row.hash(1), note: try row.bytes(2))
  }

  func privateNote(_ leafHash: Hash) throws -> PrivateNote? {
    let sql = "SELECT salt, text FROM notes WHERE leaf_hash = ?"
    return try row(of: "notes", sql, [leafHash.databaseValue]) { row in
      guard let text = String(validating: try row.bytes(1), as: UTF8.self) else {
        throw StorageError.damaged("the note of entry \(leafHash) is no text")
      }
      return PrivateNote(salt: try row.bytes(0), text: text)
    }
  }
}

extension SQLiteTransaction {
  func append(_ entry: StoredEntry, columns: EntryColumns, nodes: [Node]) throws {
    try writing {
      let index = try size()
      try insert(
        "an entry with leaf hash \(entry.leafHash)",
        """
        INSERT INTO entries (idx, leaf_hash, body, kind, dataset, example, actor, time)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          try index.databaseValue, entry.leafHash.databaseValue, entry.bytes.databaseValue,
          columns.kind.rawValue.databaseValue, columns.dataset.databaseValue,
          columns.example?.databaseValue ?? .null, columns.actor.databaseValue,
          columns.time.databaseValue,
        ])
      for node in nodes {
        try insert(
          "\(node.position)", "INSERT INTO nodes (level, idx, hash) VALUES (?, ?, ?)",
          [
            Int64(node.position.level).databaseValue, try node.position.index.databaseValue,
            node.hash.databaseValue,
          ])
      }
      nextIndex = index + 1
    }
  }

  func insert(_ checkpoint: StoredCheckpoint) throws {
    try writing {
      let size = try checkpoint.size.databaseValue
      guard let stored = try self.checkpoint(size: checkpoint.size) else {
        try run(
          "INSERT INTO checkpoints (size, root, note) VALUES (?, ?, ?)",
          [size, checkpoint.root.databaseValue, checkpoint.note.databaseValue])
        return
      }
      guard let replacement = try checkpoint.replacing(stored) else { return }
      try run(
        "UPDATE checkpoints SET note = ? WHERE size = ?", [replacement.note.databaseValue, size])
    }
  }

  func setPrivateNote(_ note: PrivateNote?, of leafHash: Hash) throws {
    try writing {
      guard let note else {
        try run("DELETE FROM notes WHERE leaf_hash = ?", [leafHash.databaseValue])
        hasErased = true
        return
      }
      try run(
        "INSERT OR REPLACE INTO notes (leaf_hash, salt, text) VALUES (?, ?, ?)",
        [
          leafHash.databaseValue, note.salt.databaseValue, Array(note.text.utf8).databaseValue,
        ])
    }
  }
}
