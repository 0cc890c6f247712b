import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `witness`: cosigns checkpoints of other ledgers.
struct WitnessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "witness",
    abstract: "Cosigns checkpoints of other people's ledgers, as long as they only grow.",
    discussion: """
      A witness remembers the last checkpoint that it cosigned of each ledger, and cosigns a new one only if it \
      extends that. Whoever demands its cosignature cannot be shown another history than everybody else.
      """,
    subcommands: [
      WitnessInitCommand.self, WitnessCosignCommand.self, WitnessAnswerCommand.self,
      WitnessEvidenceCommand.self, WitnessAddCommand.self,
    ])
}
