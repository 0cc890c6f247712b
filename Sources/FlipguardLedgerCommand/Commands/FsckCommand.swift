import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `fsck`.
struct FsckCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "fsck",
    abstract: "Audits a ledger: makes everything again from the entries and tells what differs.",
    discussion: """
      Looks at entries, tree, checkpoints, published tiles, the guard, every signature, every rule, and the tables. \
      Nothing is repaired. Exit code 1 where something is wrong.
      """)

  @Flag(help: "Hashes only: no signatures, rules and tables.")
  var structure = false

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  @OptionGroup var options: LedgerOptions

  func execute() throws {
    guard format != .csv else { throw UsageError("--format is csv; allowed: text, json") }
    let folder = try options.folder()
    let storage = try SQLiteStorage(path: folder.storagePath, access: .read)
    let (faults, report) = try Audit(
      folder: folder, storage: storage, home: options.privateHome(),
      depth: structure ? .structure : .signatures, isQuiet: options.quiet
    ).run()
    let findings = faults + report.findings.map(\.description)
    let count = faults.count + report.findingCount
    if format == .json {
      try StandardStream.output.write(json(report, findings, count).canonical + [0x0A])
    } else {
      try tell(folder, report, findings, count)
    }
    if count > 0 { throw ExitCode(1) }
  }

  private func tell(
    _ folder: LedgerFolder, _ report: FsckReport, _ findings: [String], _ count: Int
  ) throws {
    for finding in findings { try StandardStream.output.write("\(finding)\n") }
    let looked =
      "\(Count.of(report.tree.size, "entry")), \(Count.of(report.checkpoints, "checkpoint")), "
      + Count.of(report.tiles, "tile")
      + (structure ? "" : ", \(Count.of(report.signatures, "signature"))")
    let verdict =
      count == 0
      ? "Sound: \(looked). Root \(report.tree.root.base64)."
      : "Not sound: \(count) \(count == 1 ? "thing is" : "things are") wrong (\(looked)). "
        + "Keep this copy as evidence, and compare it with a backup and with the checkpoints that others hold."
    try StandardStream.output.write("\(verdict)\n")
  }

  private func json(_ report: FsckReport, _ findings: [String], _ count: Int) -> StrictJSON {
    .object([
      "checkpoints": .integer(Int64(report.checkpoints)), "finding_count": .integer(Int64(count)),
      "findings": .array(findings.map { .string($0) }), "root": .string(report.tree.root.base64),
      "signatures": .integer(Int64(report.signatures)), "size": .integer(Int64(report.tree.size)),
      "sound": .bool(count == 0), "tiles": .integer(Int64(report.tiles)),
    ])
  }
}
