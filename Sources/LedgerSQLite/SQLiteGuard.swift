internal import GRDB
public import LabelLedger

/// A guard in an SQLite file of its own, for any number of ledgers.
///
/// It lies apart from the ledgers' folders and is left out of their backups: set back together with a ledger it could
/// no longer see that the ledger was set back.
public final class SQLiteGuard: GuardStore {
  private let file: SQLiteFile

  /// Opens the file of a guard.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - access: Whether it is made, written or only read.
  /// - Throws: ``/LabelLedger/StorageError``, as for ``SQLiteStorage``.
  public init(path: String, access: SQLiteAccess) throws {
    file = try SQLiteFile(path: path, format: .guardStore, access: access)
  }

  /// What was signed last.
  ///
  /// - Parameter origin: The ledger.
  /// - Returns: `nil` where the ledger has not signed yet.
  /// - Throws: ``/LabelLedger/StorageError``.
  public func signedTree(origin: String) throws -> SignedTree? {
    try file.read { try Self.signedTree(origin, SQLiteTransaction($0)) }
  }

  /// Replaces what was signed last, if it is still what the caller believes; on the disk when this returns.
  ///
  /// - Parameters:
  ///   - origin: The ledger.
  ///   - expected: What the caller believes was signed last.
  ///   - tree: What is to be signed now.
  /// - Returns: Whether it was replaced.
  /// - Throws: ``/LabelLedger/StorageError``, among them `guardRollback` for a tree that cannot come after the signed one.
  public func replace(
    origin: String, expected: SignedTree?, by tree: SignedTree
  ) throws -> Bool {
    try file.write { database in
      let transaction = SQLiteTransaction(database)
      guard try Self.signedTree(origin, transaction) == expected else { return false }
      try tree.checkFollows(expected)
      try transaction.run(
        """
        INSERT INTO signed_trees (origin, size, root) VALUES (?, ?, ?)
        ON CONFLICT (origin) DO UPDATE SET size = excluded.size, root = excluded.root
        """,
        [Self.key(origin), try tree.size.databaseValue, tree.root.databaseValue])
      return true
    }
  }

  private static func signedTree(
    _ origin: String, _ transaction: SQLiteTransaction
  ) throws -> SignedTree? {
    let sql = "SELECT size, root FROM signed_trees WHERE origin = ?"
    return try transaction.row(of: "signed_trees", sql, [Self.key(origin)]) { row in
      SignedTree(size: try row.index(0), root: try row.hash(1))
    }
  }

  /// The origin as bytes, so that two origins are one only byte for byte.
  private static func key(_ origin: String) -> DatabaseValue { Array(origin.utf8).databaseValue }

  /// Closes the file; nothing can be read or written then.
  ///
  /// - Throws: ``/LabelLedger/StorageError`` where it is in use, or where the disk is too full to leave a single file; nothing
  ///   is lost then.
  public func close() throws { try file.close() }
}

extension SQLiteFormat {
  /// The database of a guard: "FGLG" in the header.
  static let guardStore = SQLiteFormat(
    applicationID: 0x4647_4C47,
    migrations: [
      SQLiteMigration(
        version: 1,
        sql: """
          CREATE TABLE signed_trees (
            origin BLOB PRIMARY KEY,
            size INTEGER NOT NULL,
            root BLOB NOT NULL
          ) STRICT, WITHOUT ROWID;
          CREATE TRIGGER signed_trees_remain BEFORE DELETE ON signed_trees
            BEGIN SELECT RAISE(ABORT, 'What was signed is never forgotten.'); END;
          CREATE TRIGGER signed_trees_grow BEFORE UPDATE ON signed_trees
            WHEN NEW.origin IS NOT OLD.origin OR NEW.size < OLD.size
              OR (NEW.size = OLD.size AND NEW.root IS NOT OLD.root)
            BEGIN SELECT RAISE(ABORT, 'A signed tree only grows.'); END;
          """)
    ])
}
