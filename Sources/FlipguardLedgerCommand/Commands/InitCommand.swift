import ArgumentParser
import LabelLedger
import LedgerSQLite

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// `init`: a new ledger.
struct InitCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Makes a ledger, its key and its guard.",
    discussion: """
      checkpoint and tile/ in the ledger's folder may be published; ledger.sqlite also holds the notes, which can be \
      erased. Keys and the guard, which remembers the largest signed tree, go to the private folder, readable by its \
      owner alone.
      """)

  @Argument(help: ArgumentHelp("The folder to make.", valueName: "folder"))
  var folder = LedgerOptions.defaultFolder

  @Option(
    help: ArgumentHelp(
      "The ledger's unique name, <host>/<ledger>. Default: this host's name and the folder's.",
      valueName: "origin"))
  var origin: String?

  @Option(
    help: ArgumentHelp(
      "The data set meant where none is named. Default: the folder's name.", valueName: "name"),
    transform: TypedArgument.name)
  var dataset: Identifier?

  @Option(
    name: .customLong("actor"),
    help: ArgumentHelp("A person who may label; gets a key. Repeatable.", valueName: "name"),
    transform: TypedArgument.name)
  var actors: [Identifier] = []

  @Option(help: ArgumentHelp("Number of signatures that a seal needs, 1 to 8.", valueName: "n"))
  var sealSignatures = 1

  @Option(
    help: ArgumentHelp(
      "The frozen ledger that this one follows; the first entry names its last checkpoint.",
      valueName: "folder"))
  var after: String?

  @Option(
    help: ArgumentHelp("The folder of keys and guards.", valueName: "folder"))
  var home: String?

  @Flag(name: .shortAndLong, help: "Say nothing on standard error but errors.")
  var quiet = false

  func execute() throws { try tell(makeLedger()) }

  /// Makes the ledger, with a first checkpoint.
  func makeLedger() throws -> OpenLedger {
    let name = try Names.identifier(Self.baseName(folder), "the folder")
    let origin = origin ?? "\(Self.hostName())/\(name)"
    guard Names.isOrigin(origin) else {
      throw UsageError(
        "--origin is '\(origin)'; allowed: <host>/<ledger> of letters, digits, '.', '-', '_', as in example.com/labels"
      )
    }
    guard let policy = LedgerPolicy.offline.with(sealSignatures: sealSignatures) else {
      throw UsageError("--seal-signatures is \(sealSignatures); allowed: 1 to 8")
    }
    for actor in actors
    where !LedgerHome.isPlain(actor.text) || actor == LedgerRules.ledgerActor {
      throw FolderError.name(actor.text)
    }
    guard Set(actors).count == actors.count else {
      throw UsageError("--actor names somebody twice")
    }
    let predecessor = try after.map(Self.predecessor)
    let home = try LedgerHome(home)
    for file in [
      try home.keyFile(LedgerRules.ledgerActor, of: origin), home.guardFile(of: origin),
    ] where DurableFile.exists(file) {
      throw FolderError.exists(path: file)
    }
    try LedgerFolder.refuseTaken(folder)
    let signer = try SignerKey(named: origin)
    try home.makeFolders()
    try home.keep(signer, as: LedgerRules.ledgerActor, of: origin)
    do { try make(policy, signer, dataset ?? name, predecessor, home) } catch {
      // The first error is the one to mend; what is left is told by the next attempt.
      try? home.abandon(origin)
      throw error
    }
    var options = LedgerOptions()
    options.ledger = folder
    options.home = home.path
    options.quiet = quiet
    let open = try OpenLedger(options)
    for actor in actors { try KeyAddCommand.add(actor, .human, to: open) }
    try open.publish()
    return open
  }

  /// Makes the folder with the first entry in it, whole or not at all.
  private func make(
    _ policy: LedgerPolicy, _ signer: SignerKey, _ dataset: Identifier, _ predecessor: Predecessor?,
    _ home: LedgerHome
  ) throws {
    let description = LedgerDescription(
      origin: signer.name, verifierKey: signer.verifierKey, dataset: dataset)
    try LedgerFolder.create(folder, description: description, policy: policy) { made in
      let storage = try SQLiteStorage(path: made.storagePath, access: .create)
      let guardStore = try SQLiteGuard(path: home.guardFile(of: signer.name), access: .create)
      _ = try Ledger.create(
        storage: storage, guardStore: guardStore, signer: signer, policy: policy, dataset: dataset,
        following: predecessor,
        by: Draft.Author(
          id: LedgerRules.ledgerActor, kind: .service, session: OpenLedger.newSession(),
          tool: OpenLedger.tool, toolVersion: OpenLedger.version),
        clock: Clock.now)
      try guardStore.close()
      try storage.close()
    }
  }

  private func tell(_ open: OpenLedger) throws {
    let (folder, home) = (open.folder, open.home)
    let origin = folder.description.origin
    let keys =
      actors.isEmpty
      ? "No actor yet: flipguard-ledger key add NAME"
      : "Actors with keys: \(actors.map(\.text).joined(separator: ", "))"
    try StandardStream.output.write(
      """
      Made the ledger \(origin) in \(folder.path).
      Its public key, which others verify it with:
        \(folder.description.verifierKey)
      Keys: \(home.keys(of: origin)) (keep these secret, and a copy elsewhere)
      \(keys)

      """)
  }

  /// The last checkpoint of a frozen ledger.
  private static func predecessor(_ path: String) throws -> Predecessor {
    let folder = try LedgerFolder(opening: path)
    let storage = try SQLiteStorage(path: folder.storagePath, access: .read)
    guard let record = try storage.read({ try $0.ledgerRecord() }), record.isFrozen else {
      throw UsageError("--after is \(path), which is not frozen; freeze it first")
    }
    guard let note = try folder.publishedCheckpoint() else {
      throw FolderError.notFound(path: "\(path)/checkpoint", what: "the last checkpoint")
    }
    let checkpoint: Checkpoint
    do {
      let opened = try SignedNote(parsing: note)
      _ = try opened.verify(with: [folder.description.verifierKey])
      checkpoint = try Checkpoint(parsing: opened.text)
    } catch { throw FolderError.malformed(path: "\(path)/checkpoint", reason: "\(error)") }
    let size = try storage.read { try $0.size() }
    guard checkpoint.size == size else {
      throw FolderError.malformed(
        path: "\(path)/checkpoint",
        reason: "it is of \(checkpoint.size) entries, and the ledger has \(size); run rebuild there"
      )
    }
    return Predecessor(
      origin: try Names.identifier(checkpoint.origin, "the origin"), size: checkpoint.size,
      root: checkpoint.root)
  }

  static func baseName(_ path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? "labels"
    let name = last.hasSuffix(".ledger") ? String(last.dropLast(7)) : last
    return LedgerHome.isPlain(name) ? name : "labels"
  }

  private static func hostName() -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
    let name = String(
      decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return LedgerHome.isPlain(name) ? name : "localhost"
  }
}
