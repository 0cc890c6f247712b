import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `key`: who may write.
struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "Lets actors in, replaces their keys, and shuts them out.",
    subcommands: [
      KeyAddCommand.self, KeyListCommand.self, KeyRotateCommand.self, KeyRevokeCommand.self,
    ])
}

/// `key add`.
struct KeyAddCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Lets an actor in; the ledger's own key signs for it.")

  @Argument(
    help: ArgumentHelp("The actor's pseudonym; it stays in the log for ever.", valueName: "name"),
    transform: TypedArgument.name)
  var name: Identifier

  @Option(help: "What the actor is. Only people count as one of the two that a change needs.")
  var kind: ActorKind = .human

  @Option(
    help: ArgumentHelp(
      "The actor's public key in Base64, made elsewhere. Default: a new key is made here.",
      valueName: "key"))
  var publicKey: String?

  @OptionGroup var options: LedgerOptions

  func execute() throws {
    let open = try OpenLedger(options)
    let given = try publicKey.map { text -> PublicKey in
      guard let bytes = Base64.decode(text), let key = PublicKey(bytes) else {
        throw UsageError("--public-key is '\(text)'; it takes 32 bytes in Base64")
      }
      return key
    }
    try Self.add(name, kind, given, to: open)
    try open.publish()
    let file = try given == nil ? " in \(open.home.keyFile(name, of: open.ledger.origin))" : ""
    try StandardStream.output.write("\(name) is in, with a key\(file).\n")
  }

  /// Makes a key and writes the entry that lets it in.
  static func add(
    _ name: Identifier, _ kind: ActorKind, _ given: PublicKey? = nil, to open: OpenLedger
  ) throws {
    guard LedgerHome.isPlain(name.text), name != LedgerRules.ledgerActor else {
      throw FolderError.name(name.text)
    }
    if let record = try open.storage.read({ try $0.actor(name) }), record.fingerprint != nil {
      throw RuleViolation.hasKey(actor: name)
    }
    let isNew = given == nil
    if isNew { try retireEndedKey(name, open) }
    let key = try given ?? open.newKey(name)
    do {
      try open.write(
        .keyAdded, key: KeyChange(actor: name, kind: kind, publicKey: key, replaces: nil))
    } catch {
      if isNew { try open.home.discard(name, of: open.ledger.origin) }
      throw error
    }
  }

  /// Puts the key of an actor aside who was shut out and comes back.
  private static func retireEndedKey(_ name: Identifier, _ open: OpenLedger) throws {
    let origin = open.ledger.origin
    guard let signer = try open.home.key(name, of: origin) else { return }
    let fingerprint = ActorKey(name: name, signer: signer).publicKey.fingerprint
    guard try open.storage.read({ try $0.key(fingerprint) })?.ended != nil else { return }
    _ = try open.home.retire(name, of: origin)
  }
}

/// `key list`.
struct KeyListCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Shows who may write, and with which key.",
    discussion: Table.help(columns) + ".")

  private static let columns = ["actor", "kind", "key", "status", "secret_here"]

  @Option(help: "text, csv or json.")
  var format: OutputFormat = .text

  @OptionGroup var options: LedgerOptions

  func execute() throws {
    let ledger = try ReadLedger(options)
    let home = try options.privateHome()
    var table = Table(Self.columns)
    let changes = try ledger.storage.read { try $0.state() }
    var kinds: [Identifier: ActorRecord] = [:]
    for case .actor(let record) in changes { kinds[record.id] = record }
    let keys = changes.compactMap { change -> KeyRecord? in
      if case .key(let key) = change { key } else { nil }
    }
    for key in keys.sorted(by: { $0.added < $1.added }) {
      let isKept =
        try home.key(key.actor, of: ledger.folder.description.origin)
        .map { ActorKey(name: key.actor, signer: $0).publicKey == key.key } ?? false
      table.add([
        .text(key.actor.text), .maybe(kinds[key.actor]?.kind.rawValue),
        .hash(key.key.fingerprint),
        .text(key.ended.map { "ended by entry \($0)" } ?? "in use"), .text(isKept ? "yes" : "no"),
      ])
    }
    try table.write(format, orSay: "Nobody has a key: flipguard-ledger key add NAME")
  }
}

/// `key rotate`.
struct KeyRotateCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate",
    abstract: "Replaces an actor's key by a new one; what the old one signed stays valid.")

  @Argument(help: ArgumentHelp("The actor.", valueName: "name"), transform: TypedArgument.name)
  var name: Identifier

  @OptionGroup var options: LedgerOptions

  func execute() throws {
    let open = try OpenLedger(options)
    let (author, old) = try open.author(name)
    guard let old else {
      throw UsageError("the ledger's own key is not replaced: freeze, then init --after")
    }
    let origin = open.ledger.origin
    let file = try open.home.keyFile(name, of: origin)
    let retired = try open.home.retire(name, of: origin)
    do {
      var draft = Draft(
        .note(.keyRotated), by: author, signer: old,
        about: Subject(dataset: open.folder.description.dataset))
      draft.key = KeyChange(
        actor: name, kind: author.kind, publicKey: try open.newKey(name),
        replaces: old.publicKey.fingerprint)
      _ = try open.ledger.append([draft])
    } catch {
      try open.home.bringBack(name, of: origin, from: retired)
      throw error
    }
    try open.publish()
    try StandardStream.output.write(
      "\(name) has a new key in \(file); the old one is kept in \(retired).\n")
  }
}

/// `key revoke`.
struct KeyRevokeCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract:
      "Shuts an actor out from now on; what the key signed before stays, and replay can leave it out."
  )

  @Argument(help: ArgumentHelp("The actor.", valueName: "name"), transform: TypedArgument.name)
  var name: Identifier

  @OptionGroup var options: LedgerOptions

  func execute() throws {
    let open = try OpenLedger(options)
    guard let record = try open.storage.read({ try $0.actor(name) }),
      let fingerprint = record.fingerprint,
      let key = try open.storage.read({ try $0.key(fingerprint) })
    else { throw UsageError("'\(name)' has no key in use; 'key list' shows the keys") }
    try open.write(
      .keyRevoked,
      key: KeyChange(actor: name, kind: record.kind, publicKey: key.key, replaces: nil))
    try open.publish()
    try StandardStream.output.write("\(name) is shut out.\n")
  }
}

extension OpenLedger {
  /// Makes a key in the private folder.
  func newKey(_ name: Identifier) throws -> PublicKey {
    let signer = try SignerKey(named: name.text)
    try home.keep(signer, as: name, of: ledger.origin)
    return ActorKey(name: name, signer: signer).publicKey
  }

  /// Writes an entry about a key, by the ledger itself.
  func write(_ kind: EntryKind, key: KeyChange) throws {
    var draft = Draft(
      .note(kind), by: author(LedgerRules.ledgerActor, .service), signer: nil,
      about: Subject(dataset: folder.description.dataset))
    draft.key = key
    _ = try ledger.append([draft])
  }
}
