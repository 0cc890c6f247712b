import ArgumentParser
import LabelLedger
import LedgerSQLite

/// Which proposals are decided.
struct DecisionOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Proposals: entry numbers, or 8 or more digits of their leaf hashes.", valueName: "entry"))
  var entries: [String] = []

  @Option(
    help: ArgumentHelp("All open proposals of a batch.", valueName: "name"),
    transform: TypedArgument.name)
  var batch: Identifier?

  @Option(
    help: ArgumentHelp(
      "A note. The log holds only a commitment to it; the note itself can be erased.",
      valueName: "text"))
  var note: String?

  func validate() throws {
    guard entries.isEmpty == (batch != nil) else {
      throw ValidationError("name the proposals, or give --batch; 'proposals' lists the open ones")
    }
  }

  func decide(_ decision: Decision, _ actor: ActorOptions, _ options: LedgerOptions) throws {
    let open = try OpenLedger(options)
    let (author, signer) = try open.author(actor.name())
    let proposals = try self.proposals(in: open.storage)
    let dataset = open.folder.description.dataset
    let drafts = proposals.map { proposal in
      var draft = Draft(
        .decide(proposal: proposal.leafHash, decision), by: author, signer: signer,
        about: Subject(dataset: dataset))
      draft.privateNote = note.map { PrivateNote(salt: RandomBytes.draw(16), text: $0) }
      return draft
    }
    let places = proposals.map { "proposal \($0.index)" }
    let receipts = try open.append(drafts, options, from: places)
    try Summary(receipts).tell()
  }

  /// The proposals that are named, each once.
  func proposals(in storage: some LedgerStorage) throws -> [EntryReference] {
    if let batch {
      let proposals = try storage.read { try $0.openProposals() }
        .filter { $0.batch == batch }.map(\.entry)
      guard !proposals.isEmpty else {
        throw UsageError("no open proposal belongs to batch '\(batch)'")
      }
      return proposals
    }
    var proposals: [EntryReference] = []
    for name in entries {
      let entry = try storage.entry(named: name)
      guard try storage.read({ try $0.proposal(entry.leafHash) }) != nil else {
        throw UsageError(
          "entry \(entry.index) is no proposal; 'proposals' lists those that wait for approval")
      }
      guard !proposals.contains(entry) else {
        throw UsageError("proposal \(entry.index) is named twice")
      }
      proposals.append(entry)
    }
    return proposals
  }
}
