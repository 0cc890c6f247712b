import LabelLedger
import LedgerSQLite

/// Public keys on the command line, and what they sign.
enum Keys {
  static func verifier(_ text: String, _ what: String) throws -> VerifierKey {
    do { return try VerifierKey(parsing: text) } catch {
      throw UsageError("\(what) is '\(text)': \(Phrase.of("\(error)"))")
    }
  }

  /// A checkpoint in a file, unverified.
  static func checkpoint(_ path: String) throws -> (SignedNote, Checkpoint) {
    guard let bytes = try DurableFile.read(path, limit: 1 << 20) else {
      throw FolderError.notFound(path: path, what: "a checkpoint")
    }
    do {
      let note = try SignedNote(parsing: bytes)
      return (note, try Checkpoint(parsing: note.text))
    } catch { throw FolderError.malformed(path: path, reason: "\(error)") }
  }
}
