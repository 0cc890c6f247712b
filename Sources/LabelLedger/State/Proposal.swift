/// A proposed change of a label in force, and who has spoken for it.
public struct Proposal: Hashable, Sendable {
  /// How far a proposal has come.
  public enum Status: String, Sendable, CaseIterable {
    /// It waits for approvals.
    case open
    /// Enough people agreed, and the label changed.
    case applied
    /// Somebody refused it.
    case rejected
  }

  /// Who proposed or decided, as far as the four-eyes rules look.
  public struct Voter: Hashable, Sendable {
    /// The actor's pseudonym.
    public var id: Identifier
    /// Whether a person, a service, a model or a rule.
    public var kind: ActorKind
    /// The session in which they acted.
    public var session: Identifier
    /// The fingerprint of the key that signed.
    public var credential: Hash
    /// Whether the key is the actor's own; a label that the ledger signed for somebody is nobody's vote.
    public var hasOwnKey: Bool

    /// Puts a voter together.
    ///
    /// - Parameters:
    ///   - id: The actor's pseudonym.
    ///   - kind: What the actor is.
    ///   - session: The session.
    ///   - credential: The fingerprint of the key that signed.
    ///   - hasOwnKey: Whether it is the actor's own.
    public init(
      id: Identifier, kind: ActorKind, session: Identifier, credential: Hash, hasOwnKey: Bool
    ) {
      self.id = id
      self.kind = kind
      self.session = session
      self.credential = credential
      self.hasOwnKey = hasOwnKey
    }

    /// Whether the voter counts as one of the people that a change needs (rule F10).
    public var isPerson: Bool { kind == .human && hasOwnKey }
  }

  /// The entry `label.proposed`.
  public var entry: EntryReference
  /// The data set of the example.
  public var dataset: Identifier
  /// The example.
  public var example: Identifier
  /// The digest of the example, where the proposal tells it.
  public var exampleDigest: Hash?
  /// The scheme of the label.
  public var scheme: Identifier
  /// The label proposed; `nil` to take the label off.
  public var label: Identifier?
  /// The label in force when the change was proposed.
  public var disputed: Identifier?
  /// The head that the proposal is about; once the head has moved the proposal is void.
  public var head: EntryReference
  /// Who proposed.
  public var proposer: Voter
  /// Who approved so far, in the order of the entries.
  public var approvers: [Voter]
  /// When it was proposed: log time in milliseconds since 1970, UTC.
  public var time: Int64
  /// The batch that the proposal came in.
  public var batch: Identifier?
  /// How far it has come.
  public var status: Status

  /// Opens a proposal.
  ///
  /// - Parameters:
  ///   - entry: The entry `label.proposed`.
  ///   - dataset: The data set.
  ///   - example: The example.
  ///   - exampleDigest: Its digest.
  ///   - scheme: The scheme of the label.
  ///   - label: The label proposed.
  ///   - disputed: The label in force.
  ///   - head: The head that it is about.
  ///   - proposer: Who proposed.
  ///   - approvers: Who approved so far.
  ///   - time: When, in milliseconds since 1970.
  ///   - batch: The batch.
  ///   - status: How far it has come.
  public init(
    entry: EntryReference, dataset: Identifier, example: Identifier, exampleDigest: Hash?,
    scheme: Identifier,
    label: Identifier?, disputed: Identifier?, head: EntryReference, proposer: Voter,
    approvers: [Voter] = [], time: Int64, batch: Identifier?, status: Status = .open
  ) {
    self.entry = entry
    self.dataset = dataset
    self.example = example
    self.exampleDigest = exampleDigest
    self.scheme = scheme
    self.label = label
    self.disputed = disputed
    self.head = head
    self.proposer = proposer
    self.approvers = approvers
    self.time = time
    self.batch = batch
    self.status = status
  }

  /// Number of people who stand for the change.
  public var peopleInFavor: Int {
    (CollectionOfOne(proposer) + approvers).count(where: \.isPerson)
  }
}
