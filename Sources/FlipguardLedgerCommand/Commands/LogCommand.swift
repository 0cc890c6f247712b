import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `log`.
struct LogCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Shows entries, newest first.",
    discussion: Table.help(EntryRows.columns) + ".")

  @Option(help: ArgumentHelp("At most so many; 0 for all.", valueName: "n"))
  var limit = 20

  @Option(
    help: ArgumentHelp("Only entries of this actor.", valueName: "name"),
    transform: TypedArgument.name)
  var actor: Identifier?

  @Option(help: ArgumentHelp("Only entries of this kind, as label.given.", valueName: "kind"))
  var kind: String?

  @Option(help: "text, csv or json.")
  var format: OutputFormat = .text

  @OptionGroup var options: LedgerOptions

  func execute() throws {
    guard limit >= 0 else { throw UsageError("--limit is \(limit); allowed: 0 or more") }
    let wanted = try kind.map { text -> EntryKind in
      guard let kind = EntryKind(rawValue: text) else {
        let allowed = EntryKind.allCases.map(\.rawValue).joined(separator: ", ")
        throw UsageError("--kind is '\(text)'; allowed: \(allowed)")
      }
      return kind
    }
    let ledger = try ReadLedger(options)
    var table = Table(EntryRows.columns)
    try ledger.storage.read { reader in
      var end = try reader.size()
      while end > 0, limit == 0 || table.count < limit {
        let start = end > 1024 ? end - 1024 : 0
        var rows: [[Table.Cell]] = []
        try EntryRows.forEach(start..<end, in: reader) { entry, reference in
          if actor ?? entry.actor.id == entry.actor.id, wanted ?? entry.kind == entry.kind {
            rows.append(EntryRows.row(entry, at: reference))
          }
        }
        for row in rows.reversed() where limit == 0 || table.count < limit { table.add(row) }
        end = start
      }
    }
    try table.write(format, orSay: "No such entry.")
  }
}
