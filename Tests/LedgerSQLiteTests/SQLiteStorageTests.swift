import GRDB
import LabelLedger
import LedgerTestSupport
import Testing

@testable import LedgerSQLite

struct SQLiteStorageTests {
  private let folder: TemporaryFolder
  private var path: String { folder.file("ledger.sqlite") }

  init() throws { folder = try TemporaryFolder() }

  /// A storage of some entries, with checkpoint, state and note.
  private func filled(_ count: Int = 9) throws -> SQLiteStorage {
    let storage = try SQLiteStorage(path: path, access: .create)
    var log = SampleLog(seed: 11)
    try storage.write { writer in
      for _ in 0..<count { try writer.append(log.next(example: "a")) }
      try writer.insert(log.checkpoint())
      try writer.apply(SampleState.changes)
      try writer.setPrivateNote(
        PrivateNote(salt: [1, 2], text: "keep this"), of: SampleState.hash(1))
    }
    return storage
  }

  @Test(arguments: [SQLiteAccess.create, .write])
  func `Commits wait for the disk`(access: SQLiteAccess) throws {
    if access == .write { try filled().close() }
    let storage = try SQLiteStorage(path: path, access: access)
    #expect(try storage.synchronous() == 2)
    try storage.write { _ in }
    #expect(try storage.synchronous() == 2)
    let mode = try DatabaseQueue(path: path).read {
      try String.fetchOne($0, sql: "PRAGMA journal_mode")
    }
    #expect(mode == "wal")
  }

