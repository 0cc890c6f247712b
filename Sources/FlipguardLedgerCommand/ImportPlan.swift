import LabelLedger
import LedgerSQLite

/// What an export makes of the answers in a ledger.
struct ImportPlan {
  private let export: LabelImport
  private let digest: Hash
  private let source: Source
  private let dataset: Identifier
  private let prefix: String
  private let isFull: Bool

  init(
    _ export: LabelImport, digest: Hash, connector: Identifier, batch: Identifier,
    dataset: Identifier, prefix: String, isFull: Bool
  ) throws {
    self.export = export
    self.digest = digest
    source = Source(origin: .import, batch: batch, connector: connector, manifestDigest: digest)
    self.dataset = dataset
    self.prefix = prefix
    self.isFull = isFull
  }

  /// The drafts that bring the ledger to what the export says, and the entry that says so.
  func drafts(
    _ open: OpenLedger, importer: Identifier?, _ options: LedgerOptions
  ) throws -> [Draft] {
    let (author, signer) = try open.author(importer ?? LedgerRules.ledgerActor)
    guard author.kind == .service else {
      throw UsageError("'\(author.id)' is a \(author.kind.rawValue); a connector is a service")
    }
    var named: [LabelKey: ImportedLabel] = [:]
    for label in export.labels {
      let worker = try Names.identifier(prefix + label.annotator.text, "a worker's name")
      named[LabelKey(example: label.example, annotator: worker)] = label
    }
    let drafts = try open.storage.read { reader in
      let progress = Progress("comparing", of: named.count, isQuiet: options.quiet)
      defer { progress.end() }
      return try changes(named, open, reader, progress)
    }
    var imported = Draft(
      .note(.batchImported), by: author, signer: signer, about: Subject(dataset: dataset))
    imported.source = source
    imported.reason = .import
    imported.idempotencyKey = try Names.identifier(
      "\(digest.hexadecimal.prefix(32)):\(isFull ? "full" : "import")", "the import's key")
    return drafts + [imported]
  }

  private func changes(
    _ named: [LabelKey: ImportedLabel], _ open: OpenLedger, _ reader: some LedgerReader,
    _ progress: Progress
  ) throws -> [Draft] {
    for worker in Set(named.keys.map(\.annotator))
    where try reader.actor(worker)?.fingerprint != nil || worker == LedgerRules.ledgerActor {
      throw UsageError(
        "worker '\(worker)' has a key in this ledger and signs for themselves; give --prefix to name workers otherwise"
      )
    }
    var drafts: [Draft] = []
    for (number, (key, label)) in named.sorted(by: { $0.key < $1.key }).enumerated() {
      progress.reach(number)
      guard let new = label.label else { continue }
      var draft = try draft(key, saying: new, open, reader)
      draft?.source?.externalID = label.externalID
      draft?.clientTime = label.time
      if let draft { drafts.append(draft) }
    }
    guard isFull else { return drafts }
    for answer in try reader.answers(dataset: dataset) where answer.label != nil {
      let key = LabelKey(example: answer.example, annotator: answer.annotator)
      guard named[key]?.label == nil, try isOurs(answer, reader) else { continue }
      if let draft = try draft(key, saying: nil, open, reader) { drafts.append(draft) }
    }
    return drafts
  }

  /// What makes a worker's answer the one of the export; `nil` where it is already.
  private func draft(
    _ key: LabelKey, saying label: Identifier?, _ open: OpenLedger, _ reader: some LedgerReader
  ) throws -> Draft? {
    let answer = try reader.answer(
      dataset: dataset, example: key.example, annotator: key.annotator)
    guard answer?.label != label else { return nil }
    let head = try reader.head(dataset: dataset, example: key.example)
    let action: Draft.Action
    if let head, head.label == nil ? label != nil : head.annotator == key.annotator {
      // The worker's own label is in force, or was taken off: people decide about it.
      guard head.label != label else { return nil }
      action = .propose(label: label)
    } else {
      action = label.map { .answer(label: $0) } ?? .withdraw
    }
    var draft = Draft(
      action, by: open.author(key.annotator, .human), signer: nil,
      about: Subject(dataset: dataset, example: key.example))
    draft.source = source
    draft.reason = .import
    return draft
  }

  /// Whether an answer came by this connector.
  private func isOurs(_ answer: Answer, _ reader: some LedgerReader) throws -> Bool {
    let index = answer.entry.index
    guard let stored = try reader.entries(index..<(index + 1)).first else { return false }
    return try EntryRows.decode(stored, at: index).source?.connector == source.connector
  }
}
