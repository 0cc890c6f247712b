import LabelLedger
import LedgerSQLite

/// The audit of a ledger's folder, with the published files and the guard around it.
struct Audit {
  let folder: LedgerFolder
  let storage: SQLiteStorage
  let home: LedgerHome
  let depth: Fsck.Depth
  let isQuiet: Bool

  /// What the audit looked at and found; faults of the database file come first.
  func run() throws -> (faults: [String], report: FsckReport) {
    let origin = folder.description.origin
    var surroundings = Fsck.Surroundings()
    surroundings.publishedCheckpoint = try folder.publishedCheckpoint()
    surroundings.tile = { try folder.tile($0) }
    let guardPath = home.guardFile(of: origin)
    if DurableFile.exists(guardPath) {
      let guardStore = try SQLiteGuard(path: guardPath, access: .read)
      surroundings.guarded = try guardStore.signedTree(origin: origin) ?? .nothing
      surroundings.guardedLater = { try guardStore.signedTree(origin: origin) ?? .nothing }
    } else if !isQuiet {
      warn("No guard of this ledger is here, so a rollback to an older copy is not found.")
    }
    let faults = try storage.fileFaults()
    let report = try storage.read { reader in
      let progress = Progress("auditing", of: Int(try reader.size()), isQuiet: isQuiet)
      surroundings.progress = { progress.reach(Int($0)) }
      defer { progress.end() }
      return try Fsck(
        verifierKey: folder.description.verifierKey, policy: folder.policy, depth: depth
      ).run(reader, with: surroundings)
    }
    return (faults, report)
  }
}
