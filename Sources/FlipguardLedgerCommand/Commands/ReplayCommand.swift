import ArgumentParser
import LabelLedger
import LedgerSQLite

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
      return try Checkout.table(of: accepted).write(format, to: output)
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
