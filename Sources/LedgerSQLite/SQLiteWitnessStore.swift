internal import GRDB
public import LabelLedger

/// What a witness remembers, in an SQLite file of its own.
///
/// It is durable before a cosignature leaves. It must not be set back to an older copy, so it is left out of backups;
/// a witness whose file is lost starts again under another key. Several processes may share it.
public final class SQLiteWitnessStore: WitnessStore {
  private let file: SQLiteFile

  /// Opens the file of a witness.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - access: Whether it is made, written or only read.
  /// - Throws: ``/LabelLedger/StorageError``, as for ``SQLiteStorage``.
  public init(path: String, access: SQLiteAccess) throws {
    file = try SQLiteFile(path: path, format: .witness, access: access)
  }

  /// Reads what is remembered of a log.
  ///
  /// - Parameter origin: The log's origin.
  /// - Returns: The state, or `nil` if no checkpoint of the log was ever cosigned.
  /// - Throws: ``/LabelLedger/StorageError``.
  public func state(of origin: String) throws -> WitnessState? {
    try file.read { database in
      try Self.remembered(origin, SQLiteTransaction(database)).map { try $0.state() }
    }
  }

  /// The time of the latest cosignature for any log.
  ///
  /// - Returns: Seconds since 1970, or `nil` if there is none.
  /// - Throws: ``/LabelLedger/StorageError``.
  public func latestTime() throws -> UInt64? {
    try file.read { database in
      let sql = "SELECT max(time) FROM states"
      return try SQLiteTransaction(database).row(of: "states", sql) { row in
        try row.optional(0, row.index)
      } ?? nil
    }
  }

  /// Replaces what is remembered of a log, in one step with the comparison; on the disk when this returns.
  ///
  /// - Parameters:
  ///   - expected: What must be remembered now.
  ///   - new: What to remember.
  /// - Returns: `false`, with nothing changed, if something else is remembered.
  /// - Throws: ``/LabelLedger/StorageError``.
  public func replace(_ expected: WitnessState?, with new: WitnessState) throws -> Bool {
    try file.write { database in
      let transaction = SQLiteTransaction(database)
      let origin = new.checkpoint.origin
      guard try Self.remembered(origin, transaction) == expected.map(Remembered.init) else {
        return false
      }
      try transaction.run(
        """
        INSERT INTO states (origin, note, time) VALUES (?, ?, ?)
        ON CONFLICT (origin) DO UPDATE SET note = excluded.note, time = excluded.time
        """,
        [Self.key(origin), new.note.bytes.databaseValue, try new.time.databaseValue])
      return true
    }
  }

  /// Keeps evidence against a log, unless there is the same already.
  ///
  /// - Parameter evidence: The evidence.
  /// - Throws: ``/LabelLedger/StorageError``.
  public func keep(_ evidence: WitnessEvidence) throws {
    try file.write { database in
      try SQLiteTransaction(database).run(
        """
        INSERT INTO evidence (kind, checkpoint, request, remembered) VALUES (?, ?, ?, ?)
        ON CONFLICT (kind, checkpoint) DO NOTHING
        """,
        [
          evidence.kind.rawValue.databaseValue,
          // A text can be long: its digest tells it from others.
          Hash(of: evidence.checkpoint.text).databaseValue, evidence.request.databaseValue,
          evidence.remembered?.databaseValue ?? .null,
        ])
    }
  }

  /// The evidence that was kept, the oldest first.
  ///
  /// - Returns: The evidence.
  /// - Throws: ``/LabelLedger/StorageError``.
  public func evidence() throws -> [WitnessEvidence] {
    try file.read { database in
      let sql = "SELECT kind, request, remembered FROM evidence ORDER BY id"
      return try SQLiteTransaction(database).rows(of: "evidence", sql) { row in
        let remembered = try row.optional(2, row.bytes).map { Remembered(note: $0, time: 0) }
        let kind = try row.word(0, as: WitnessEvidence.Kind.self)
        let request = try row.bytes(1)
        do {
          return WitnessEvidence(
            kind: kind, request: try WitnessRequest(parsing: request),
            remembered: try remembered?.state())
        } catch let error as WitnessRequestError {
          throw StorageError.damaged("a request kept as evidence: \(error)")
        }
      }
    }
  }

  /// Closes the file; nothing can be read or written then.
  ///
  /// - Throws: ``/LabelLedger/StorageError`` where it is in use, or where the disk is too full to leave a single file; nothing
  ///   is lost then.
  public func close() throws { try file.close() }
}

extension SQLiteWitnessStore {
  /// A state as it is stored.
  private struct Remembered: Equatable {
    let note: [UInt8]
    let time: UInt64

    init(note: [UInt8], time: UInt64) {
      self.note = note
      self.time = time
    }

    init(_ state: WitnessState) { self.init(note: state.note.bytes, time: state.time) }

    func state() throws -> WitnessState {
      do { return try WitnessState(note: SignedNote(parsing: note), time: time) } catch {
        throw StorageError.damaged("a cosigned checkpoint: \(error)")
      }
    }
  }

  private static func remembered(
    _ origin: String, _ transaction: SQLiteTransaction
  ) throws -> Remembered? {
    let sql = "SELECT note, time FROM states WHERE origin = ?"
    return try transaction.row(of: "states", sql, [key(origin)]) { row in
      Remembered(note: try row.bytes(0), time: try row.index(1))
    }
  }

  /// The origin as bytes, so that two origins are one only byte for byte.
  private static func key(_ origin: String) -> DatabaseValue { Array(origin.utf8).databaseValue }
}

extension SQLiteFormat {
  /// The database of a witness: "FGLW" in the header.
  static let witness = SQLiteFormat(
    applicationID: 0x4647_4C57,
    migrations: [
      SQLiteMigration(
        version: 1,
        sql: """
          CREATE TABLE states (
            origin BLOB PRIMARY KEY,
            note BLOB NOT NULL,
            time INTEGER NOT NULL
          ) STRICT;
          CREATE TRIGGER states_remain BEFORE DELETE ON states
            BEGIN SELECT RAISE(ABORT, 'What was cosigned is never forgotten.'); END;
          CREATE TABLE evidence (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            checkpoint BLOB NOT NULL,
            request BLOB NOT NULL,
            remembered BLOB,
            UNIQUE (kind, checkpoint)
          ) STRICT;
          CREATE TRIGGER evidence_stays BEFORE UPDATE ON evidence
            BEGIN SELECT RAISE(ABORT, 'Evidence never changes.'); END;
          CREATE TRIGGER evidence_remains BEFORE DELETE ON evidence
            BEGIN SELECT RAISE(ABORT, 'Evidence is never deleted.'); END;
          """)
    ])
}
