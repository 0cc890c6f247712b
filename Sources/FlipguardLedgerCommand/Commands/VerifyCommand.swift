import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `verify`.
struct VerifyCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract:
      "Verifies proofs, checkpoints, sealed snapshots and published logs, from files and a public key alone.",
    discussion: """
      A file is a proof (prove, seals) or a checkpoint; a folder is a seal or a published log. Checkpoints that \
      others hold are compared with each other, and with the log where its folder is given too: two that are signed \
      and do not agree prove a split view. Exit code 1 where something does not verify.
      """)

  @Argument(
    help: ArgumentHelp("Proofs, checkpoints, folders of seals or logs.", valueName: "path"))
  var paths: [String]

  @Option(
    name: .customLong("key"),
    help: ArgumentHelp(
      "The ledger's public key, name+id+key, from a source that you trust. Repeatable.",
      valueName: "key"))
  var keys: [String] = []

  @Option(
    help: ArgumentHelp(
      "A policy of logs, witnesses and quorum (C2SP tlog-policy), beside or instead of --key.",
      valueName: "file"))
  var policy: String?

  @Option(
    name: .customLong("signer"),
    help: ArgumentHelp(
      "The public key of a person who signs seals, 32 bytes in Base64. Repeatable.",
      valueName: "key"))
  var signers: [String] = []

  @Option(help: ArgumentHelp("Number of signatures that a seal needs.", valueName: "n"))
  var signatures = 1

  @Option(
    help: ArgumentHelp(
      "The entry that a proof is about, where it is not in the proof.", valueName: "file"))
  var entry: String?

  @Flag(name: .shortAndLong, help: "Say nothing on standard error but errors.")
  var quiet = false

  func execute() throws {
    guard (1...8).contains(signatures) else {
      throw UsageError("--signatures is \(signatures); allowed: 1 to 8")
    }
    var verification = try Verification(self)
    for path in paths { try verification.take(path) }
    try verification.finish()
  }
}
