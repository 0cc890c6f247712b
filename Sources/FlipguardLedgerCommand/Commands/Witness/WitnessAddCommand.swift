import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `witness add`.
struct WitnessAddCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Adds a witness's cosignature to a checkpoint of one's own ledger, and publishes it.")

  @Argument(help: ArgumentHelp("The cosigned checkpoint.", valueName: "file"))
  var file: String

  @Option(
    name: .customLong("key"),
    help: ArgumentHelp("The witness's public key.", valueName: "key"))
  var witnessKey: String

  @OptionGroup var options: LedgerOptions

  func execute() throws {
    let open = try OpenLedger(options)
    let key = try Keys.verifier(witnessKey, "--key")
    guard key != open.folder.description.verifierKey else {
      throw UsageError("--key is the ledger's own key; give the witness's")
    }
    let (note, checkpoint) = try Keys.checkpoint(file)
    let verification: SignedNote.Verification
    do {
      verification = try note.verify(with: [open.folder.description.verifierKey, key])
    } catch { throw NotVerified("\(file): \(Phrase.of("\(error)"))") }
    guard verification.isSigned(by: open.folder.description.verifierKey),
      verification.isSigned(by: key)
    else { throw NotVerified("\(file) is not signed by both the ledger and the witness") }
    guard let kept = try open.storage.read({ try $0.checkpoint(size: checkpoint.size) }),
      kept.root == checkpoint.root
    else { throw NotVerified("\(file) is a checkpoint that this ledger has not signed") }
    let more = verification.verified.filter { $0.key == key }.map(\.signature)
    let cosigned = StoredCheckpoint(
      size: kept.size, root: kept.root,
      note: try SignedNote(parsing: kept.note).adding(more).bytes)
    try open.storage.write { try $0.insert(cosigned) }
    let latest = try open.storage.read { try $0.checkpoint(size: nil) }
    if latest == cosigned {
      try open.storage.read { try open.folder.publish(cosigned, from: $0) }
    }
    try StandardStream.output.write(
      "Added the cosignature of \(key.name) to the checkpoint of \(kept.size) entries.\n")
  }
}
