import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `history`.
struct HistoryCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Shows every entry about an example, oldest first.",
    discussion: Table.help(EntryRows.columns + ["note"]) + " (note with --notes).")

  @Argument(help: ArgumentHelp("The example.", valueName: "example"), transform: TypedArgument.name)
  var example: Identifier

  @Option(help: ArgumentHelp("The data set.", valueName: "name"), transform: TypedArgument.name)
  var dataset: Identifier?

  @Flag(help: "Show the notes that are kept outside the log.")
  var notes = false

  @Option(help: "text, csv or json.")
  var format: OutputFormat = .text

  @OptionGroup var options: LedgerOptions

  func execute() throws {
    let ledger = try ReadLedger(options)
    var table = Table(EntryRows.columns + (notes ? ["note"] : []))
    try ledger.storage.read { reader in
      for index in try reader.history(dataset: ledger.dataset(dataset), example: example) {
        try EntryRows.forEach(index..<(index + 1), in: reader) { entry, reference in
          var row = EntryRows.row(entry, at: reference)
          if notes { row.append(.maybe(try note(entry, reference, reader))) }
          table.add(row)
        }
      }
    }
    guard table.count > 0 else {
      throw UsageError("the ledger holds nothing about '\(example)'")
    }
    try table.write(format)
  }

  private func note(
    _ entry: Entry, _ reference: EntryReference, _ reader: some LedgerReader
  ) throws -> String? {
    guard let commitment = entry.reason?.note else { return nil }
    guard let note = try reader.privateNote(reference.leafHash) else { return "(erased)" }
    return note.opens(commitment)
      ? note.text : "(not the note that the entry was written with)"
  }
}

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

/// `blame`.
struct BlameCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "blame",
    abstract: "Shows the label in force of every example, with who, when and which entry.",
    discussion: Table.help(columns) + ".")

  private static let columns = [
    "example", "label", "annotator", "time", "entry", "status", "batch", "leaf_hash",
  ]

  @Argument(
    help: ArgumentHelp("Only these examples.", valueName: "example"), transform: TypedArgument.name)
  var examples: [Identifier] = []

  @Option(help: ArgumentHelp("The data set.", valueName: "name"), transform: TypedArgument.name)
  var dataset: Identifier?

  @Option(help: "text, csv or json.")
  var format: OutputFormat = .text

  @OptionGroup var options: LedgerOptions

  func execute() throws {
    let ledger = try ReadLedger(options)
    let dataset = ledger.dataset(dataset)
    var table = Table(Self.columns)
    try ledger.storage.read { reader in
      let heads =
        examples.isEmpty
        ? try reader.allHeads(dataset: dataset)
        : try examples.map { name in
          guard let head = try reader.head(dataset: dataset, example: name) else {
            throw UsageError("the ledger holds no label of '\(name)'")
          }
          return head
        }
      for head in heads {
        table.add([
          .text(head.example.text), .maybe(head.label?.text), .text(head.annotator.text),
          .text(Timestamp.text(head.time)), .number(Int64(head.entry.index)),
          .text(head.status.rawValue), .maybe(head.batch?.text), .hash(head.entry.leafHash),
        ])
      }
    }
    try table.write(format, orSay: "The ledger holds no label of '\(dataset)'.")
  }
}
