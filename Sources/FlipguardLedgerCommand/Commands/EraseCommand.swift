import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `erase`.
struct EraseCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract:
      "Erases the note of an entry, which lies outside the log; entries and proofs stay valid.",
    discussion: """
      The log holds pseudonyms, and commitments to notes, salted so that they cannot be guessed once the note is gone. \
      Names of people belong outside the ledger altogether. Backups made before still hold the note.
      """)

  @Argument(
    help: ArgumentHelp(
      "The entry: its number, or 8 or more digits of its leaf hash.", valueName: "entry"))
  var entry: String

  @OptionGroup var actor: ActorOptions
  @OptionGroup var options: LedgerOptions

  func execute() throws {
    let open = try OpenLedger(options)
    let (author, signer) = try open.author(actor.name())
    let reference = try open.storage.entry(named: entry)
    guard try open.storage.read({ try $0.privateNote(reference.leafHash) }) != nil else {
      throw UsageError("entry \(reference.index) has no note, or it was erased before")
    }
    let stored = try open.storage.read {
      try $0.entries(reference.index..<(reference.index + 1))
    }
    let subject = try EntryRows.decode(stored[0], at: reference.index).subject
    var draft = Draft(.note(.erasureRecorded), by: author, signer: signer, about: subject)
    draft.reason = .erasure
    // The record of the erasure comes first: a stop in between leaves a note that can be erased again.
    _ = try open.ledger.append([draft])
    try open.storage.write { try $0.setPrivateNote(nil, of: reference.leafHash) }
    try open.publish()
    try StandardStream.output.write("Erased the note of entry \(reference.index).\n")
  }
}
