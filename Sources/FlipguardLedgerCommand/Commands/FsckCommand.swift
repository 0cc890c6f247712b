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
    let faults = try storage.fileFaults()
    let report = try audit(folder, storage)
    let findings = faults + report.findings.map(\.description)
    let count = faults.count + report.findingCount
    if format == .json {
      try StandardStream.output.write(json(report, findings, count).canonical + [0x0A])
    } else {
      try tell(folder, report, findings, count)
    }
    if count > 0 { throw ExitCode(1) }
  }

  private func audit(_ folder: LedgerFolder, _ storage: SQLiteStorage) throws -> FsckReport {
    let origin = folder.description.origin
    var surroundings = Fsck.Surroundings()
    surroundings.publishedCheckpoint = try folder.publishedCheckpoint()
    surroundings.tile = { try folder.tile($0) }
    let home = try options.privateHome()
    let guardPath = try home.guardFile(of: origin)
    if DurableFile.exists(guardPath) {
      let guardStore = try SQLiteGuard(path: guardPath, access: .read)
      surroundings.guarded = try guardStore.signedTree(origin: origin) ?? .nothing
      surroundings.guardedLater = { try guardStore.signedTree(origin: origin) ?? .nothing }
    } else {
      options.note("No guard of this ledger is here, so a rollback to an older copy is not found.")
    }
    return try storage.read { reader in
      let progress = Progress(
        "auditing", of: Int(try reader.size()), isQuiet: options.quiet)
      surroundings.progress = { progress.reach(Int($0)) }
      defer { progress.end() }
      return try Fsck(
        verifierKey: folder.description.verifierKey, policy: folder.policy,
        depth: structure ? .structure : .signatures
      ).run(reader, with: surroundings)
    }
  }

  private func tell(
    _ folder: LedgerFolder, _ report: FsckReport, _ findings: [String], _ count: Int
  ) throws {
    for finding in findings { try StandardStream.output.write("\(finding)\n") }
    let looked =
      "\(report.tree.size) entries, \(report.checkpoints) checkpoints, \(report.tiles) tiles"
      + (structure ? "" : ", \(report.signatures) signatures")
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
