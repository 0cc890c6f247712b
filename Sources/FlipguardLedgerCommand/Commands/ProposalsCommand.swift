import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `proposals`.
struct ProposalsCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "proposals", abstract: "Lists the proposals that wait for approval.",
    discussion: Table.help(columns) + ".")

  private static let columns = [
    "entry", "example", "from", "to", "proposer", "kind", "people", "time", "status", "batch",
  ]

  @Option(help: "text, csv or json.")
  var format: OutputFormat = .text

  @OptionGroup var options: LedgerOptions

  func execute() throws {
    let ledger = try ReadLedger(options)
    let folder = ledger.folder
    var table = Table(Self.columns)
    let now = Clock.now()
    let limit = Int64(folder.policy.proposalHours) * 3_600_000
    try ledger.storage.read { reader in
      for proposal in try reader.openProposals() {
        let head = try reader.head(dataset: proposal.dataset, example: proposal.example)
        let status =
          head?.entry != proposal.head
          ? "void" : now - proposal.time > limit ? "expired" : "open"
        table.add([
          .number(Int64(proposal.entry.index)), .text(proposal.example.text),
          .maybe(proposal.disputed?.text), .maybe(proposal.label?.text),
          .text(proposal.proposer.id.text), .text(proposal.proposer.kind.rawValue),
          .text("\(proposal.peopleInFavor) of \(folder.policy.peopleForChange)"),
          .text(Timestamp.text(proposal.time)), .text(status), .maybe(proposal.batch?.text),
        ])
      }
    }
    try table.write(format, orSay: "No proposal waits.")
  }
}
