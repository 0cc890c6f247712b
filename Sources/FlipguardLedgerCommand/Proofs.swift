import ArgumentParser
import LabelLedger
import LedgerSQLite

/// Proof files of entries.
enum Proofs {
  /// The proof that an entry is in the tree of a checkpoint, with the entry itself.
  static func file(
    of index: UInt64, in checkpoint: StoredCheckpoint, _ reader: some LedgerReader
  ) throws -> ProofFile {
    guard index < checkpoint.size else {
      throw UsageError(
        "entry \(index) is not covered by a checkpoint yet; the last one covers \(checkpoint.size) entries"
      )
    }
    guard let stored = try reader.entries(index..<(index + 1)).first else {
      throw LedgerError.damaged("entry \(index) is missing")
    }
    let proof = try InclusionProof.make(index: index, size: checkpoint.size, from: reader)
    return try ProofFile(
      proof: proof, note: SignedNote(parsing: checkpoint.note), extra: stored.bytes)
  }
}
