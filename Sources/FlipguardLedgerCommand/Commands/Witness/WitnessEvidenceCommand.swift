import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `witness evidence`.
struct WitnessEvidenceCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "evidence",
    abstract: "Shows what the witness keeps against ledgers that showed it two histories.")

  @OptionGroup var witness: WitnessOptions

  func execute() throws {
    let evidence = try witness.store().evidence()
    guard !evidence.isEmpty else {
      try StandardStream.output.write("No evidence against any ledger.\n")
      return
    }
    for piece in evidence {
      try StandardStream.output.write(
        "\(piece.kind.rawValue): \(piece.checkpoint.origin), \(piece.checkpoint.size) entries, root \(piece.checkpoint.root.base64)\n"
      )
      try StandardStream.output.write(piece.request)
      if let remembered = piece.remembered {
        try StandardStream.output.write("against\n")
        try StandardStream.output.write(remembered)
      }
    }
  }
}
