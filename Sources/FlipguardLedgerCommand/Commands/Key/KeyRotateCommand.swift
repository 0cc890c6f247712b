import ArgumentParser
import LabelLedger
import LedgerSQLite

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
