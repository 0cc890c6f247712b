internal import GRDB
public import LabelLedger

/// A ledger's storage in an SQLite file (3.37 or later), for one machine.
///
/// A write is one immediate transaction, and is on the disk when it returns: the file is in WAL mode with
/// `synchronous = FULL`, which is checked at every opening. Reads run beside it, each in the view of the last commit
/// before it began; at most four at a time, others wait. A write waits at most five seconds for a write of another
/// program. Neither may be begun within another on the same storage.
///
/// Entries, nodes and checkpoints are guarded by triggers against change and deletion. Whoever may write the file can
/// remove those, so what proves that nothing was changed are the hashes, the checkpoints and their witnesses.
public final class SQLiteStorage: LedgerStorage {
  let file: SQLiteFile

  /// Opens the file of a ledger.
  ///
  /// - Parameters:
  ///   - path: The file. Two more lie beside it while it is open: the write-ahead log and its index.
  ///   - access: Whether it is made, written or only read.
  /// - Throws: ``/LabelLedger/StorageError`` for a file that is missing, there already, of another program, of a later
  ///   version, damaged, or on a disk that is not waited for.
  public init(path: String, access: SQLiteAccess) throws {
    file = try SQLiteFile(path: path, format: .ledger, access: access)
  }

  /// The file.
  public var path: String { file.path }

  /// What `PRAGMA synchronous` reads on the connection that writes; 2, which is FULL, in every opened storage.
  ///
  /// - Returns: The number.
  /// - Throws: ``/LabelLedger/StorageError`` where the storage is closed.
  public func synchronous() throws -> Int64 { try file.synchronous() }

  /// Reads in one view, while others may write.
  ///
  /// - Parameter body: What reads.
  /// - Returns: What it returns.
  /// - Throws: What the body throws, and ``/LabelLedger/StorageError``.
  public func read<Result>(_ body: (any LedgerReader) throws -> Result) throws -> Result {
    try file.read { try body(SQLiteTransaction($0)) }
  }

  /// Writes all or nothing; it is on the disk when this returns.
  ///
  /// - Parameter body: What writes.
  /// - Returns: What it returns.
  /// - Throws: What the body throws, and ``/LabelLedger/StorageError``; then nothing is written.
  public func write<Result>(_ body: (any LedgerWriter) throws -> Result) throws -> Result {
    let (result, hasErased) = try file.write { database in
      let transaction = SQLiteTransaction(database)
      let result = try body(transaction)
      if let failure = transaction.failure { throw failure }
      return (result, transaction.hasErased)
    }
    // What was erased must not stay readable in the log of earlier pages.
    if hasErased { try file.emptyLog() }
    return result
  }

  /// Copies the storage into a new file, while it may be written.
  ///
  /// The copy holds what was there at one commit, and is one file that can be opened like any other. The guard of the
  /// ledger is no part of it, and must not be set back with it.
  ///
  /// - Parameter path: The new file; none may be there.
  /// - Throws: ``/LabelLedger/StorageError``.
  public func backup(to path: String) throws { try file.backup(to: path) }

  /// Has SQLite look through the whole file: its pages, its indices, and the types of its columns.
  ///
  /// It cannot see a changed entry, which its leaf hash shows.
  ///
  /// - Returns: What is wrong, a sentence each, at most 100; none where all is well.
  /// - Throws: ``/LabelLedger/StorageError`` where the file is too damaged to look through.
  /// - Complexity: O(n log n) for n rows.
  public func fileFaults() throws -> [String] {
    try file.read { database in
      try SQLiteTransaction(database).rows(of: "integrity_check", "PRAGMA integrity_check") {
        try $0.text(0)
      }
      .filter { $0 != "ok" }
    }
  }

  /// Closes the file; nothing can be read or written then.
  ///
  /// The file alone then holds all, unless another program has it open.
  ///
  /// - Throws: ``/LabelLedger/StorageError`` where it is in use, or where the disk is too full to leave a single file; nothing
  ///   is lost then.
  public func close() throws { try file.close() }
}
