import ArgumentParser
import LabelLedger
import LedgerSQLite

/// What is verified, item by item.
struct Verification {
  private let keys: [VerifierKey]
  private let policy: WitnessPolicy
  private let signers: [Hash: PublicKey]
  private let threshold: Int
  private let entry: [UInt8]?
  private let isQuiet: Bool
  /// Checkpoints that opened, with the file that each came from.
  private var checkpoints: [(path: String, checkpoint: Checkpoint)] = []
  private var logs: [String] = []

  init(_ command: VerifyCommand) throws {
    keys = try command.keys.map { try Keys.verifier($0, "--key") }
    let bytes = try command.policy.map { path -> [UInt8] in
      guard let bytes = try DurableFile.read(path, limit: WitnessPolicy.maximumByteCount) else {
        throw FolderError.notFound(path: path, what: "a policy of logs and witnesses")
      }
      return bytes
    }
    do { policy = try WitnessPolicy(parsing: bytes ?? Array("quorum none\n".utf8)) } catch {
      throw FolderError.malformed(path: command.policy ?? "", reason: "\(error)")
    }
    var signers: [Hash: PublicKey] = [:]
    for text in command.signers {
      guard let bytes = Base64.decode(text), let key = PublicKey(bytes) else {
        throw UsageError("--signer is '\(text)'; it takes 32 bytes in Base64")
      }
      signers[key.fingerprint] = key
    }
    self.signers = signers
    threshold = command.signatures
    entry = try command.entry.map { path in
      guard let bytes = try DurableFile.read(path) else {
        throw FolderError.notFound(path: path, what: "an entry")
      }
      return bytes
    }
    isQuiet = command.quiet
    guard !keys.isEmpty || command.policy != nil || command.paths.allSatisfy(Self.isLog) else {
      throw UsageError("give the ledger's public key with --key, or a --policy")
    }
  }

  private static func isLog(_ path: String) -> Bool {
    DurableFile.exists("\(path)/ledger.json") || DurableFile.exists("\(path)/checkpoint")
  }

  /// Verifies one path.
  mutating func take(_ path: String) throws {
    if Self.isLog(path) {
      logs.append(path)
    } else if DurableFile.exists("\(path)/\(LedgerFolder.SealFile.labels.rawValue)") {
      try verifySeal(path)
    } else if DurableFile.exists("\(path)/.") {
      throw FolderError.malformed(
        path: path, reason: "a folder with neither a published log nor a seal in it")
    } else {
      guard let bytes = try DurableFile.read(path, limit: 1 << 26) else {
        throw FolderError.notFound(path: path, what: "a proof, a checkpoint, a seal or a log")
      }
      if bytes.starts(with: "c2sp.org/tlog-proof@".utf8) {
        try verifyProof(bytes, path)
      } else {
        try open(bytes, path)
      }
    }
  }

  /// Compares the checkpoints with each other and with the logs.
  mutating func finish() throws {
    for (index, first) in checkpoints.enumerated() {
      for second in checkpoints[..<index]
      where first.checkpoint.isOf(origin: second.checkpoint.origin)
        && first.checkpoint.size == second.checkpoint.size
        && first.checkpoint.root != second.checkpoint.root
      {
        throw NotVerified(
          "split view: \(second.path) and \(first.path) are both signed, for \(first.checkpoint.size) entries, with different roots "
            + "\(second.checkpoint.root.base64) and \(first.checkpoint.root.base64). Keep both: they are the evidence"
        )
      }
    }
    for log in logs { try verifyLog(log) }
    let sizes = Set(checkpoints.map(\.checkpoint.size))
    if logs.isEmpty, sizes.count > 1 {
      throw UsageError(
        "to compare checkpoints of different sizes, give the folder of the log too, whose tiles connect them"
      )
    }
  }

  private func verifyProof(_ bytes: [UInt8], _ path: String) throws {
    do {
      let proof = try ProofFile(parsing: bytes)
      guard let entry = entry ?? proof.extra else {
        throw UsageError("\(path) holds no entry; give it with --entry")
      }
      let acceptance = try proof.verify(entry: entry, policy: policy, knownLogs: keys)
      let what = Self.words(entry)
      try say(
        "\(path): entry \(proof.index) of \(acceptance.checkpoint.origin) is in the tree of \(acceptance.checkpoint.size) entries\(cosigned(acceptance)).\(what)"
      )
    } catch let error as ProofFileError {
      throw NotVerified("\(path): \(Phrase.of("\(error)"))")
    }
  }

  private func cosigned(_ acceptance: WitnessPolicy.Acceptance) -> String {
    let names = acceptance.cosigners.map { "\($0.name)" }
    return names.isEmpty ? "" : ", cosigned by \(names.joined(separator: ", "))"
  }

  /// What an entry says, for people.
  private static func words(_ bytes: [UInt8]) -> String {
    guard let envelope = try? Envelope.parse(bytes),
      let entry = try? Entry(decoding: envelope.payload)
    else { return "" }
    var words = " It is \(entry.kind.rawValue) by \(entry.actor.id), \(Timestamp.text(entry.time))"
    if let example = entry.subject.example { words += ", about '\(example)'" }
    if let label = entry.label?.new { words += ": '\(label)'" }
    return words + "."
  }

  private mutating func open(_ bytes: [UInt8], _ path: String) throws {
    do {
      let acceptance = try policy.evaluate(SignedNote(parsing: bytes), knownLogs: keys)
      checkpoints.append((path, acceptance.checkpoint))
      try say(
        "\(path): \(acceptance.checkpoint.origin) signed \(acceptance.checkpoint.size) entries, root \(acceptance.checkpoint.root.base64)\(cosigned(acceptance))."
      )
    } catch let error as NoteError {
      throw NotVerified("\(path) is neither a proof nor a checkpoint: \(Phrase.of("\(error)"))")
    } catch let error as PolicyRefusal {
      throw NotVerified("\(path): \(Phrase.of("\(error)"))")
    }
  }

