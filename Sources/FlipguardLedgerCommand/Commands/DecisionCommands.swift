import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `approve`.
struct ApproveCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "approve",
    abstract: "Approves proposed changes; with enough people for it, a change is in force.",
    discussion: """
      Who approves must be a person with a key (F10), not the proposer nor with their key or session (F1), and must \
      not have given the disputed label (F2). The approval names the very proposal (F3), within 72 hours (F4).
      """)

  @OptionGroup var decision: DecisionOptions
  @OptionGroup var actor: ActorOptions
  @OptionGroup var options: LedgerOptions

  func execute() throws { try decision.decide(.approve, actor, options) }
}

/// `reject`.
struct RejectCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "reject",
    abstract: "Rejects proposed changes, under the same rules as an approval.")

  @OptionGroup var decision: DecisionOptions
  @OptionGroup var actor: ActorOptions
  @OptionGroup var options: LedgerOptions

  func execute() throws { try decision.decide(.reject, actor, options) }
}

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

/// `proposals`.
struct ProposalsCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "proposals", abstract: "Lists the proposals that wait for approval.",
    discussion: Table.help(columns) + ".")

  private static let columns = [
    "entry", "example", "from", "to", "proposer", "kind", "people", "time", "status", "batch",
  ]

  @Option(help: "text, csv or json.")
  var format: OutputFormat = .text

  @OptionGroup var options: LedgerOptions

  func execute() throws {
    let ledger = try ReadLedger(options)
    let folder = ledger.folder
    var table = Table(Self.columns)
    let now = Clock.now()
    let limit = Int64(folder.policy.proposalHours) * 3_600_000
    try ledger.storage.read { reader in
      for proposal in try reader.openProposals() {
        let head = try reader.head(dataset: proposal.dataset, example: proposal.example)
        let status =
          head?.entry != proposal.head
          ? "void" : now - proposal.time > limit ? "expired" : "open"
        table.add([
          .number(Int64(proposal.entry.index)), .text(proposal.example.text),
          .maybe(proposal.disputed?.text), .maybe(proposal.label?.text),
          .text(proposal.proposer.id.text), .text(proposal.proposer.kind.rawValue),
          .text("\(proposal.peopleInFavor) of \(folder.policy.peopleForChange)"),
          .text(Timestamp.text(proposal.time)), .text(status), .maybe(proposal.batch?.text),
        ])
      }
    }
    try table.write(format, orSay: "No proposal waits.")
  }
}
