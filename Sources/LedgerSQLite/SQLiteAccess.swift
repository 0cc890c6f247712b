/// How a database file is opened.
public enum SQLiteAccess: Hashable, Sendable, CaseIterable {
  /// Makes a new one; a file that is there must be empty.
  case create
  /// Opens one that is there, for reading and writing, and brings it to the version of this program.
  case write
  /// Opens one that is there, for reading only.
  ///
  /// SQLite makes the index of the write-ahead log beside the file, so the folder must be writable; only a backup,
  /// which has no such log, can be read in a folder that is not.
  case read
}
