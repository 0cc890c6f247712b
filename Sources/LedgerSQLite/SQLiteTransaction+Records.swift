internal import GRDB
internal import LabelLedger

extension SQLiteTransaction {
  func ledgerRecord() throws -> LedgerRecord? {
    let sql = "SELECT origin, ingest_key, policy, last_time, is_frozen FROM ledger"
    return try row(of: "ledger", sql) { row in
      LedgerRecord(
        origin: try row.identifier(0), ingestKey: try row.publicKey(1), policy: try row.hash(2),
        lastTime: try row.integer(3), isFrozen: try row.flag(4))
    }
  }

  func store(_ record: LedgerRecord) throws {
    try run(
      """
      INSERT OR REPLACE INTO ledger (id, origin, ingest_key, policy, last_time, is_frozen)
      VALUES (1, ?, ?, ?, ?, ?)
      """,
      [
        record.origin.databaseValue, record.ingestKey.bytes.databaseValue,
        record.policy.databaseValue, record.lastTime.databaseValue,
        Int64(record.isFrozen ? 1 : 0).databaseValue,
      ])
  }
}

extension SQLiteTransaction {
  private static let actorColumns = "id, kind, entry_count, last_entry, fingerprint"

  private static func actor(_ row: SQLiteRow) throws -> ActorRecord {
    ActorRecord(
      id: try row.identifier(0), kind: try row.word(1, as: ActorKind.self),
      entryCount: try row.integer(2), lastEntry: try row.optional(3, row.hash),
      fingerprint: try row.optional(4, row.hash))
  }

  func actor(_ id: Identifier) throws -> ActorRecord? {
    let sql = "SELECT \(Self.actorColumns) FROM actors WHERE id = ?"
    return try row(of: "actors", sql, [id.databaseValue], Self.actor)
  }

  func allActors() throws -> [ActorRecord] {
    try rows(
      of: "actors", "SELECT \(Self.actorColumns) FROM actors ORDER BY id", [], Self.actor)
  }

  func store(_ record: ActorRecord) throws {
    try run(
      "INSERT OR REPLACE INTO actors (\(Self.actorColumns)) VALUES (?, ?, ?, ?, ?)",
      [
        record.id.databaseValue, record.kind.rawValue.databaseValue,
        record.entryCount.databaseValue, record.lastEntry?.databaseValue ?? .null,
        record.fingerprint?.databaseValue ?? .null,
      ])
  }
}

extension SQLiteTransaction {
  private static let keyColumns = "fingerprint, key, actor, added, ended"

  private static func key(_ row: SQLiteRow) throws -> KeyRecord {
    let record = KeyRecord(
      key: try row.publicKey(1), actor: try row.identifier(2), added: try row.index(3),
      ended: try row.optional(4, row.index))
    guard try row.hash(0) == record.key.fingerprint else {
      throw StorageError.damaged("a key of \(record.actor) is stored under another fingerprint")
    }
    return record
  }

  func key(_ fingerprint: Hash) throws -> KeyRecord? {
    let sql = "SELECT \(Self.keyColumns) FROM keys WHERE fingerprint = ?"
    return try row(of: "keys", sql, [fingerprint.databaseValue], Self.key)
  }

  func allKeys() throws -> [KeyRecord] {
    try rows(
      of: "keys", "SELECT \(Self.keyColumns) FROM keys ORDER BY fingerprint", [], Self.key)
  }

  func store(_ record: KeyRecord) throws {
    try run(
      "INSERT OR REPLACE INTO keys (\(Self.keyColumns)) VALUES (?, ?, ?, ?, ?)",
      [
        record.key.fingerprint.databaseValue, record.key.bytes.databaseValue,
        record.actor.databaseValue, try record.added.databaseValue,
        try record.ended?.databaseValue ?? .null,
      ])
  }
}

extension SQLiteTransaction {
  private static let requestColumns = "actor, key, content, entry_idx, leaf_hash, time"

  private static func request(_ row: SQLiteRow) throws -> IdempotencyRecord {
    IdempotencyRecord(
      actor: try row.identifier(0), key: try row.identifier(1), content: try row.hash(2),
      entry: try row.reference(3), time: try row.integer(5))
  }

  func idempotency(actor: Identifier, key: Identifier) throws -> IdempotencyRecord? {
    let sql = "SELECT \(Self.requestColumns) FROM idempotency WHERE actor = ? AND key = ?"
    return try row(
      of: "idempotency", sql, [actor.databaseValue, key.databaseValue], Self.request)
  }

  func allRequests() throws -> [IdempotencyRecord] {
    let sql = "SELECT \(Self.requestColumns) FROM idempotency ORDER BY actor, key"
    return try rows(of: "idempotency", sql, [], Self.request)
  }

  func store(_ record: IdempotencyRecord) throws {
    try run(
      "INSERT OR REPLACE INTO idempotency (\(Self.requestColumns)) VALUES (?, ?, ?, ?, ?, ?)",
      [
        record.actor.databaseValue, record.key.databaseValue, record.content.databaseValue,
        try record.entry.index.databaseValue, record.entry.leafHash.databaseValue,
        record.time.databaseValue,
      ])
  }
}
