import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `backup`.
struct BackupCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copies a ledger as it is at one moment, also while others write to it.",
    discussion: """
      Keys and the guard are not copied: keep a copy of the keys in another place, and never bring an old guard back.
      """)

  @Argument(help: ArgumentHelp("The folder to make.", valueName: "folder"))
  var target: String

  @OptionGroup var options: LedgerOptions

  func execute() throws {
    let ledger = try ReadLedger(options)
    let size = try ledger.folder.copy(ledger.storage, to: target)
    try StandardStream.output.write("Copied \(Count.of(size, "entry")) to \(target).\n")
  }
}

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

extension LedgerFolder {
  /// Copies a ledger to a new folder, and returns the number of entries there.
  fileprivate func copy(_ storage: SQLiteStorage, to target: String) throws -> UInt64 {
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

/// `rebuild`.
struct RebuildCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Makes tables and published tiles again from the entries.",
    discussion:
      "Entries, nodes and checkpoints are never touched; fsck tells whether they are sound.")

  @OptionGroup var options: LedgerOptions

  func execute() throws {
    let open = try OpenLedger(options)
    let (before, after) = try open.storage.write { writer in
      let before = try writer.state()
      let rebuilt = try StateRebuild.state(of: writer, rules: open.ledger.rules)
      try writer.clearState()
      try writer.apply(rebuilt)
      return (before, rebuilt)
    }
    let written = try open.storage.read { reader -> Int in
      guard let checkpoint = try reader.checkpoint(size: nil) else { return 0 }
      return try open.folder.republish(checkpoint, from: reader)
    }
    let differing = Set(before).symmetricDifference(Set(after)).count
    try StandardStream.output.write(
      "Rebuilt \(Count.of(after.count, "row")) from the entries, \(differing) of them other than before, and \(Count.of(written, "published file")).\n"
    )
  }
}

/// `erase`.
struct EraseCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract:
      "Erases the note of an entry, which lies outside the log; entries and proofs stay valid.",
    discussion: """
      The log holds pseudonyms, and commitments to notes, salted so that they cannot be guessed once the note is gone. \
      Names of people belong outside the ledger altogether. Backups made before still hold the note.
      """)

  @Argument(
    help: ArgumentHelp(
      "The entry: its number, or 8 or more digits of its leaf hash.", valueName: "entry"))
  var entry: String

  @OptionGroup var actor: ActorOptions
  @OptionGroup var options: LedgerOptions

  func execute() throws {
    let open = try OpenLedger(options)
    let (author, signer) = try open.author(actor.name())
    let reference = try open.storage.entry(named: entry)
    guard try open.storage.read({ try $0.privateNote(reference.leafHash) }) != nil else {
      throw UsageError("entry \(reference.index) has no note, or it was erased before")
    }
    let stored = try open.storage.read {
      try $0.entries(reference.index..<(reference.index + 1))
    }
    let subject = try EntryRows.decode(stored[0], at: reference.index).subject
    var draft = Draft(.note(.erasureRecorded), by: author, signer: signer, about: subject)
    draft.reason = .erasure
    // The record of the erasure comes first: a stop in between leaves a note that can be erased again.
    _ = try open.ledger.append([draft])
    try open.storage.write { try $0.setPrivateNote(nil, of: reference.leafHash) }
    try open.publish()
    try StandardStream.output.write("Erased the note of entry \(reference.index).\n")
  }
}

/// `freeze`.
struct FreezeCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "freeze",
    abstract: "Ends a ledger: it can be read and verified for ever, and written no more.",
    discussion:
      "The way to replace a ledger's own key: checkout, freeze, init --after, then import --format checkout."
  )

  @Flag(help: "Yes, for ever.")
  var forever = false

  @OptionGroup var options: LedgerOptions

  func execute() throws {
    guard forever else {
      throw UsageError("a frozen ledger takes no more entries, ever; say --forever")
    }
    let open = try OpenLedger(options)
    let draft = Draft(
      .note(.ledgerFrozen), by: open.author(LedgerRules.ledgerActor, .service), signer: nil,
      about: Subject(dataset: open.folder.description.dataset))
    _ = try open.ledger.append([draft])
    let checkpoint = try open.publish()
    try StandardStream.output.write(
      "Frozen at \(Count.of(checkpoint.size, "entry")), root \(checkpoint.root.base64).\n")
  }
}
