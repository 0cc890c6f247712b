/// What somebody wants to write; the ledger makes an entry of it.
public struct Draft: Sendable {
  /// What is to happen.
  public enum Action: Hashable, Sendable {
    /// Says what the label is: the first label of an example is given, a label that agrees is given beside it, and one
    /// that differs from the label in force is proposed.
    case record(label: Identifier)
    /// Gives an annotator's own answer beside what is in force, also where it differs.
    case answer(label: Identifier)
    /// Proposes to change the label in force; `nil` to take it off.
    case propose(label: Identifier?)
    /// Takes back an annotator's own answer that is not in force.
    case withdraw
    /// Approves or rejects a proposal.
    case decide(proposal: Hash, Decision)
    /// Writes an entry that is not about a label.
    case note(EntryKind)
  }

  /// Who acts, without the key, which ``signer`` tells.
  public struct Author: Hashable, Sendable {
    /// The actor's pseudonym.
    public var id: Identifier
    /// What the actor is.
    public var kind: ActorKind
    /// The session.
    public var session: Identifier
    /// The tool that writes.
    public var tool: Identifier
    /// Its version.
    public var toolVersion: Identifier

    /// Tells who acts.
    ///
    /// - Parameters:
    ///   - id: The actor's pseudonym.
    ///   - kind: What the actor is.
    ///   - session: The session.
    ///   - tool: The tool that writes.
    ///   - toolVersion: Its version.
    public init(
      id: Identifier, kind: ActorKind, session: Identifier, tool: Identifier,
      toolVersion: Identifier
    ) {
      self.id = id
      self.kind = kind
      self.session = session
      self.tool = tool
      self.toolVersion = toolVersion
    }
  }

  /// What is to happen.
  public var action: Action
  /// Who acts.
  public var author: Author
  /// The actor's own key; `nil` where the ledger signs for them.
  public var signer: ActorKey?
  /// What the entry is about; a decision is about what its proposal is about.
  public var subject: Subject
  /// The scheme of the label.
  public var scheme: Identifier = "default"
  /// The label's confidence, a decimal number.
  public var confidence: DecimalString?
  /// The head that the author saw; `nil` for whatever is in force.
  ///
  /// With another one in force the draft is refused.
  public var expectedHead: EntryReference?
  /// Why.
  public var reason: ReasonCode?
  /// A note, kept outside the log.
  public var privateNote: PrivateNote?
  /// Where the label comes from.
  public var source: Source?
  /// What a detector found.
  public var evidence: [DetectorEvidence] = []
  /// A key that is let in or out.
  public var key: KeyChange?
  /// What a seal binds.
  public var seal: Seal?
  /// What the author's clock said, in milliseconds since 1970, UTC.
  public var clientTime: Int64?
  /// A name for the request, so that asking twice is asking once.
  public var idempotencyKey: Identifier?

  /// Tells what is to happen and who acts; all else is optional.
  ///
  /// - Parameters:
  ///   - action: What is to happen.
  ///   - author: Who acts.
  ///   - signer: The actor's own key.
  ///   - subject: What it is about.
  public init(_ action: Action, by author: Author, signer: ActorKey?, about subject: Subject) {
    self.action = action
    self.author = author
    self.signer = signer
    self.subject = subject
  }
}

/// What came of a draft.
public struct Receipt: Hashable, Sendable {
  /// The entry.
  public let entry: EntryReference
  /// Its kind.
  public let kind: EntryKind
  /// Whether it was written now; `false` where the ledger held it already.
  public let isNew: Bool
  /// The change that the entry put in force: `label.applied` or `label.retracted`.
  public let applied: EntryReference?
}
