import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `checkout`.
struct CheckoutCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "checkout",
    abstract: "Writes the labels as they are, or as they were at a size or time.",
    discussion: """
      The CSV has the columns id,label,annotator,batch, sorted by id. --answers writes task,worker,label instead: \
      every annotator's own last answer, which import reads.

      For `flipguard scan DATA.csv --id id --labels labels.csv --groups annotators.csv`, which takes one label for each \
      row in the order of DATA: checkout --order DATA.csv --column label --output labels.csv, and the same with \
      annotator.
      """)

  @Option(
    help: ArgumentHelp(
      "A number of entries, a time such as 2026-05-01T12:00:00Z, or now.", valueName: "point"))
  var at = "now"

  @Flag(help: "Every annotator's own last answer, not the labels in force.")
  var answers = false

  @Option(
    help: ArgumentHelp(
      "A CSV file whose rows tell the order, by their column id.", valueName: "file"))
  var order: String?

  @Option(
    help: ArgumentHelp("The column of --order that names the examples.", valueName: "name"))
  var orderId = "id"

  @Option(help: "Only this column: label, annotator or batch.")
  var column: HeadColumn?

  @Option(help: ArgumentHelp("The data set.", valueName: "name"), transform: TypedArgument.name)
  var dataset: Identifier?

  @Option(help: ArgumentHelp("Where to write; default standard output.", valueName: "file"))
  var output: String?

  @Option(help: "csv, json or text.")
  var format: OutputFormat = .csv

  @OptionGroup var options: LedgerOptions

  func validate() throws {
    guard !answers || (order == nil && column == nil && at == "now") else {
      throw ValidationError("--answers goes without --at, --order and --column")
    }
  }

  func execute() throws {
    let ledger = try ReadLedger(options)
    let dataset = ledger.dataset(dataset)
    let point = try Point(parsing: at)
    var table: Table
    if answers {
      table = Table(["task", "worker", "label"])
      for answer in try ledger.storage.read({ try $0.answers(dataset: dataset) }) {
        guard let label = answer.label else { continue }
        table.add([.text(answer.example.text), .text(answer.annotator.text), .text(label.text)])
      }
    } else {
      var heads = try ledger.heads(dataset, at: point).filter { $0.status == .accepted }
      if let order { heads = try RowOrder(order, column: orderId).sort(heads) }
      table = Checkout.table(of: heads, column)
    }
    guard table.count > 0 else {
      throw UsageError("the ledger holds no labels of '\(dataset)' at that point")
    }
    try table.write(format, to: output)
    if let output { options.note("Wrote \(Count.of(table.count, "label")) to \(output).") }
  }
}

/// `diff`.
struct DiffCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Shows the labels that differ between two points of history.",
    discussion: Table.help(Differences.columns) + ".")

  @Argument(
    help: ArgumentHelp("A number of entries, a time, or now.", valueName: "from"))
  var from: String

  @Argument(
    help: ArgumentHelp("A number of entries, a time, or now.", valueName: "to"))
  var to = "now"

  @Option(help: ArgumentHelp("The data set.", valueName: "name"), transform: TypedArgument.name)
  var dataset: Identifier?

  @Option(help: "text, csv or json.")
  var format: OutputFormat = .text

  @OptionGroup var options: LedgerOptions

  func execute() throws {
    let ledger = try ReadLedger(options)
    let dataset = ledger.dataset(dataset)
    let table = try Differences.table(
      from: ledger.heads(dataset, at: Point(parsing: from)),
      to: ledger.heads(dataset, at: Point(parsing: to)))
    try table.write(format, orSay: "No label differs.")
  }
}

