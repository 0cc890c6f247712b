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

/// Which witness, and where it keeps its key and memory.
struct WitnessOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The witness's name, as example.org/witness.", valueName: "name"))
  var name: String

  @Option(
    help: ArgumentHelp(
      "The folder of keys. Default: what FLIPGUARD_HOME names, else ~/.flipguard.",
      valueName: "folder"))
  var home: String?

  /// The file of a witness's key under its name.
  static let keyName: Identifier = "witness"

  func key() throws -> SignerKey {
    try check()
    let home = try LedgerHome(home)
    guard let key = try home.key(Self.keyName, of: name) else {
      throw FolderError.notFound(
        path: try home.keyFile(Self.keyName, of: name),
        what: "the witness's key; make it: witness init")
    }
    return key
  }

  /// Refuses a name that cannot be part of a path.
  func check() throws {
    guard Names.isOrigin(name, partCount: 1...) else {
      throw UsageError(
        "--name is '\(name)'; allowed: letters, digits, '.', '-', '_' and '/', as in example.org/witness"
      )
    }
  }

  func store() throws -> SQLiteWitnessStore {
    try check()
    let file = try LedgerHome(home).witnessFile(of: name)
    guard DurableFile.exists(file) else {
      throw FolderError.notFound(
        path: file,
        what:
          "what the witness has cosigned; make a witness by witness init, and where the file of one is lost, under another name"
      )
    }
    return try SQLiteWitnessStore(path: file, access: .write)
  }

  func witness(following logs: [VerifierKey]) throws -> Witness {
    Witness(
      key: try key(),
      rules: WitnessRules(logs: logs.map { WitnessRules.Log(origin: $0.name, keys: [$0]) }),
      store: try store(), clock: { UInt64(max(0, Clock.now() / 1000)) })
  }
}

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

/// `witness answer`.
struct WitnessAnswerCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "answer",
    abstract: "Answers one add-checkpoint request of C2SP tlog-witness, from standard input.",
    discussion:
      "Writes the body of the answer to standard output and its status code to standard error; exit code 0 for 200."
  )

  @Option(
    name: .customLong("key"),
    help: ArgumentHelp("The public key of a ledger that is followed. Repeatable.", valueName: "key")
  )
  var logKeys: [String]

  @OptionGroup var witness: WitnessOptions

  func execute() throws {
    guard let body = try DurableFile.read("/dev/stdin", limit: 1 << 20) else {
      throw FolderError.notFound(path: "standard input", what: "a request")
    }
    let keys = try logKeys.map { try Keys.verifier($0, "--key") }
    let answer = try witness.witness(following: keys).answer(body)
    try StandardStream.output.write(answer.body)
    warn("\(answer.status.rawValue)")
    if answer.status != .cosigned { throw ExitCode(1) }
  }
}

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

extension String {
  /// The text without a line feed at its end.
  var trimmingLineEnd: String { hasSuffix("\n") ? String(dropLast()) : self }
}
