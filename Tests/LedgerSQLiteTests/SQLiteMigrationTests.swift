import GRDB
import LabelLedger
import Testing

@testable import LedgerSQLite

struct SQLiteMigrationTests {
  private let folder: TemporaryFolder
  private var path: String { folder.file("some.sqlite") }

  init() throws { folder = try TemporaryFolder() }

  private static let first = SQLiteMigration(version: 1, sql: "CREATE TABLE one (x INTEGER) STRICT")
  private static let second = SQLiteMigration(
    version: 2, sql: "ALTER TABLE one ADD COLUMN y TEXT; INSERT INTO one VALUES (1, 'a')")

  private func format(_ migrations: SQLiteMigration...) -> SQLiteFormat {
    SQLiteFormat(applicationID: 77, migrations: migrations)
  }

  private func open(_ format: SQLiteFormat, _ access: SQLiteAccess) throws -> SQLiteFile {
    try SQLiteFile(path: path, format: format, access: access)
  }

  @Test func `Later steps are added to an older file, once`() throws {
    try open(format(Self.first), .create).close()
    #expect(throws: StorageError.older(path: path, version: 1, supported: 2)) {
      try open(format(Self.first, Self.second), .read)
    }
    for _ in 0..<2 {
      let file = try open(format(Self.first, Self.second), .write)
      let rows = try file.read { try Int.fetchOne($0, sql: "SELECT count(y) FROM one") }
      #expect(rows == 1)
      try file.close()
    }
    let versions = try open(format(Self.first, Self.second), .read).read {
      try Int64.fetchAll($0, sql: "SELECT version FROM schema_migrations ORDER BY version")
    }
    #expect(versions == [1, 2])
  }

  @Test(arguments: [SQLiteAccess.write, .read])
  func `A file of a later version is refused`(access: SQLiteAccess) throws {
    try open(format(Self.first, Self.second), .create).close()
    let before = try folder.bytes("some.sqlite")
    #expect(throws: StorageError.newer(path: path, version: 2, supported: 1)) {
      try open(format(Self.first), access)
    }
    #expect(try folder.bytes("some.sqlite") == before)
  }

  @Test(arguments: [SQLiteAccess.write, .read])
  func `A file that other statements made is refused`(access: SQLiteAccess) throws {
    try open(format(Self.first), .create).close()
    let other = SQLiteMigration(version: 1, sql: "CREATE TABLE two (x INTEGER) STRICT")
    #expect(throws: StorageError.differentSchema(path: path, version: 1)) {
      try open(format(other), access)
    }
  }

  @Test func `A step that fails leaves the older file`() throws {
    try open(format(Self.first), .create).close()
    let bad = SQLiteMigration(version: 2, sql: "INSERT INTO one VALUES (5); SELECT nonsense")
    #expect(throws: StorageError.self) { try open(format(Self.first, bad), .write) }
    let file = try open(format(Self.first), .write)
    #expect(try file.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM one") } == 0)
  }

  @Test func `The steps of released formats never change`() {
    #expect(SQLiteFormat.ledger.migrations.map(\.version) == [1])
    #expect(SQLiteFormat.guardStore.migrations.map(\.version) == [1])
    let checksums = (SQLiteFormat.ledger.migrations + SQLiteFormat.guardStore.migrations)
      .map(\.checksum.hexadecimal)
    #expect(
      checksums == [
        "b0a12e9f34dc9481766e7e6e247f72ef3326c399cef57b3ad3045a9df81df880",
        "06230831c3360b0780703ff3881c63012636e089638fcc2b38544a906408f953",
      ])
  }
}
