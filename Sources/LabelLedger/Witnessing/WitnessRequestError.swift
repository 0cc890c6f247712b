/// Why the body of a request to a witness is malformed.
public enum WitnessRequestError: Error, Hashable, Sendable {
  /// The first line is not `old` and a decimal number of 0 to 2^63 - 1 without leading zeros.
  case oldSize
  /// This hash, counted from 1, is not 32 bytes in Base64.
  case hash(Int)
  /// There are more hashes than the 63 that are allowed; the number is that of the first too many.
  case tooManyHashes(Int)
  /// No blank line ends the hashes.
  case noCheckpoint
  /// The checkpoint is not a signed note.
  case note(NoteError)
  /// The note's text is not a checkpoint.
  case checkpoint(CheckpointError)
}

extension WitnessRequestError: CustomStringConvertible {
  /// One sentence with what was given and what is allowed.
  public var description: String {
    switch self {
    case .oldSize: "The first line is not \"old\" and a size of 0 to \(MerkleTree.maximumSize)."
    case .hash(let number): "Hash \(number) of the consistency proof is not 32 bytes in Base64."
    case .tooManyHashes(let count):
      """
      The consistency proof has \(count) hashes; \(WitnessRequest.maximumHashCount) are allowed.
      """
    case .noCheckpoint: "No blank line separates the hashes from the checkpoint."
    case .note(let error): error.description
    case .checkpoint(let error): error.description
    }
  }
}
