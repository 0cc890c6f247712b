import ArgumentParser
import LabelLedger
import LedgerSQLite

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
