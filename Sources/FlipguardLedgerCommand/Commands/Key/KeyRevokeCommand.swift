import ArgumentParser
import LabelLedger
import LedgerSQLite

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
