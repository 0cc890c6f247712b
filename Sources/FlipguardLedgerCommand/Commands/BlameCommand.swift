import ArgumentParser
import LabelLedger
import LedgerSQLite

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
