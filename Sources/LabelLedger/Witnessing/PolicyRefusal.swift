/// Why a checkpoint does not fulfil a ``WitnessPolicy``.
public enum PolicyRefusal: Error, Hashable, Sendable {
  /// The note's text is not a checkpoint.
  case checkpoint(CheckpointError)
  /// No log of this origin is trusted.
  case unknownLog(origin: String)
  /// No trusted key of the origin's log signed.
  case notSignedByLog(origin: String)
  /// A signature of a trusted key does not hold.
  case note(NoteError)
  /// The witnesses that cosigned are not enough.
  case quorumNotReached(quorum: WitnessPolicy.Text, cosigners: [WitnessPolicy.Text])
}

extension PolicyRefusal: CustomStringConvertible {
  /// One sentence with what was found and what is asked for.
  public var description: String {
    switch self {
    case .checkpoint(let error):
      return error.description
    case .unknownLog(let origin):
      return "No log of the origin \"\(origin)\" is trusted."
    case .notSignedByLog(let origin):
      return "The checkpoint is not signed with a trusted key of the log \"\(origin)\"."
    case .note(let error):
      return error.description
    case .quorumNotReached(let quorum, let cosigners):
      let names = cosigners.map(\.description).joined(separator: ", ")
      return "The quorum \"\(quorum)\" is not reached; cosigned: \(names.isEmpty ? "none" : names)."
    }
  }
}
