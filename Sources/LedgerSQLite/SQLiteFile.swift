internal import FoundationEssentials
internal import GRDB
internal import LabelLedger

/// A database file of ours, opened so that what is acknowledged stays.
///
/// It is in WAL mode with `synchronous = FULL`: a commit returns after the disk has it. A file of another program, of
/// a later version or with other statements is refused before anything in it changes.
final class SQLiteFile: Sendable {
  let path: String
  let access: SQLiteAccess
  let pool: DatabasePool

  /// Seconds that a write waits for another program's write.
  private static let busyTimeout = 5.0
  /// Memory for pages of each connection, in KiB.
  private static let cacheSize = 16_384
  /// Pages in the write-ahead log after which they are brought into the database.
  private static let checkpointInterval = 4_096

  init(path: String, format: SQLiteFormat, access: SQLiteAccess) throws {
    guard access == .create || DurableFile.exists(path) else {
      throw StorageError.notFound(path: path)
    }
    self.path = path
    self.access = access
    var configuration = Configuration()
    configuration.readonly = access == .read
    configuration.busyMode = .timeout(Self.busyTimeout)
    configuration.maximumReaderCount = 4
    configuration.prepareDatabase { database in
      try Self.prepare(database)
      switch try format.content(database) {
      case .ours where access == .create && !database.configuration.readonly:
        throw StorageError.exists(path: path)
      case .ours: try format.check(database, path: path, access: access)
      case .empty where access == .create: break
      case .empty, .foreign: throw StorageError.foreign(path: path)
      }
    }
    do {
      pool = try DatabasePool(path: Self.location(path, access), configuration: configuration)
      try setUp(format)
    } catch let error as DatabaseError {
      throw StorageError(error, path: path)
    } catch let error as CocoaError {
      // GRDB looks at the write-ahead log with Foundation, whose errors say little.
      throw StorageError.inputOutput(
        "\(path) and its write-ahead log cannot be looked at (\(error.code.rawValue))")
    }
  }

  /// What SQLite opens: the path, or for reading where nothing can be written, the file as one that never changes.
  ///
  /// Even to read, SQLite would make the index of the write-ahead log beside a file that is not said to stay as it is.
  private static func location(_ path: String, _ access: SQLiteAccess) throws -> String {
    guard access == .read else { return path }
    guard FileManager.default.isReadableFile(atPath: path) else {
      throw StorageError.inputOutput("\(path) cannot be opened: permission denied")
    }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    guard !FileManager.default.isWritableFile(atPath: folder) else { return path }
    let log = try? FileManager.default.attributesOfItem(atPath: "\(path)-wal")[.size] as? Int
    guard (log ?? 0) == 0 else {
      // Changes wait in the log, and only with its index, which somebody else has made, can they be read.
      guard FileManager.default.fileExists(atPath: "\(path)-shm") else {
        throw StorageError.inputOutput(
          "\(path) has changes in its write-ahead log, which cannot be read in a folder that cannot be "
            + "written; copy the ledger to a folder of yours")
      }
      return path
    }
    let escaped = path.replacing("%", with: "%25").replacing("?", with: "%3f")
      .replacing("#", with: "%23")
    return "file:\(escaped)?immutable=1"
  }

  /// Settings of every connection.
  private static func prepare(_ database: Database) throws {
    try database.execute(
      sql: """
        PRAGMA trusted_schema = OFF;
        PRAGMA cell_size_check = ON;
        PRAGMA secure_delete = ON;
        PRAGMA fullfsync = ON;
        PRAGMA checkpoint_fullfsync = ON;
        PRAGMA cache_size = -\(cacheSize);
        """)
  }

  /// Makes commits durable, then brings the tables to the version of this program.
  private func setUp(_ format: SQLiteFormat) throws {
    guard access != .read else {
      // Opens the first connection that reads, and with it the file.
      return try pool.read { _ in }
    }
    try pool.writeWithoutTransaction { database in
      // The pool has set NORMAL when it turned the write-ahead log on, and commits could be lost with the power.
      try database.execute(
        sql: """
          PRAGMA synchronous = FULL;
          PRAGMA wal_autocheckpoint = \(Self.checkpointInterval);
          """)
      let synchronous = try Self.synchronous(database)
      guard synchronous == 2 else { throw StorageError.notDurable(synchronous: synchronous) }
      try database.inTransaction(.immediate) {
        try format.migrate(database, path: path, isNew: access == .create)
        return .commit
      }
    }
  }

  private static func synchronous(_ database: Database) throws -> Int64 {
    try Int64.fetchOne(database, sql: "PRAGMA synchronous") ?? -1
  }

  /// How the connection that writes waits for the disk; 2 is FULL.
  func synchronous() throws -> Int64 {
    try StorageError.translating(path: path) {
      try pool.writeWithoutTransaction { try Self.synchronous($0) }
    }
  }

  /// Reads in one view.
  func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try StorageError.translating(path: path) { try pool.read { try body($0) } }
  }

  /// Writes in one immediate transaction.
  func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
    guard access != .read else { throw StorageError.readOnly }
    var result: Result?
    try StorageError.translating(path: path) {
      try pool.writeInTransaction(.immediate) { database in
        result = try body(database)
        return .commit
      }
    }
    guard let result else { preconditionFailure("A write without error has a result.") }
    return result
  }

  /// Brings the write-ahead log into the database and empties it, as far as no reader needs it.
  func emptyLog() throws {
    try StorageError.translating(path: path) {
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    }
  }

  /// Copies the database into a new file while it may be written, by the backup interface of SQLite.
  ///
  /// The copy is one file without a write-ahead log, in the state of one commit.
  func backup(to destination: String) throws {
    guard !FileManager.default.fileExists(atPath: destination) else {
      throw StorageError.exists(path: destination)
    }
    do {
      try StorageError.translating(path: destination) { try copy(to: destination) }
    } catch {
      // Half a copy is none. What stopped the copy tells more than what may stop its removal.
      for suffix in ["", "-journal", "-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: destination + suffix)
      }
      throw error
    }
  }

  private func copy(to destination: String) throws {
    let copy = try DatabaseQueue(path: destination)
    try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    try pool.backup(to: copy)
    try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
    try copy.close()
  }

  /// Closes the file; nothing can be read or written then.
  ///
  /// The pool closes the connections that only read last, and those cannot bring the write-ahead log into the
  /// database. That is done first, so that the file alone is the whole database unless others use it. Where it fails,
  /// as on a full disk, the log stays and nothing is lost.
  func close() throws {
    defer { try? pool.close() }
    if access != .read { try emptyLog() }
    try StorageError.translating(path: path) { try pool.close() }
  }
}
