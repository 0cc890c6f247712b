import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `diff`.
struct DiffCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Shows the labels that differ between two points of history.",
    discussion: Table.help(Differences.columns) + ".")

  @Argument(
    help: ArgumentHelp("A number of entries, a time, or now.", valueName: "from"))
  var from: String

  @Argument(
    help: ArgumentHelp("A number of entries, a time, or now.", valueName: "to"))
  var to = "now"

  @Option(help: ArgumentHelp("The data set.", valueName: "name"), transform: TypedArgument.name)
  var dataset: Identifier?

  @Option(help: "text, csv or json.")
  var format: OutputFormat = .text

  @OptionGroup var options: LedgerOptions

  func execute() throws {
    let ledger = try ReadLedger(options)
    let dataset = ledger.dataset(dataset)
    let table = try Differences.table(
      from: ledger.heads(dataset, at: Point(parsing: from)),
      to: ledger.heads(dataset, at: Point(parsing: to)))
    try table.write(format, orSay: "No label differs.")
  }
}
