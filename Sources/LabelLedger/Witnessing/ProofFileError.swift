/// Why a proof file was refused.
public enum ProofFileError: Error, Hashable, Sendable {
  /// The file has more bytes than ``ProofFile/maximumByteCount``.
  case tooLong(Int)
  /// The first line is not the name of the format.
  case header
  /// The extra data are not in Base64, or are none.
  case extra
  /// The line of the index is missing, or is not a decimal number of 0 to 2^63 - 1 without leading
  /// zeros.
  case index
  /// This hash, counted from 1, is not 32 bytes in Base64.
  case hash(Int)
  /// There are more hashes than the 63 of the largest tree.
  case tooManyHashes(Int)
  /// No blank line ends the hashes.
  case noCheckpoint
  /// The inclusion proof is of another tree size than the checkpoint.
  case size(proof: UInt64, checkpoint: UInt64)
  /// The checkpoint is not a signed note.
  case note(NoteError)
  /// The note's text is not a checkpoint.
  case checkpoint(CheckpointError)
  /// The checkpoint does not fulfil the policy.
  case policy(PolicyRefusal)
  /// The entry is not in the checkpoint's tree at the index.
  case proof(ProofError)
}

extension ProofFileError: CustomStringConvertible {
  /// One sentence with what was given and what is allowed.
  public var description: String {
    switch self {
    case .tooLong(let count):
      "The proof has \(count) bytes; at most \(ProofFile.maximumByteCount) are allowed."
    case .header: "The first line of the proof is not \(ProofFile.header)."
    case .extra: "The extra data of the proof are not in Base64."
    case .index: "The proof does not name an index of 0 to \(MerkleTree.maximumSize)."
    case .hash(let number): "Hash \(number) of the proof is not 32 bytes in Base64."
    case .tooManyHashes(let count):
      "The proof has \(count) hashes; at most \(ProofFile.maximumHashCount) are allowed."
    case .noCheckpoint: "No blank line separates the hashes of the proof from its checkpoint."
    case .size(let proof, let checkpoint):
      "The inclusion proof is of \(proof) entries, but the checkpoint of \(checkpoint)."
    case .note(let error): error.description
    case .checkpoint(let error): error.description
    case .policy(let error): error.description
    case .proof(let error): error.description
    }
  }
}
