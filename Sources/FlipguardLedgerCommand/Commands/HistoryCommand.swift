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
