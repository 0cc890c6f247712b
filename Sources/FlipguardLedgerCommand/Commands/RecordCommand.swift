import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `record`: labels given, proposed, or found by a scan.
struct RecordCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Records labels, signed by who gave them.",
    discussion: """
      One label from --example and --label, or many from --input: CSV with the columns example (or id) and label, \
      and any of batch, confidence, digest, note, or JSON lines with these names.

      The first label of an example is in force at once. A label that differs from the one in force is a proposal, \
      which somebody else approves; one that agrees is kept beside it. Recording the same again writes nothing.

      --evidence takes the issues.csv of a scan: the scan becomes an entry, and each issue with another label a \
      proposal by the actor, a model or rule, which two people approve.
      """)

  @Option(help: ArgumentHelp("The example.", valueName: "name"), transform: TypedArgument.name)
  var example: Identifier?

  @Option(help: ArgumentHelp("Its label.", valueName: "label"), transform: TypedArgument.name)
  var label: Identifier?

  @Flag(help: "Propose to take the label of the example off.")
  var retract = false

  @Option(
    help: ArgumentHelp("Labels as .csv or .jsonl; - for standard input.", valueName: "file"))
  var input: String?

  @Option(help: "How --input is written, where its name does not tell: csv or jsonl.")
  var inputFormat: LabelInput.Format?

  @Option(help: ArgumentHelp("The issues.csv of a scan.", valueName: "file"))
  var evidence: String?

  @Flag(
    help:
      "Keep the label as one annotator's own answer, also where it differs from the one in force.")
  var answer = false

  @Option(
    help: ArgumentHelp("SHA-256 of the example, 64 hexadecimal digits.", valueName: "digest"),
    transform: TypedArgument.digest)
  var digest: Hash?

  @Option(
    help: ArgumentHelp(
      "The entry whose label the actor saw; refused where another is in force by now.",
      valueName: "entry"))
  var expect: String?

  @Option(
    help: "Why: initial, correction, adjudication, detector, rule, import, rollback or erasure.")
  var reason: ReasonCode?

  @Option(
    help: ArgumentHelp(
      "A note. The log holds only a commitment to it; the note itself can be erased.",
      valueName: "text"))
  var note: String?

  @Option(
    help: ArgumentHelp("The batch that the labels belong to.", valueName: "name"),
    transform: TypedArgument.name)
  var batch: Identifier?

  @Option(
    help: ArgumentHelp("How sure the annotator is, as 0.95.", valueName: "number"),
    transform: TypedArgument.confidence)
  var confidence: DecimalString?

  @Option(help: ArgumentHelp("The data set.", valueName: "name"), transform: TypedArgument.name)
  var dataset: Identifier?

  @Option(
    help: ArgumentHelp(
      "A name for the request: sent again within 30 days, it writes nothing.", valueName: "key"),
    transform: TypedArgument.name)
  var idempotencyKey: Identifier?

  @OptionGroup var actor: ActorOptions
  @OptionGroup var options: LedgerOptions

  func validate() throws {
    let ways = [example != nil, input != nil, evidence != nil].count(where: \.self)
    guard ways == 1 else {
      throw ValidationError("give one of --example, --input and --evidence")
    }
    if example != nil {
      guard (label != nil) != retract else {
        throw ValidationError("--example takes --label, or --retract")
      }
    } else {
      let single = [
        "--label": label != nil, "--retract": retract, "--digest": digest != nil,
        "--expect": expect != nil, "--note": note != nil, "--confidence": confidence != nil,
        "--idempotency-key": idempotencyKey != nil,
      ]
      if let idle = single.filter(\.value).keys.min() {
        throw ValidationError("\(idle) goes with --example; in a file it is a column")
      }
    }
    if answer, retract || evidence != nil { throw ValidationError("--answer goes with labels") }
  }

  func execute() throws {
    let open = try OpenLedger(options)
    let (author, signer) = try open.author(actor.name())
    let maker = DraftMaker(
      author: author, signer: signer,
      dataset: dataset ?? open.folder.description.dataset, batch: batch, reason: reason,
      isAnswer: answer)
    if let evidence {
      try ScanRecord(path: evidence, maker: maker).record(in: open, options)
      return
    }
    if let input {
      let labels = try LabelInput(path: input, format: inputFormat)
      let receipts = try open.append(
        labels.rows.map { try maker.draft($0, of: labels) }, options,
        from: labels.rows.map { "\(labels.name), line \($0.line)" })
      try Summary(receipts).tell()
      return
    }
    guard let example else { return }
    let draft = try single(example, maker, open)
    let receipts = try open.append([draft], options)
    try Summary(receipts).tell(receipts[0], of: example)
  }

  /// The draft of one label from flags.
  private func single(
    _ example: Identifier, _ maker: DraftMaker, _ open: OpenLedger
  ) throws -> Draft {
    var draft = maker.draft(
      LabelInput.Row(
        line: 0, example: example, label: label, batch: nil, confidence: confidence,
        digest: digest, note: note))
    draft.expectedHead = try expect.map { try open.storage.entry(named: $0) }
    draft.idempotencyKey = idempotencyKey
    return draft
  }
}
