import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `prove`.
struct ProveCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract:
      "Writes a proof that an entry is in the ledger, for somebody who has only the public key.",
    discussion: """
      The file (c2sp.org/tlog-proof@v1) holds the entry, its path to the root, and the signed checkpoint. \
      'verify FILE --key KEY' checks it anywhere.
      """)

  @Argument(
    help: ArgumentHelp(
      "The entry: its number, or 8 or more digits of its leaf hash.", valueName: "entry"))
  var entry: String?

  @Option(
    help: ArgumentHelp("The entry that put the label of this example in force.", valueName: "name"),
    transform: TypedArgument.name)
  var example: Identifier?

  @Option(
    help: ArgumentHelp("The data set of --example.", valueName: "name"),
    transform: TypedArgument.name)
  var dataset: Identifier?

  @Option(help: ArgumentHelp("Where to write; default standard output.", valueName: "file"))
  var output: String?

  @OptionGroup var options: LedgerOptions

  func validate() throws {
    guard (entry == nil) != (example == nil) else {
      throw ValidationError("name an entry, or an --example")
    }
  }

  func execute() throws {
    let ledger = try ReadLedger(options)
    let index = try self.index(in: ledger)
    let proof = try ledger.storage.read { reader in
      guard let checkpoint = try reader.checkpoint(size: nil) else {
        throw UsageError("the ledger has no checkpoint yet, so nothing can be proven")
      }
      return try Proofs.file(of: index, in: checkpoint, reader)
    }
    guard let output else {
      try StandardStream.output.write(proof.bytes)
      return
    }
    try DurableFile.write(proof.bytes, to: output)
    options.note(
      "Wrote the proof of entry \(index) to \(output). Check it: flipguard-ledger verify \(output) --key '\(ledger.folder.description.verifierKey)'"
    )
  }

  private func index(in ledger: ReadLedger) throws -> UInt64 {
    if let entry { return try ledger.storage.entry(named: entry).index }
    guard let example else { preconditionFailure("checked by validate") }
    let head = try ledger.storage.read {
      try $0.head(dataset: ledger.dataset(dataset), example: example)
    }
    guard let head else { throw UsageError("the ledger holds no label of '\(example)'") }
    return head.entry.index
  }
}
