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
      verify checks them with nothing but these files and the public key. The ledger is audited first, as fsck does, \
      and nothing is sealed where anything is wrong.

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
    try audit(open)
    guard try !open.storage.read({ try $0.heads(dataset: dataset, after: nil, limit: 1) }).isEmpty
    else { throw UsageError("the ledger holds no label of '\(dataset)'") }
    let sealed = try open.ledger.seal(dataset, by: author, signer: signer)
    let checkpoint = try open.publish()
    try write(sealed, dataset, signers, checkpoint, open)
  }

  /// A seal vouches for the labels, so nothing is sealed that the entries do not say.
  private func audit(_ open: OpenLedger) throws {
    let (faults, report) = try Audit(
      folder: open.folder, storage: open.storage, home: open.home, depth: .signatures,
      isQuiet: options.quiet
    ).run()
    guard let first = faults.first ?? report.findings.first?.description else { return }
    throw NotVerified("the ledger is not sound, and nothing is sealed: \(first); see fsck")
  }

  private func write(
    _ sealed: Ledger.Sealed, _ dataset: Identifier, _ signers: [ActorKey],
    _ checkpoint: StoredCheckpoint, _ open: OpenLedger
  ) throws {
    let policy = open.folder.policy.digest
    let statement = SnapshotStatement(
      dataset: dataset, origin: try Names.identifier(open.ledger.origin, "the origin"),
      policy: policy, seal: sealed.seal, sealedAt: sealed.time)
    let verdict = VerificationResult(
      file: sealed.seal.file, level: sealed.seal.level, policy: policy, time: sealed.time)
    let proof = try open.storage.read { reader in
      try Proofs.file(of: sealed.entry.index, in: checkpoint, reader)
    }
    let folder = open.folder.sealFolder(sealed.seal.size)
    try DurableFile.makeFolder(folder)
    for (file, bytes) in [
      (LedgerFolder.SealFile.labels, sealed.snapshot.csv),
      (.statement, try statement.signed(by: signers).encoded),
      (.verdict, try verdict.signed(by: signers).encoded), (.proof, proof.bytes),
    ] {
      try DurableFile.write(bytes, to: "\(folder)/\(file.rawValue)")
    }
    let left = sealed.seal.excluded.values.reduce(0, +)
    let labels = Count.of(sealed.seal.rows, "label")
    try StandardStream.output.write(
      "Sealed \(labels)\(left > 0 ? ", \(left) left out" : "") in \(folder), entry \(sealed.entry.index).\n"
    )
  }
}
