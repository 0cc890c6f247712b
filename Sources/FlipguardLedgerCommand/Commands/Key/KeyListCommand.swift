import ArgumentParser
import LabelLedger
import LedgerSQLite

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
