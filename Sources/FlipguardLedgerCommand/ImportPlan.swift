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
    let named = try export.renamingAnnotators {
      try Names.identifier(prefix + $0.text, "a worker's name")
    }
    let drafts = try open.storage.read { reader in
      let progress = Progress("comparing", of: named.labels.count, isQuiet: options.quiet)
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
    _ export: LabelImport, _ open: OpenLedger, _ reader: some LedgerReader, _ progress: Progress
  ) throws -> [Draft] {
    for worker in Set(export.labels.map(\.annotator))
    where try reader.actor(worker)?.fingerprint != nil || worker == LedgerRules.ledgerActor {
      throw UsageError(
        "worker '\(worker)' has a key in this ledger and signs for themselves; give --prefix to name workers otherwise"
      )
    }
    let difference = Reconciliation(
      current: try current(export, reader, progress), export: export)
    let given = try (difference.additions + difference.changes.map(\.answer)).compactMap { answer in
      let key = LabelKey(example: answer.example, annotator: answer.annotator)
      var draft = try draft(key, saying: answer.label, open, reader)
      draft?.source?.externalID = answer.externalID
      draft?.clientTime = answer.time
      return draft
    }
    return try given
      + difference.deletions.compactMap { try draft($0.key, saying: nil, open, reader) }
  }

  /// The answers in the ledger that the export speaks of; a full one also speaks of all others of its connector.
  private func current(
    _ export: LabelImport, _ reader: some LedgerReader, _ progress: Progress
  ) throws -> [LabelKey: Identifier] {
    var current: [LabelKey: Identifier] = [:]
    for (number, label) in export.labels.enumerated() where label.label != nil {
      progress.reach(number)
      let answer = try reader.answer(
        dataset: dataset, example: label.example, annotator: label.annotator)
      current[LabelKey(example: label.example, annotator: label.annotator)] = answer?.label
    }
    guard isFull else { return current }
    for answer in try reader.answers(dataset: dataset) {
      let key = LabelKey(example: answer.example, annotator: answer.annotator)
      guard current[key] == nil, let label = answer.label, try isOurs(answer, reader) else {
        continue
      }
      current[key] = label
    }
    return current
  }

  /// What makes a worker's answer the one of the export; `nil` where people have decided so already.
  private func draft(
    _ key: LabelKey, saying label: Identifier?, _ open: OpenLedger, _ reader: some LedgerReader
  ) throws -> Draft? {
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

  /// Whether an answer came by this connector, be it by a proposal that people approved.
  private func isOurs(_ answer: Answer, _ reader: some LedgerReader) throws -> Bool {
    var entry = try entry(answer.entry.index, reader)
    if let approval = entry?.approval, let proposal = try reader.index(ofLeaf: approval.of) {
      entry = try self.entry(proposal, reader)
    }
    return entry?.source?.connector == source.connector
  }

  private func entry(_ index: UInt64, _ reader: some LedgerReader) throws -> Entry? {
    try reader.entries(index..<(index + 1)).first.map { try EntryRows.decode($0, at: index) }
  }
}
