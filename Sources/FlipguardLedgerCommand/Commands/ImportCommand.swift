import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `import`: labels that another tool has exported.
struct ImportCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Takes over labels that another tool has exported.",
    discussion: """
      Reads CSV (task,worker,label), Label Studio JSON and JSON-MIN, Argilla records, doccano JSON lines and what checkout of another ledger wrote. Every \
      worker becomes an annotator without a key: their labels count, but not as one of the two people of a change. \
      A worker's changed label that is in force becomes a proposal; importing the same file again writes nothing.

      With --full the file is all that there is: answers of this connector that it lacks are taken back, or proposed \
      to be where they are in force.
      """)

  /// Who exported the file.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case csv
    case labelStudio = "label-studio"
    case labelStudioMin = "label-studio-min"
    case argilla
    case doccano
    case checkout
  }

  @Argument(help: ArgumentHelp("The file.", valueName: "file"))
  var file: String

  @Option(
    help:
      "csv, label-studio, label-studio-min, argilla, doccano, or checkout of another ledger. Default for .csv: csv."
  )
  var format: Format?

  @Flag(help: "The file is a full export: what it lacks was deleted.")
  var full = false

  @Option(
    help: ArgumentHelp(
      "Where the file comes from; --full looks at answers of this connector alone. Default: the format.",
      valueName: "name"), transform: TypedArgument.name)
  var connector: Identifier?

  @Option(
    help: ArgumentHelp("The batch that the labels belong to.", valueName: "name"),
    transform: TypedArgument.name)
  var batch: Identifier?

  @Option(help: ArgumentHelp("Put before every worker's name.", valueName: "text"))
  var prefix = ""

  @Option(
    help: ArgumentHelp(
      "The question, control or field that holds the label, where there are several.",
      valueName: "name"))
  var question: String?

  @Option(help: ArgumentHelp("The field that names the example. Default: id.", valueName: "name"))
  var exampleField: String?

  @Option(
    help: ArgumentHelp(
      "Who gave the labels of a doccano file, which does not say it.", valueName: "name"),
    transform: TypedArgument.name)
  var worker: Identifier?

  @Flag(
    help: "Replace e-mail addresses of workers by a hash with a key of the private folder.")
  var hideAddresses = false

  @Option(help: ArgumentHelp("The data set.", valueName: "name"), transform: TypedArgument.name)
  var dataset: Identifier?

  @Option(
    help: ArgumentHelp(
      "The connector's own actor, with a key. Default: the ledger itself.", valueName: "name"),
    transform: TypedArgument.name)
  var actor: Identifier?

  @OptionGroup var options: LedgerOptions

  func execute() throws {
    let open = try OpenLedger(options)
    guard let bytes = try DurableFile.read(file) else {
      throw FolderError.notFound(path: file, what: "exported labels")
    }
    let format = try format ?? Self.format(of: file)
    let export: LabelImport
    do { export = try read(bytes, format, open) } catch let error as ImportError {
      throw FolderError.malformed(path: file, reason: Self.words(error))
    }
    guard !export.labels.isEmpty else {
      throw FolderError.malformed(path: file, reason: "holds no labels")
    }
    let digest = Hash(of: bytes)
    let plan = try ImportPlan(
      export, digest: digest,
      connector: connector ?? Names.identifier(format.rawValue, "--connector"),
      batch: batch ?? Names.identifier("import-\(digest.hexadecimal.prefix(16))", "the batch"),
      dataset: dataset ?? open.folder.description.dataset, prefix: prefix, isFull: full)
    let receipts = try open.append(plan.drafts(open, importer: actor, options), options)
    // The last entry is about the import itself.
    try Summary(Array(receipts.dropLast())).tell()
    if export.skipped > 0 {
      options.note(
        "Passed over, as cancelled, drafts or without a label: \(Count.of(export.skipped, "record"))."
      )
    }
    if export.repeated > 0 {
      options.note("There twice, alike: \(Count.of(export.repeated, "answer")).")
    }
  }

  /// Why a file cannot be read, and the option that helps.
  static func words(_ error: ImportError) -> String {
    switch error.problem {
    case .json(let problem): "\(error.place): \(Phrase.of("\(problem)"))"
    case .field(let problem): "\(error.place): \(Phrase.of("\(problem)"))"
    case .personalData(let field):
      "\(error.place): field \(field) is an e-mail address; --hide-addresses replaces such by a hash"
    case .severalQuestions(let names):
      "\(error.place): there are several questions (\(names.joined(separator: ", "))); choose one with --question"
    case .header(let given, _) where given.isEmpty: "the file is empty"
    default: "\(error)"
    }
  }

  private static func format(of file: String) throws -> Format {
    guard file.hasSuffix(".csv") else {
      throw UsageError(
        "--format is missing, and '\(file)' does not tell it; allowed: "
          + Format.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return .csv
  }

  private func read(_ bytes: [UInt8], _ format: Format, _ open: OpenLedger) throws -> LabelImport {
    try refuseIdle(format)
    let pseudonyms = try hideAddresses ? hidingAddresses(open) : .refusingAddresses
    switch format {
    case .csv: return try CSVLabels.read(bytes, pseudonyms: pseudonyms)
    case .checkout: return try CheckoutLabels.read(bytes, pseudonyms: pseudonyms)
    case .labelStudio:
      return try LabelStudioLabels(
        question: question, exampleField: exampleField, pseudonyms: pseudonyms
      ).read(bytes)
    case .labelStudioMin:
      guard let question else {
        throw UsageError("--format label-studio-min needs --question, the control with the label")
      }
      return try LabelStudioMinimalLabels(
        question: question, exampleField: exampleField ?? "id", pseudonyms: pseudonyms
      ).read(bytes)
    case .argilla:
      return try ArgillaLabels(
        question: question, exampleField: exampleField ?? "id", pseudonyms: pseudonyms
      ).read(bytes)
    case .doccano:
      guard let worker else {
        throw UsageError("--format doccano needs --worker: the file does not say who labelled")
      }
      return try DoccanoLabels(annotator: worker, exampleField: exampleField ?? "id").read(bytes)
    }
  }

  /// Names workers by a hash whose key never leaves the private folder.
  private func hidingAddresses(_ open: OpenLedger) throws -> Pseudonyms {
    let key = try open.home.secret("workers", of: open.ledger.origin)
    guard let pseudonyms = Pseudonyms.hidingAddresses(key: key) else {
      preconditionFailure("a secret of the private folder is long enough")
    }
    return pseudonyms
  }

  private func refuseIdle(_ format: Format) throws {
    let idle: [(String, Bool)] = [
      ("--question", question != nil && [.csv, .checkout, .doccano].contains(format)),
      ("--example-field", exampleField != nil && [.csv, .checkout].contains(format)),
      ("--worker", worker != nil && format != .doccano),
      ("--hide-addresses", hideAddresses && format == .doccano),
    ]
    if let name = idle.first(where: \.1)?.0 {
      throw UsageError("\(name) is nothing that --format \(format.rawValue) looks at; leave it out")
    }
  }
}
