import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `freeze`.
struct FreezeCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "freeze",
    abstract: "Ends a ledger: it can be read and verified for ever, and written no more.",
    discussion:
      "The way to replace a ledger's own key: checkout, freeze, init --after, then import --format checkout."
  )

  @Flag(help: "Yes, for ever.")
  var forever = false

  @OptionGroup var options: LedgerOptions

  func execute() throws {
    guard forever else {
      throw UsageError("a frozen ledger takes no more entries, ever; say --forever")
    }
    let open = try OpenLedger(options)
    let draft = Draft(
      .note(.ledgerFrozen), by: open.author(LedgerRules.ledgerActor, .service), signer: nil,
      about: Subject(dataset: open.folder.description.dataset))
    _ = try open.ledger.append([draft])
    let checkpoint = try open.publish()
    try StandardStream.output.write(
      "Frozen at \(Count.of(checkpoint.size, "entry")), root \(checkpoint.root.base64).\n")
  }
}