  private func verifySeal(_ path: String) throws {
    func file(_ file: LedgerFolder.SealFile) throws -> [UInt8]? {
      try DurableFile.read("\(path)/\(file.rawValue)")
    }
    var publicKeys = signers
    for key in keys {
      if let key = PublicKey(key.publicKey) { publicKeys[key.fingerprint] = key }
    }
    guard let csv = try file(.labels), let envelope = try file(.statement) else {
      throw FolderError.notFound(
        path: "\(path)/\(LedgerFolder.SealFile.statement.rawValue)", what: "the statement of a seal"
      )
    }
    do {
      let (statement, snapshot) = try SnapshotStatement.verify(
        envelope: envelope, csv: csv, publicKeys: publicKeys, threshold: threshold)
      if let verdict = try file(.verdict) {
        let verdict = try VerificationResult.verify(
          envelope: verdict, publicKeys: publicKeys, threshold: threshold)
        guard verdict.file == statement.seal.file, verdict.level == statement.seal.level else {
          throw NotVerified("\(path): the verdict is about another file or level")
        }
      }
      let proven = try verifyProof(of: statement, try file(.proof), path)
      try say(
        "\(path): \(Count.of(snapshot.rows.count, "label")) of '\(statement.dataset)' as \(statement.origin) sealed them, "
          + "\(Timestamp.text(statement.sealedAt))\(proven).")
    } catch let error as SnapshotError {
      throw NotVerified("\(path): \(Phrase.of("\(error)"))")
    }
  }

  /// The proof that the seal itself is in the ledger.
  private func verifyProof(
    of statement: SnapshotStatement, _ bytes: [UInt8]?, _ path: String
  ) throws -> String {
    guard let bytes else { return ", without a proof that the seal is in the ledger" }
    do {
      let proof = try ProofFile(parsing: bytes)
      guard let leaf = proof.extra,
        let entry = try? Entry(decoding: Envelope.parse(leaf).payload),
        entry.seal == statement.seal,
        entry.subject.dataset == statement.dataset, entry.policy == statement.policy
      else { throw NotVerified("\(path): the proof is of another entry than the seal's") }
      let acceptance = try proof.verify(entry: leaf, policy: policy, knownLogs: keys)
      guard acceptance.checkpoint.isOf(origin: statement.origin.text) else {
        throw NotVerified("\(path): the proof is of the log \(acceptance.checkpoint.origin)")
      }
      return ", entry \(proof.index) of the ledger\(cosigned(acceptance))"
    } catch let error as ProofFileError {
      throw NotVerified("\(path): \(Phrase.of("\(error)"))")
    }
  }

  private func verifyLog(_ path: String) throws {
    guard let note = try DurableFile.read("\(path)/checkpoint", limit: 1 << 20) else {
      throw FolderError.notFound(path: "\(path)/checkpoint", what: "a published checkpoint")
    }
    let folder = DurableFile.exists("\(path)/ledger.json") ? try LedgerFolder(opening: path) : nil
    let key = try key(of: note, folder, path)
    let audit = StaticLogAudit(verifierKey: key, policy: folder?.policy)
    let mine = checkpoints.filter { $0.checkpoint.isOf(origin: key.name) }
    let result = try audit.run(
      note, rootsAt: Set(mine.map(\.checkpoint.size)),
      tile: { try DurableFile.read("\(path)/\($0)", limit: 256 * 65_537) })
    guard result.report.isSound else {
      let more = result.report.findingCount - 1
      throw NotVerified(
        "\(path): \(result.report.findings[0])" + (more > 0 ? " (and \(more) more)" : ""))
    }
    for (file, checkpoint) in mine {
      guard let root = result.roots[checkpoint.size] else {
        throw NotVerified(
          "\(file) signs \(checkpoint.size) entries, and \(path) has \(result.report.tree.size): it was rolled back, or is an older copy"
        )
      }
      guard root == checkpoint.root else {
        throw NotVerified(
          "split view: \(file) signs \(checkpoint.size) entries with root \(checkpoint.root.base64), and in \(path) they have \(root.base64). Keep both: they are the evidence"
        )
      }
      try say("\(file): \(path) begins with exactly these \(checkpoint.size) entries.")
    }
    try say(
      "\(path): \(result.report.tree.size) entries of \(key.name), \(result.report.tiles) files"
        + (audit.policy == nil
          ? ", hashes only" : ", \(result.report.signatures) signatures and all rules")
        + ", root \(result.report.tree.root.base64).")
  }

  /// The key of a log: one that was given, or else what the folder itself says, which proves less.
  private func key(
    of note: [UInt8], _ folder: LedgerFolder?, _ path: String
  ) throws -> VerifierKey {
    let origin: String
    do { origin = try Checkpoint(parsing: SignedNote(parsing: note).text).origin } catch {
      throw NotVerified("\(path)/checkpoint: \(Phrase.of("\(error)"))")
    }
    if let key = (keys + policy.logs.map(\.key)).first(where: {
      $0.name.utf8.elementsEqual(origin.utf8)
    }) {
      return key
    }
    guard keys.isEmpty, policy.logs.isEmpty, let folder else {
      throw NotVerified("\(path) is the log \(origin), and no key of it was given")
    }
    if !isQuiet {
      warn(
        "warning: the key comes from \(path) itself, so this shows only that the folder agrees with itself; give --key from a source that you trust"
      )
    }
    return folder.description.verifierKey
  }

  private func say(_ text: String) throws {
    try StandardStream.output.write("Verified \(text)\n")
  }
}
