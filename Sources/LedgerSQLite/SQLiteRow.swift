internal import FoundationEssentials
internal import GRDB
internal import LabelLedger

/// A row of which every column is checked: a damaged file may hold anything.
struct SQLiteRow {
  private let row: Row
  private let table: String

  init(_ row: Row, of table: String) {
    self.row = row
    self.table = table
  }

  private func damaged(_ column: Int, _ expected: String) -> StorageError {
    .damaged("a row of \(table) has no \(expected) in column \(column)")
  }

  private func storage(_ column: Int) throws -> DatabaseValue.Storage {
    guard column < row.count else { throw damaged(column, "value") }
    return (row[column] as DatabaseValue).storage
  }

  func integer(_ column: Int) throws -> Int64 {
    guard case .int64(let value) = try storage(column) else { throw damaged(column, "integer") }
    return value
  }

  func index(_ column: Int) throws -> UInt64 {
    guard let value = UInt64(exactly: try integer(column)) else {
      throw damaged(column, "index from 0")
    }
    return value
  }

  func flag(_ column: Int) throws -> Bool {
    switch try integer(column) {
    case 0: false
    case 1: true
    default: throw damaged(column, "0 or 1")
    }
  }

  func text(_ column: Int) throws -> String {
    guard case .string(let value) = try storage(column) else { throw damaged(column, "text") }
    return value
  }

  func identifier(_ column: Int) throws -> Identifier {
    guard let value = Identifier(try text(column)) else { throw damaged(column, "identifier") }
    return value
  }

  /// Identifiers, one on each line, since none holds a line feed.
  func identifiers(_ column: Int) throws -> [Identifier] {
    try text(column).split(separator: "\n").map { line in
      guard let value = Identifier(String(line)) else { throw damaged(column, "identifiers") }
      return value
    }
  }

  func bytes(_ column: Int) throws -> [UInt8] {
    guard case .blob(let value) = try storage(column) else { throw damaged(column, "bytes") }
    return Array(value)
  }

  func hash(_ column: Int) throws -> Hash {
    guard let hash = Hash(try bytes(column)) else { throw damaged(column, "32 bytes") }
    return hash
  }

  /// A value that one of a few words stands for.
  func word<Value: RawRepresentable<String>>(_ column: Int, as: Value.Type) throws -> Value {
    guard let value = Value(rawValue: try text(column)) else { throw damaged(column, "known word") }
    return value
  }

  func publicKey(_ column: Int) throws -> PublicKey {
    guard let key = PublicKey(try bytes(column)) else { throw damaged(column, "public key") }
    return key
  }

  /// A reference to an entry, whose index and leaf hash stand in neighboring columns.
  func reference(_ column: Int) throws -> EntryReference {
    EntryReference(index: try index(column), leafHash: try hash(column + 1))
  }

  /// A value that may be absent.
  func optional<Value>(_ column: Int, _ read: (Int) throws -> Value) throws -> Value? {
    if case .null = try storage(column) { return nil }
    return try read(column)
  }
}

extension Hash {
  var databaseValue: DatabaseValue { Data(bytes).databaseValue }
}

extension [UInt8] {
  var databaseValue: DatabaseValue { Data(self).databaseValue }
}

extension UInt64 {
  /// The number as an integer of SQLite, which has a sign.
  var databaseValue: DatabaseValue {
    get throws {
      guard let value = Int64(exactly: self) else {
        throw StorageError.notStorable("the number \(self), which is above 2^63 - 1")
      }
      return value.databaseValue
    }
  }
}

extension Identifier {
  var databaseValue: DatabaseValue { text.databaseValue }
}

extension [Identifier] {
  /// One on each line.
  var databaseValue: DatabaseValue { map(\.text).joined(separator: "\n").databaseValue }
}
