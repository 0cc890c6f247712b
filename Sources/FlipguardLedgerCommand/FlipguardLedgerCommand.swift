import ArgumentParser

/// The program `flipguard-ledger`.
@main
struct FlipguardLedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flipguard-ledger",
    abstract: "Keeps a tamper-evident history of who gave which label.")
}
