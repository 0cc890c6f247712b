import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `witness init`.
struct WitnessInitCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Makes a witness's key and memory.")

  @OptionGroup var witness: WitnessOptions

  func execute() throws {
    try witness.check()
    let home = try LedgerHome(witness.home)
    let key = try SignerKey(named: witness.name)
    try home.makeFolders()
    try home.keep(key, as: WitnessOptions.keyName, of: witness.name)
    do {
      _ = try SQLiteWitnessStore(path: home.witnessFile(of: witness.name), access: .create)
    } catch {
      try home.discard(WitnessOptions.keyName, of: witness.name)
      throw error
    }
    try StandardStream.output.write(
      """
      Made the witness \(witness.name). Its public key, which goes into policies:
        \(key.cosignerKey)

      """)
  }
}
