internal import GRDB
internal import LabelLedger

/// One transaction on the database of a ledger, which reads, and writes if it was begun so.
final class SQLiteTransaction {
  private let database: Database
  /// The index of the next entry, once it was looked up.
  var nextIndex: UInt64?
  /// Whether a note was erased, so that its bytes must leave the write-ahead log.
  var hasErased = false
  /// What a call of the writer threw: such a transaction is given up, also where its body goes on.
  private(set) var failure: (any Error)?

  init(_ database: Database) { self.database = database }

  /// All rows of a query.
  func rows<Value>(
    of table: String, _ sql: String, _ arguments: [DatabaseValue] = [],
    _ value: (SQLiteRow) throws -> Value
  ) throws -> [Value] {
    let statement = try database.cachedStatement(sql: sql)
    let cursor = try Row.fetchCursor(statement, arguments: Self.bound(arguments))
    var values: [Value] = []
    while let row = try cursor.next() { values.append(try value(SQLiteRow(row, of: table))) }
    return values
  }

  /// The first row of a query.
  func row<Value>(
    of table: String, _ sql: String, _ arguments: [DatabaseValue] = [],
    _ value: (SQLiteRow) throws -> Value
  ) throws -> Value? {
    let statement = try database.cachedStatement(sql: sql)
    let cursor = try Row.fetchCursor(statement, arguments: Self.bound(arguments))
    guard let row = try cursor.next() else { return nil }
    return try value(SQLiteRow(row, of: table))
  }

  /// Runs a statement without rows.
  func run(_ sql: String, _ arguments: [DatabaseValue] = []) throws {
    try database.cachedStatement(sql: sql).execute(arguments: Self.bound(arguments))
  }

  /// Runs a statement that adds what must not be there yet.
  func insert(_ what: @autoclosure () -> String, _ sql: String, _ arguments: [DatabaseValue]) throws
  {
    do { try run(sql, arguments) } catch let error as DatabaseError
      where error.resultCode == .SQLITE_CONSTRAINT
    {
      throw StorageError.duplicate(what())
    }
  }

  /// The arguments of a statement.
  ///
  /// Handed over as optional existentials: for any other sequence GRDB makes a key path anew at each call, which takes
  /// longer than many a statement.
  private static func bound(_ arguments: [DatabaseValue]) -> StatementArguments {
    StatementArguments(arguments.map { value -> (any DatabaseValueConvertible)? in value })
  }

  /// Remembers what a call of the writer throws.
  func writing(_ body: () throws -> Void) throws {
    do { try body() } catch {
      failure = failure ?? error
      throw error
    }
  }
}