/// `replay`.
struct ReplayCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Tells what the labels would be if some entries had never been accepted.",
    discussion: """
      --without annotator=NAME, batch=NAME or time=FROM..TO leaves entries out; several conditions leave out what \
      meets all of them, and a condition given twice what meets either. The ledger itself does not change.

      """ + Table.help(Differences.columns) + "; with --all those of checkout.")

  @Option(
    name: .customLong("without"),
    help: ArgumentHelp(
      "What is left out: annotator=NAME, batch=NAME, time=FROM..TO. Repeatable.",
      valueName: "scope"))
  var without: [String] = []

  @Flag(help: "Write all labels as they would be, as checkout does, not the differences.")
  var all = false

  @Option(help: ArgumentHelp("The data set.", valueName: "name"), transform: TypedArgument.name)
  var dataset: Identifier?

  @Option(help: ArgumentHelp("Where to write; default standard output.", valueName: "file"))
  var output: String?

  @Option(help: "text, csv or json.")
  var format: OutputFormat = .text

  @OptionGroup var options: LedgerOptions

  func execute() throws {
    guard !without.isEmpty else {
      throw UsageError("give --without annotator=NAME, batch=NAME or time=FROM..TO")
    }
    let scope = try Self.scope(without)
    let ledger = try ReadLedger(options)
    let dataset = ledger.dataset(dataset)
    let heads = try ledger.replay(without: scope).heads(dataset: dataset)
    if all {
      let accepted = heads.filter { $0.status == .accepted }
      return try Checkout.table(of: accepted, nil).write(format, to: output)
    }
    let table = Differences.table(from: try ledger.heads(dataset, at: .now), to: heads)
    try table.write(format, to: output, orSay: "No label would differ.")
  }

  /// Reads what is left out.
  static func scope(_ conditions: [String]) throws -> ReplayScope {
    var scope = ReplayScope()
    for condition in conditions {
      let parts = condition.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw unknown(condition) }
      switch parts[0] {
      case "annotator", "actor":
        scope.annotators.insert(try Names.identifier(parts[1], "--without annotator"))
      case "batch": scope.batches.insert(try Names.identifier(parts[1], "--without batch"))
      case "time":
        let ends = parts[1].split(separator: "..", omittingEmptySubsequences: false)
        guard ends.count == 2, scope.times == nil,
          let from = ends[0].isEmpty ? Int64(0) : Timestamp.milliseconds(String(ends[0])),
          let to = ends[1].isEmpty ? Int64.max : Timestamp.milliseconds(String(ends[1])), from < to
        else {
          throw UsageError(
            "--without \(condition): allowed once: time=FROM..TO, as time=2026-05-01T00:00:00Z..2026-05-02T00:00:00Z"
          )
        }
        scope.times = from..<to
      default: throw unknown(condition)
      }
    }
    return scope
  }

  private static func unknown(_ condition: String) -> UsageError {
    UsageError("--without \(condition): allowed: annotator=NAME, batch=NAME, time=FROM..TO")
  }
}

/// Labels that differ between two sets of heads.
enum Differences {
  static let columns = ["example", "from", "to", "from_annotator", "to_annotator"]

  /// A table of the examples whose label in force differs; both sets ascend by example.
  static func table(from: [Head], to: [Head]) -> Table {
    var table = Table(columns)
    var old: [Identifier: Head] = [:]
    for head in from { old[head.example] = head }
    var new: [Identifier: Head] = [:]
    for head in to { new[head.example] = head }
    for example in Set(old.keys).union(new.keys).sorted() {
      let (before, after) = (old[example], new[example])
      guard before?.label != after?.label else { continue }
      table.add([
        .text(example.text), .maybe(before?.label?.text), .maybe(after?.label?.text),
        .maybe(before?.annotator.text), .maybe(after?.annotator.text),
      ])
    }
    return table
  }
}

extension ReadLedger {
  /// The heads at a point of history.
  func heads(_ dataset: Identifier, at point: Point) throws -> [Head] {
    if case .now = point { return try storage.read { try $0.allHeads(dataset: dataset) } }
    return try replay(upTo: point).heads(dataset: dataset)
  }
}

extension Table {
  /// Writes to a file, which appears whole, or to standard output.
  func write(_ format: OutputFormat, to path: String?, orSay emptiness: String? = nil) throws {
    guard let path, path != "-" else { return try write(format, orSay: emptiness) }
    try DurableFile.write(bytes(format), to: path)
  }
}
