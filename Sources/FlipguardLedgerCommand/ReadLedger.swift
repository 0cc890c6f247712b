import LabelLedger
import LedgerSQLite

/// A ledger opened for reading.
struct ReadLedger {
  let folder: LedgerFolder
  let storage: SQLiteStorage

  init(_ options: LedgerOptions) throws {
    try self.init(options.folder())
  }

  init(_ folder: LedgerFolder) throws {
    self.folder = folder
    storage = try SQLiteStorage(path: folder.storagePath, access: .read)
  }

  /// The data set that is meant.
  func dataset(_ name: Identifier?) -> Identifier { name ?? folder.description.dataset }

  /// The labels that the first entries left in force, with or without some of the entries.
  func replay(
    without scope: ReplayScope = ReplayScope(), upTo point: Point = .now
  ) throws -> Replay {
    try storage.read { reader in
      var replay = Replay(without: scope, policy: folder.policy)
      let size = try point.size(in: reader)
      try EntryRows.forEach(0..<size, in: reader) { replay.take($0, at: $1) }
      return replay
    }
  }
}
