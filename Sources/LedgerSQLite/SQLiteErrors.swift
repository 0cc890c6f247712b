internal import GRDB
internal import LabelLedger

extension StorageError {
  /// Says in the words of the storage what SQLite has answered.
  init(_ error: DatabaseError, path: String) {
    let said = "\(path): \(error.message ?? "SQLite error \(error.extendedResultCode.rawValue)")"
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL: self = .busy
    case .SQLITE_FULL: self = .full
    case .SQLITE_READONLY: self = .readOnly
    case .SQLITE_NOTADB: self = .damaged("\(path) is not an SQLite database, or its header is hurt")
    case .SQLITE_CORRUPT, .SQLITE_FORMAT, .SQLITE_EMPTY, .SQLITE_MISMATCH, .SQLITE_SCHEMA:
      self = .damaged(said)
    case .SQLITE_ERROR where error.message?.hasPrefix("no such") == true: self = .damaged(said)
    default: self = .inputOutput(said)
    }
  }

  /// Runs something that uses SQLite, and says its errors in the words of the storage.
  static func translating<Result>(
    path: String, _ body: () throws -> Result
  ) throws -> Result {
    do { return try body() } catch let error as DatabaseError {
      throw StorageError(error, path: path)
    }
  }
}
