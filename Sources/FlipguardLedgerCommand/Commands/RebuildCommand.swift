import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `rebuild`.
struct RebuildCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Makes tables and published tiles again from the entries.",
    discussion:
      "Entries, nodes and checkpoints are never touched; fsck tells whether they are sound.")

  @OptionGroup var options: LedgerOptions

  func execute() throws {
    let open = try OpenLedger(options)
    let (before, after) = try open.storage.write { writer in
      let before = try writer.state()
      let rebuilt = try StateRebuild.state(of: writer, rules: open.ledger.rules)
      try writer.clearState()
      try writer.apply(rebuilt)
      return (before, rebuilt)
    }
    let written = try open.storage.read { reader -> Int in
      guard let checkpoint = try reader.checkpoint(size: nil) else { return 0 }
      return try open.folder.republish(checkpoint, from: reader)
    }
    let differing = Set(before).symmetricDifference(Set(after)).count
    try StandardStream.output.write(
      "Rebuilt \(Count.of(after.count, "row")) from the entries, \(differing) of them other than before, and \(Count.of(written, "published file")).\n"
    )
  }
}
