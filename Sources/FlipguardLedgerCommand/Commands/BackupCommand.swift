import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `backup`.
struct BackupCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copies a ledger as it is at one moment, also while others write to it.",
    discussion: """
      Keys and the guard are not copied: keep a copy of the keys in another place, and never bring an old guard back.
      """)

  @Argument(help: ArgumentHelp("The folder to make.", valueName: "folder"))
  var target: String

  @OptionGroup var options: LedgerOptions

  func execute() throws {
    let ledger = try ReadLedger(options)
    let size = try ledger.folder.copy(ledger.storage, to: target)
    try StandardStream.output.write("Copied \(Count.of(size, "entry")) to \(target).\n")
  }
}
