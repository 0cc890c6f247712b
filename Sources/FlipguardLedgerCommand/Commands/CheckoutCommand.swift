import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `checkout`.
struct CheckoutCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "checkout",
    abstract: "Writes the labels as they are, or as they were at a size or time.",
    discussion: """
      The CSV has the columns id,label,annotator,batch, sorted by id, which `flipguard scan DATA --id COLUMN --labels \
      FILE --group annotator` joins to DATA. --answers writes task,worker,label instead: every annotator's own last \
      answer, which import reads.
      """)

  @Option(
    help: ArgumentHelp(
      "A number of entries, a time such as 2026-05-01T12:00:00Z, or now.", valueName: "point"))
  var at = "now"

  @Flag(help: "Every annotator's own last answer, not the labels in force.")
  var answers = false

  @Option(help: ArgumentHelp("The data set.", valueName: "name"), transform: TypedArgument.name)
  var dataset: Identifier?

  @Option(help: ArgumentHelp("Where to write; default standard output.", valueName: "file"))
  var output: String?

  @Option(help: "csv, json or text.")
  var format: OutputFormat = .csv

  @OptionGroup var options: LedgerOptions

  func validate() throws {
    guard !answers || at == "now" else {
      throw ValidationError("--answers goes without --at")
    }
  }

  func execute() throws {
    let ledger = try ReadLedger(options)
    let dataset = ledger.dataset(dataset)
    let point = try Point(parsing: at)
    var table: Table
    if answers {
      table = Table(["task", "worker", "label"])
      for answer in try ledger.storage.read({ try $0.answers(dataset: dataset) }) {
        guard let label = answer.label else { continue }
        table.add([.text(answer.example.text), .text(answer.annotator.text), .text(label.text)])
      }
    } else {
      table = Checkout.table(
        of: try ledger.heads(dataset, at: point).filter { $0.status == .accepted })
    }
    guard table.count > 0 else {
      throw UsageError("the ledger holds no labels of '\(dataset)' at that point")
    }
    try table.write(format, to: output)
    if let output { options.note("Wrote \(Count.of(table.count, "label")) to \(output).") }
  }
}
