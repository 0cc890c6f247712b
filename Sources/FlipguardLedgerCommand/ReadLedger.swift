import LabelLedger
import LedgerSQLite

/// A ledger opened for reading.
struct ReadLedger {
  let folder: LedgerFolder
  let storage: SQLiteStorage
  private let options: LedgerOptions

  /// Opens the ledger that the options name, and refuses one whose storage is another ledger's.
  init(_ options: LedgerOptions) throws {
    self.options = options
    folder = try options.folder()
    storage = try SQLiteStorage(path: folder.storagePath, access: .read)
    guard let record = try storage.read({ try $0.ledgerRecord() }) else {
      throw LedgerError.damaged("\(folder.storagePath) has no first entry")
    }
    let description = folder.description
    guard record.origin.text.utf8.elementsEqual(description.origin.utf8),
      record.ingestKey.bytes == description.verifierKey.publicKey
    else {
      throw FolderError.malformed(
        path: folder.storagePath,
        reason:
          "it is of the ledger \(record.origin), and \(folder.path)/ledger.json of \(description.origin), or of another key"
      )
    }
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
      let progress = Progress("replaying", of: Int(size), isQuiet: options.quiet)
      defer { progress.end() }
      var omitted = 0
      try EntryRows.forEach(0..<size, in: reader) { entry, reference in
        if scope.contains(entry) { omitted += 1 }
        replay.take(entry, at: reference)
        progress.reach(Int(reference.index))
      }
      if !scope.isEmpty { options.note("\(Count.of(omitted, "entry")) left out.") }
      return replay
    }
  }
}

extension ReadLedger {
  /// The heads at a point of history.
  func heads(_ dataset: Identifier, at point: Point) throws -> [Head] {
    if case .now = point { return try storage.read { try $0.allHeads(dataset: dataset) } }
    return try replay(upTo: point).heads(dataset: dataset)
  }
}
