import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `key`: who may write.
struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "Lets actors in, replaces their keys, and shuts them out.",
    subcommands: [
      KeyAddCommand.self, KeyListCommand.self, KeyRotateCommand.self, KeyRevokeCommand.self,
    ])
}
