import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `restore`.
struct RestoreCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Makes a ledger's folder from a backup, after auditing it against the guard.",
    discussion: """
      A backup that holds less than was signed is refused: it would sign a second history. It can still be read \
      where it lies, and a new ledger can take over its labels: checkout, then init and record.
      """)

  @Argument(help: ArgumentHelp("The backup's folder.", valueName: "backup"))
  var backup: String

  @Argument(help: ArgumentHelp("The folder to make.", valueName: "folder"))
  var target = LedgerOptions.defaultFolder

  @Option(help: ArgumentHelp("The folder of keys and guards.", valueName: "folder"))
  var home: String?

  @Flag(name: .shortAndLong, help: "Say nothing on standard error but errors.")
  var quiet = false

  func execute() throws {
    let folder = try LedgerFolder(opening: backup)
    try LedgerFolder.refuseTaken(target)
    let origin = folder.description.origin
    let storage = try SQLiteStorage(path: folder.storagePath, access: .read)
    let home = try LedgerHome(home)
    let guardPath = home.guardFile(of: origin)
    var surroundings = Fsck.Surroundings()
    if DurableFile.exists(guardPath) {
      let guardStore = try SQLiteGuard(path: guardPath, access: .read)
      surroundings.guarded = try guardStore.signedTree(origin: origin) ?? .nothing
      surroundings.guardedLater = { try guardStore.signedTree(origin: origin) ?? .nothing }
    }
    let report = try storage.read { reader in
      let progress = Progress("auditing", of: Int(try reader.size()), isQuiet: quiet)
      surroundings.progress = { progress.reach(Int($0)) }
      defer { progress.end() }
      return try Fsck(verifierKey: folder.description.verifierKey, policy: folder.policy)
        .run(reader, with: surroundings)
    }
    if let guarded = surroundings.guarded, guarded.size > report.tree.size {
      throw LedgerError.rolledBack(signed: guarded, stored: report.tree)
    }
    guard report.isSound else {
      throw NotVerified(
        "\(backup) is not sound, and nothing was restored: \(report.findings.map(\.description).first ?? "")"
      )
    }
    _ = try folder.copy(storage, to: target)
    try home.makeFolders()
    try Self.watch(origin, report.tree, guardPath)
    try StandardStream.output.write(
      "Restored \(Count.of(report.tree.size, "entry")) to \(target), all verified. Root \(report.tree.root.base64).\n"
    )
  }

  /// Where no guard is left, as on a new machine, it begins with what was restored.
  private static func watch(_ origin: String, _ tree: SignedTree, _ path: String) throws {
    guard !DurableFile.exists(path) else { return }
    let store = try SQLiteGuard(path: path, access: .create)
    guard try store.replace(origin: origin, expected: nil, by: tree) else {
      throw LedgerError.contended(origin: origin)
    }
  }
}
