import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `reject`.
struct RejectCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "reject",
    abstract: "Rejects proposed changes, under the same rules as an approval.")

  @OptionGroup var decision: DecisionOptions
  @OptionGroup var actor: ActorOptions
  @OptionGroup var options: LedgerOptions

  func execute() throws { try decision.decide(.reject, actor, options) }
}
