import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `approve`.
struct ApproveCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "approve",
    abstract: "Approves proposed changes; with enough people for it, a change is in force.",
    discussion: """
      Who approves must be a person with a key (F10), not the proposer nor with their key or session (F1), and must \
      not have given the disputed label (F2). The approval names the very proposal (F3), within 72 hours (F4).
      """)

  @OptionGroup var decision: DecisionOptions
  @OptionGroup var actor: ActorOptions
  @OptionGroup var options: LedgerOptions

  func execute() throws { try decision.decide(.approve, actor, options) }
}
