import ArgumentParser
import LabelLedger
import LedgerSQLite

extension LedgerFolder {
  /// Copies a ledger to a new folder, and returns the number of entries there.
  func copy(_ storage: SQLiteStorage, to target: String) throws -> UInt64 {
    try LedgerFolder.create(target, description: description, policy: policy) { copy in
      try storage.backup(to: copy.storagePath)
      try copySeals(to: copy)
      let copied = try SQLiteStorage(path: copy.storagePath, access: .read)
      let size = try copied.read { reader in
        if let checkpoint = try reader.checkpoint(size: nil) {
          try copy.publish(checkpoint, from: reader)
        }
        return try reader.size()
      }
      try copied.close()
      return size
    }
  }
}
