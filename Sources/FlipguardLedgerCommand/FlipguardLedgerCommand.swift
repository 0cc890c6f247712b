import ArgumentParser
import LabelLedger

/// The program `flipguard-ledger`.
@main
struct FlipguardLedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flipguard-ledger",
    abstract: "Keeps a tamper-evident history of who gave which label, when and why.",
    discussion: """
      A ledger is a folder beside your data. Every label, correction and approval is an entry that is signed, \
      chained and covered by signed checkpoints, so that anybody who has a checkpoint notices when history is changed.

      Exit codes: 0 done; 1 not verified, or fsck found something; 64 usage; 65 bad data; 66 no such input; \
      70 our bug; 73 cannot create output; 74 input or output failed; 75 busy, try again; 77 not permitted; \
      78 a secret file is open to others.
      """,
    version: OpenLedger.version.text,
    groupedSubcommands: [
      CommandGroup(
        name: "Write",
        subcommands: [
          InitCommand.self, KeyCommand.self, RecordCommand.self, ImportCommand.self,
          ApproveCommand.self, RejectCommand.self, SealCommand.self, EraseCommand.self,
          FreezeCommand.self,
        ]),
      CommandGroup(
        name: "Read",
        subcommands: [
          BlameCommand.self, HistoryCommand.self, LogCommand.self, ProposalsCommand.self,
          CheckoutCommand.self, DiffCommand.self, ReplayCommand.self,
        ]),
      CommandGroup(
        name: "Prove",
        subcommands: [
          ProveCommand.self, VerifyCommand.self, FsckCommand.self, WitnessCommand.self,
        ]),
      CommandGroup(
        name: "Keep",
        subcommands: [BackupCommand.self, RestoreCommand.self, RebuildCommand.self]),
    ])
}