  @Test func `A file is made once, and opened only where it is`() throws {
    #expect(throws: StorageError.notFound(path: path)) {
      try SQLiteStorage(path: path, access: .write)
    }
    #expect(throws: StorageError.notFound(path: path)) {
      try SQLiteStorage(path: path, access: .read)
    }
    let storage = try filled()
    #expect(throws: StorageError.exists(path: path)) {
      try SQLiteStorage(path: path, access: .create)
    }
    try storage.close()
    #expect(throws: StorageError.exists(path: path)) {
      try SQLiteStorage(path: path, access: .create)
    }
    #expect(try SQLiteStorage(path: path, access: .read).read { try $0.size() } == 9)
  }

  @Test func `An empty file can be made a storage, and is none`() throws {
    try folder.write([], "ledger.sqlite")
    #expect(throws: StorageError.foreign(path: path)) {
      try SQLiteStorage(path: path, access: .write)
    }
    #expect(throws: StorageError.foreign(path: path)) {
      try SQLiteStorage(path: path, access: .read)
    }
    _ = try filled()
  }

  @Test(arguments: SQLiteAccess.allCases)
  func `A database of another program is refused and stays as it is`(access: SQLiteAccess) throws {
    for applicationID in [0, 7, Int(SQLiteFormat.guardStore.applicationID)] {
      let name = "foreign\(applicationID).sqlite"
      let other = try DatabaseQueue(path: folder.file(name))
      try other.write {
        try $0.execute(sql: "CREATE TABLE t (x); PRAGMA application_id = \(applicationID)")
      }
      try other.close()
      let before = try folder.bytes(name)
      #expect(throws: StorageError.foreign(path: folder.file(name))) {
        try SQLiteStorage(path: folder.file(name), access: access)
      }
      #expect(try folder.bytes(name) == before)
    }
  }

  @Test(arguments: SQLiteAccess.allCases)
  func `A file that is no database is called damaged`(access: SQLiteAccess) throws {
    try filled(40).close()
    let bytes = try folder.bytes("ledger.sqlite")
    for (number, content) in [
      Array("not a database at all, but longer than its header would have to be".utf8),
      [UInt8](repeating: 0, count: 8192), Array(bytes.prefix(50)), Array(bytes.prefix(700)),
    ].enumerated() {
      let name = "broken\(number)"
      try folder.write(content, name)
      let error = #expect(throws: StorageError.self) {
        try SQLiteStorage(path: folder.file(name), access: access)
      }
      guard case .damaged = error else {
        Issue.record("\(number): \(String(describing: error))")
        continue
      }
    }
  }

  @Test func `A truncated file is found damaged when it is opened or read`() throws {
    try filled(40).close()
    let bytes = try folder.bytes("ledger.sqlite")
    #expect(bytes.count > 20 * 4096)
    for pages in [1, 2, 3, bytes.count / 4096 / 2, bytes.count / 4096 - 1] {
      try folder.write(Array(bytes.prefix(pages * 4096)), "short.sqlite")
      let error = #expect(throws: StorageError.self, "\(pages) pages") {
        let storage = try SQLiteStorage(path: folder.file("short.sqlite"), access: .read)
        _ = try storage.read { try StorageLaw.contents($0) }
        // What was read may lie before the cut.
        if let fault = try storage.fileFaults().first { throw StorageError.damaged(fault) }
      }
      guard case .damaged = error else {
        Issue.record("\(pages): \(String(describing: error))")
        continue
      }
    }
  }

  @Test func `Entries, nodes and checkpoints cannot be changed or deleted`() throws {
    try filled().close()
    let queue = try DatabaseQueue(path: path)
    for statement in [
      "UPDATE entries SET time = 1 WHERE idx = 3", "UPDATE entries SET body = x'00'",
      "DELETE FROM entries WHERE idx = 8", "UPDATE nodes SET hash = x'00'", "DELETE FROM nodes",
      "DELETE FROM checkpoints", "UPDATE checkpoints SET size = size + 1",
      "UPDATE checkpoints SET root = zeroblob(32)",
      "UPDATE checkpoints SET note = substr(note, 1, length(note) - 1)",
      "UPDATE checkpoints SET note = CAST('x' || CAST(note AS TEXT) AS BLOB)",
      "UPDATE checkpoints SET note = zeroblob(length(note))",
    ] {
      let error = #expect(throws: DatabaseError.self, "\(statement)") {
        try queue.write { try $0.execute(sql: statement) }
      }
      #expect(error?.extendedResultCode == .SQLITE_CONSTRAINT_TRIGGER, "\(statement)")
    }
    try queue.write { database in
      try database.execute(
        sql: "UPDATE checkpoints SET note = CAST(CAST(note AS TEXT) || '— w AAAA\n' AS BLOB)")
    }
  }

  @Test func `A read-only storage reads and does not write`() throws {
    let before = try filled().read { try StorageLaw.contents($0) }
    let storage = try SQLiteStorage(path: path, access: .read)
    #expect(try storage.read { try StorageLaw.contents($0) } == before)
    #expect(throws: StorageError.readOnly) { try storage.write { _ in } }
    #expect(throws: StorageError.readOnly) { try storage.write { try $0.clearState() } }
    #expect(try storage.fileFaults() == [])
  }

  @Test func `A backup holds one commit while others follow, and opens like any storage`() throws {
    let storage = try filled()
    let before = try storage.read { try StorageLaw.contents($0) }
    let copy = folder.file("copy.sqlite")
    try storage.backup(to: copy)
    try storage.write { try $0.clearState() }
    #expect(throws: StorageError.exists(path: copy)) { try storage.backup(to: copy) }
    let nowhere = folder.file("nowhere/copy.sqlite")
    #expect(throws: StorageError.self) { try storage.backup(to: nowhere) }
    #expect(try folder.bytes("copy.sqlite")[18...19] == [1, 1], "no write-ahead log is needed")
    let read = try SQLiteStorage(path: copy, access: .read)
    #expect(try read.read { try StorageLaw.contents($0) } == before)
    #expect(try read.fileFaults() == [])
    try read.close()
    let written = try SQLiteStorage(path: copy, access: .write)
    #expect(try written.synchronous() == 2)
    try written.write { try $0.clearState() }
  }

  @Test func `An erased note leaves no bytes in the files`() throws {
    let storage = try filled()
    let secret = "a note that must go"
    let note = PrivateNote(salt: [9], text: secret)
    try storage.write { try $0.setPrivateNote(note, of: SampleState.hash(3)) }
    func files() throws -> [UInt8] {
      try folder.bytes("ledger.sqlite") + folder.bytes("ledger.sqlite-wal")
    }
    #expect(try files().contains(Array(secret.utf8)))
    try storage.write { try $0.setPrivateNote(nil, of: SampleState.hash(3)) }
    #expect(try !files().contains(Array(secret.utf8)))
    try storage.close()
    #expect(try !folder.bytes("ledger.sqlite").contains(Array(secret.utf8)))
  }

  @Test func `Two openings of one file write one after the other`() async throws {
    let first = try SQLiteStorage(path: path, access: .create)
    let second = try SQLiteStorage(path: path, access: .write)
    var log = SampleLog(seed: 12)
    for number in 0..<10 {
      let step = log.next()
      try (number % 2 == 0 ? first : second).write { try $0.append(step) }
    }
    #expect(try first.read { try $0.size() } == 10)
    let steps = (log.next(), log.next())
    // The second waits for the first, within its five seconds.
    let waiting = try first.write { writer in
      let waiting = Task.detached { try second.write { try $0.append(steps.1) } }
      let start = ContinuousClock.now
      while start.duration(to: .now) < .milliseconds(50) {}
      try writer.append(steps.0)
      return waiting
    }
    try await waiting.value
    #expect(
      try second.read { try $0.entries(10..<12).map(\.leafHash) }
        == [steps.0.entry.leafHash, steps.1.entry.leafHash])
  }

  @Test func `A full disk is an error that leaves all as it was`() throws {
    let storage = try filled()
    let before = try storage.read { try StorageLaw.contents($0) }
    func limit(_ pages: Int) throws {
      try storage.file.pool.writeWithoutTransaction {
        try $0.execute(sql: "PRAGMA max_page_count = \(pages)")
      }
    }
    try limit(1)
    var log = SampleLog(seed: 11)
    for _ in 0..<9 { _ = log.next(example: "a") }
    let steps = (0..<50).map { _ in log.next(byteCount: 4000) }
    func fill() throws {
      try storage.write { writer in
        for step in steps { try writer.append(step) }
      }
    }
    #expect(throws: StorageError.full) { try fill() }
    #expect(try storage.read { try StorageLaw.contents($0) } == before)
    #expect(throws: StorageError.full) { try fill() }
    try limit(100_000)
    try fill()
    #expect(try storage.read { try $0.size() } == 59)
    #expect(try storage.fileFaults() == [])
  }

  @Test func `What SQLite answers is said in the words of the storage`() {
    func error(_ code: ResultCode, _ message: String? = nil) -> StorageError {
      StorageError(DatabaseError(resultCode: code, message: message), path: "p")
    }
    #expect(error(.SQLITE_BUSY) == .busy)
    #expect(error(.SQLITE_FULL) == .full)
    #expect(error(.SQLITE_READONLY) == .readOnly)
    #expect(error(.SQLITE_IOERR_FSYNC, "disk I/O error") == .inputOutput("p: disk I/O error"))
    #expect(error(.SQLITE_CANTOPEN, "unable") == .inputOutput("p: unable"))
    #expect(error(.SQLITE_CORRUPT, "malformed") == .damaged("p: malformed"))
    #expect(error(.SQLITE_ERROR, "no such table: heads") == .damaged("p: no such table: heads"))
    #expect(error(.SQLITE_NOTADB) == .damaged("p is not an SQLite database, or its header is hurt"))
  }
}
