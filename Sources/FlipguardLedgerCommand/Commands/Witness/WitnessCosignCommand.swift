import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `witness cosign`.
struct WitnessCosignCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "cosign",
    abstract: "Cosigns the published checkpoint of a ledger's folder, from its files.")

  @Argument(help: ArgumentHelp("The folder of the published log.", valueName: "folder"))
  var folder: String

  @Option(
    name: .customLong("key"),
    help: ArgumentHelp("The ledger's public key, from a source that you trust.", valueName: "key"))
  var logKey: String

  @Flag(help: "Add the cosignature to the checkpoint in the folder.")
  var inPlace = false

  @OptionGroup var witness: WitnessOptions

  func execute() throws {
    let key = try Keys.verifier(logKey, "--key")
    let (note, checkpoint) = try Keys.checkpoint("\(folder)/checkpoint")
    let remembered = try witness.store().state(of: checkpoint.origin)?.checkpoint
    let oldSize = remembered?.size ?? 0
    let request = try WitnessRequest(
      oldSize: oldSize, proof: try proof(from: oldSize, to: checkpoint), note: note)
    let answer = try witness.witness(following: [key]).answer(request.bytes)
    guard answer.status == .cosigned else {
      throw NotVerified(
        "not cosigned (\(answer.status.rawValue)): \(Self.words(answer, remembered, checkpoint))")
    }
    let line = Array(answer.body.dropLast())
    guard let cosignature = NoteSignature(line: line) else {
      preconditionFailure("a witness answers with a signature line")
    }
    let cosigned = try note.adding([cosignature])
    if inPlace {
      try DurableFile.write(cosigned.bytes, to: "\(folder)/checkpoint")
      try StandardStream.output.write(
        "Cosigned \(checkpoint.size) entries of \(checkpoint.origin) in \(folder)/checkpoint.\n")
    } else {
      try StandardStream.output.write(cosigned.bytes)
    }
  }

  /// The proof that the log has only grown; none where there is nothing to compare, and the witness then decides.
  private func proof(from oldSize: UInt64, to checkpoint: Checkpoint) throws -> [Hash] {
    guard oldSize > 0, oldSize < checkpoint.size else { return [] }
    let nodes = TileNodes(size: checkpoint.size) { path in
      guard let bytes = try DurableFile.read("\(folder)/\(path)", limit: 1 << 20) else {
        throw FolderError.notFound(path: "\(folder)/\(path)", what: "a tile of the log")
      }
      return bytes
    }
    return try ConsistencyProof.make(oldSize: oldSize, newSize: checkpoint.size, from: nodes).hashes
  }

  private static func words(
    _ answer: WitnessAnswer, _ remembered: Checkpoint?, _ checkpoint: Checkpoint
  ) -> String {
    let seen = remembered.map { "\($0.size) entries with root \($0.root.base64)" } ?? "nothing"
    switch answer.status {
    case .otherSize, .inconsistent, .malformed:
      return
        "the witness has cosigned \(seen), and \(checkpoint.size) entries with root \(checkpoint.root.base64) do not extend that; "
        + "the ledger was rolled back or shows two histories"
    default:
      return String(decoding: answer.body, as: UTF8.self).trimmingLineEnd
    }
  }
}

extension String {
  /// The text without a line feed at its end.
  var trimmingLineEnd: String { hasSuffix("\n") ? String(dropLast()) : self }
}
