import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `seal`: a snapshot that trainers use.
struct SealCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "seal",
    abstract:
      "Seals the labels in force: a file, a signed statement about it, and the proof that it is in the ledger.",
    discussion: """
      Writes seals/SIZE in the ledger's folder: snapshot.csv with the accepted labels, snapshot.intoto.json (a \
      signed in-toto Statement), snapshot.svr.json (a signed verdict for policy engines) and proof.tlog-proof. \
      verify checks them with nothing but these files and the public key.

      The ledger's own key signs, then who seals, then each --cosigner. The policy says how many signatures a seal \
      needs, the ledger's among them.
      """)

  @Option(
    name: .customLong("cosigner"),
    help: ArgumentHelp("An actor who signs too. Repeatable.", valueName: "name"),
    transform: TypedArgument.name)
  var cosigners: [Identifier] = []

  @Option(help: ArgumentHelp("The data set.", valueName: "name"), transform: TypedArgument.name)
  var dataset: Identifier?

  @OptionGroup var actor: ActorOptions
  @OptionGroup var options: LedgerOptions

  func execute() throws {
    let open = try OpenLedger(options)
    let (author, signer) = try open.author(actor.name())
    let people =
      [signer].compactMap(\.self) + (try cosigners.compactMap { try open.author($0).signer })
    let signers = try [open.ownKey()] + people
    guard Set(signers.map(\.fingerprint)).count == signers.count else {
      throw UsageError("somebody signs twice; name each of --actor and --cosigner once")
    }
    let needed = open.folder.policy.sealSignatures
    guard signers.count >= needed else {
      throw UsageError(
        "a seal needs \(needed) signatures, and \(signers.count) are given; add people with --cosigner"
      )
    }
    let dataset = dataset ?? open.folder.description.dataset
    let (snapshot, seal) = try open.storage.read { reader in
      try Self.snapshot(dataset, reader)
    }
    guard !snapshot.rows.isEmpty else {
      throw UsageError("the ledger holds no accepted label of '\(dataset)'")
    }
    var draft = Draft(
      .note(.snapshotSealed), by: author, signer: signer, about: Subject(dataset: dataset))
    draft.seal = seal
    let receipt = try open.ledger.append([draft])[0]
    let checkpoint = try open.publish()
    let time = try open.storage.read {
      try EntryRows.decode(
        $0.entries(receipt.entry.index..<(receipt.entry.index + 1))[0], at: receipt.entry.index)
    }.time
    try write(snapshot, seal, at: time, signers, receipt, checkpoint, open, dataset)
  }

  /// The accepted labels, and what the seal says of them.
  private static func snapshot(
    _ dataset: Identifier, _ reader: some LedgerReader
  ) throws -> (Snapshot, Seal) {
    var rows: [Snapshot.Row] = []
    var excluded: [Identifier: UInt64] = [:]
    for head in try reader.allHeads(dataset: dataset) {
      guard head.status == .accepted, let label = head.label else {
        excluded[try Names.identifier(head.status.rawValue, "a state"), default: 0] += 1
        continue
      }
      rows.append(
        Snapshot.Row(
          example: head.example, exampleDigest: head.exampleDigest, label: label,
          leafHash: head.entry.leafHash))
    }
    let snapshot = try Snapshot(rows: rows)
    // Without a service there are no monitors, so a seal claims the first level: recorded and signed.
    return (
      snapshot, snapshot.seal(size: try reader.size(), excluded: excluded, level: .l1)
    )
  }

  private func write(
    _ snapshot: Snapshot, _ seal: Seal, at time: Int64, _ signers: [ActorKey],
    _ receipt: Receipt, _ checkpoint: StoredCheckpoint, _ open: OpenLedger, _ dataset: Identifier
  ) throws {
    let statement = SnapshotStatement(
      dataset: dataset, origin: try Names.identifier(open.ledger.origin, "the origin"),
      policy: open.folder.policy.digest, seal: seal, sealedAt: time)
    let verdict = VerificationResult(
      file: seal.file, level: seal.level, policy: open.folder.policy.digest, time: time)
    let proof = try open.storage.read { reader in
      try Proofs.file(of: receipt.entry.index, in: checkpoint, reader)
    }
    let folder = open.folder.sealFolder(seal.size)
    try DurableFile.makeFolder(folder)
    for (file, bytes) in [
      (LedgerFolder.SealFile.labels, snapshot.csv),
      (.statement, try statement.signed(by: signers).encoded),
      (.verdict, try verdict.signed(by: signers).encoded), (.proof, proof.bytes),
    ] {
      try DurableFile.write(bytes, to: "\(folder)/\(file.rawValue)")
    }
    let left = seal.excluded.values.reduce(0, +)
    try StandardStream.output.write(
      "Sealed \(seal.rows) labels\(left > 0 ? ", \(left) left out" : "") in \(folder), entry \(receipt.entry.index).\n"
    )
  }
}

extension OpenLedger {
  /// The ledger's own key as a signer.
  func ownKey() throws -> ActorKey {
    guard let signer = try home.key(LedgerRules.ledgerActor, of: ledger.origin) else {
      throw FolderError.notFound(
        path: try home.keyFile(LedgerRules.ledgerActor, of: ledger.origin),
        what: "the ledger's own key")
    }
    return ActorKey(name: LedgerRules.ledgerActor, signer: signer)
  }
}

/// Proof files of entries.
enum Proofs {
  /// The proof that an entry is in the tree of a checkpoint, with the entry itself.
  static func file(
    of index: UInt64, in checkpoint: StoredCheckpoint, _ reader: some LedgerReader
  ) throws -> ProofFile {
    guard index < checkpoint.size else {
      throw UsageError(
        "entry \(index) is not covered by a checkpoint yet; the last one covers \(checkpoint.size) entries"
      )
    }
    guard let stored = try reader.entries(index..<(index + 1)).first else {
      throw LedgerError.damaged("entry \(index) is missing")
    }
    let proof = try InclusionProof.make(index: index, size: checkpoint.size, from: reader)
    return try ProofFile(
      proof: proof, note: SignedNote(parsing: checkpoint.note), extra: stored.bytes)
  }
}
