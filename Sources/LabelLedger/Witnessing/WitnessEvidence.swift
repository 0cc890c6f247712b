/// Two statements of a log that do not go together, or that it has not shown to go together.
public struct WitnessEvidence: Hashable, Sendable {
  /// What is wrong with a log's checkpoint.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The log signed two roots for one size: it has split.
    case otherRoot = "other-root"
    /// The log signed a root of the empty tree that is not its hash.
    case emptyTreeRoot = "empty-tree-root"
    /// The proof that came with the checkpoint does not lead to it: the log has split, or the
    /// sender erred.
    case unproved
  }

  /// What tells one piece of evidence from another.
  public struct Key: Hashable, Sendable {
    /// What is wrong.
    public let kind: Kind
    /// The text of the checkpoint that was refused, which begins with the log's origin.
    public let checkpoint: [UInt8]
  }

  /// What is wrong.
  public let kind: Kind
  /// The checkpoint that was refused; the log's signature on it holds.
  public let checkpoint: Checkpoint
  /// The whole request that was refused.
  public let request: [UInt8]
  /// The checkpoint that the witness had cosigned last, with the log's signature; `nil` if none.
  public let remembered: [UInt8]?

  /// Puts evidence together.
  ///
  /// - Parameters:
  ///   - kind: What is wrong.
  ///   - request: The request that was refused.
  ///   - remembered: What the witness remembers of the log.
  public init(kind: Kind, request: WitnessRequest, remembered: WitnessState?) {
    self.kind = kind
    checkpoint = request.checkpoint
    self.request = request.bytes
    self.remembered = remembered?.note.bytes
  }

  /// What tells this evidence from other.
  public var key: Key { Key(kind: kind, checkpoint: checkpoint.text) }
}
