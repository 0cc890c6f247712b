import FoundationEssentials
import LabelLedger
import LedgerSQLite
import LedgerTestSupport
import Testing

struct SQLiteStorageLawTests {
  @Test(arguments: StorageLaw.all)
  func `SQLite keeps the law`(law: StorageLaw) async throws {
    let folder = try TemporaryFolder()
    let member = StorageMember(
      "SQLite",
      make: { try SQLiteStorage(path: folder.file("ledger.sqlite"), access: .create) },
      reopen: { storage in
        guard let storage = storage as? SQLiteStorage else { return storage }
        try storage.close()
        return try SQLiteStorage(path: storage.path, access: .read)
      })
    try await law.check(member)
  }
}
