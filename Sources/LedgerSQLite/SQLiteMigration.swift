internal import GRDB
internal import LabelLedger

/// One step in the making of a database; steps are only ever added, and never changed once released.
struct SQLiteMigration: Sendable {
  /// The number of the step; the steps of a format count from 1.
  let version: Int64
  /// Its statements.
  let sql: String

  /// The SHA-256 of the statements, which the database keeps.
  var checksum: Hash { Hash(of: Array(sql.utf8)) }
}

/// What a database file of ours is: whose it is, and how it is made.
struct SQLiteFormat: Sendable {
  /// The number in the header of the file by which a database of this format is known.
  let applicationID: Int64
  /// The steps that make it, in order.
  let migrations: [SQLiteMigration]

  /// The version that this program makes.
  var version: Int64 { migrations.last?.version ?? 0 }

  /// Tells whether a database is of this format, or empty.
  enum Content {
    case ours
    case empty
    case foreign
  }

  /// Looks whose a database is.
  func content(_ database: Database) throws -> Content {
    let found = try Int64.fetchOne(database, sql: "PRAGMA application_id")
    if found == applicationID { return .ours }
    let objects = try Int64.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema")
    return found == 0 && objects == 0 ? .empty : .foreign
  }

  /// Reads how far a database has come, and refuses what this program does not know.
  func storedVersion(_ database: Database, path: String) throws -> Int64 {
    let statement = "SELECT version, checksum FROM schema_migrations ORDER BY version"
    let stored = try Row.fetchAll(database, sql: statement).map { row in
      let row = SQLiteRow(row, of: "schema_migrations")
      return (version: try row.integer(0), checksum: try row.hash(1))
    }
    if let last = stored.last, last.version > version {
      throw StorageError.newer(path: path, version: last.version, supported: version)
    }
    for (step, migration) in zip(stored, migrations)
    where step.version != migration.version || step.checksum != migration.checksum {
      throw StorageError.differentSchema(path: path, version: step.version)
    }
    guard let last = stored.last, stored.count <= migrations.count else {
      throw StorageError.damaged("\(path) does not say how far it was set up")
    }
    return last.version
  }

  /// Refuses a database of a version that cannot be used, before anything in it changes.
  func check(_ database: Database, path: String, access: SQLiteAccess) throws {
    let version = try storedVersion(database, path: path)
    guard access != .read || version == self.version else {
      throw StorageError.older(path: path, version: version, supported: self.version)
    }
  }

  /// Brings a database to the version of this program, within the transaction of the caller.
  ///
  /// - Parameters:
  ///   - database: The database.
  ///   - path: Its file.
  ///   - isNew: Whether the database is to be made; an empty one is taken, any other refused.
  /// - Throws: `StorageError` for what this program does not know, and errors of SQLite.
  func migrate(_ database: Database, path: String, isNew: Bool) throws {
    var version: Int64 = 0
    if isNew {
      guard try content(database) == .empty else { throw StorageError.exists(path: path) }
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
      try database.execute(
        sql: """
          CREATE TABLE schema_migrations (
            version INTEGER PRIMARY KEY, checksum BLOB NOT NULL
          ) STRICT
          """)
    } else {
      version = try storedVersion(database, path: path)
    }
    for migration in migrations where migration.version > version {
      try database.execute(sql: migration.sql)
      try database.execute(
        sql: "INSERT INTO schema_migrations (version, checksum) VALUES (?, ?)",
        arguments: [migration.version, migration.checksum.databaseValue])
    }
  }
}
