/// The state in dictionaries: for ledgers in memory, and to make the state again from entries.
public struct MemoryState: LedgerState, Hashable, Sendable {
  /// An example of a data set.
  public struct ExampleKey: Hashable, Sendable {
    let dataset: Identifier
    let example: Identifier
  }

  struct AnswerKey: Hashable, Sendable {
    let example: ExampleKey
    let annotator: Identifier
  }

  struct RequestKey: Hashable, Sendable {
    let actor: Identifier
    let key: Identifier
  }

  private var ledger: LedgerRecord?
  private(set) var heads: [ExampleKey: Head] = [:]
  private(set) var answers: [AnswerKey: Answer] = [:]
  private(set) var proposals: [Hash: Proposal] = [:]
  /// The proposals about each example, so that nobody has to look through all.
  private var proposalsByExample: [ExampleKey: Set<Hash>] = [:]
  private(set) var actors: [Identifier: ActorRecord] = [:]
  private(set) var keys: [Hash: KeyRecord] = [:]
  private(set) var requests: [RequestKey: IdempotencyRecord] = [:]

  /// The state before the first entry.
  public init() {}

  /// Changes the state.
  ///
  /// - Parameter change: What changes.
  public mutating func apply(_ change: StateChange) {
    switch change {
    case .ledger(let record): ledger = record
    case .head(let head):
      heads[ExampleKey(dataset: head.dataset, example: head.example)] = head
    case .answer(let answer):
      let example = ExampleKey(dataset: answer.dataset, example: answer.example)
      answers[AnswerKey(example: example, annotator: answer.annotator)] = answer
    case .proposal(let proposal):
      proposals[proposal.entry.leafHash] = proposal
      let example = ExampleKey(dataset: proposal.dataset, example: proposal.example)
      proposalsByExample[example, default: []].insert(proposal.entry.leafHash)
    case .actor(let record): actors[record.id] = record
    case .key(let record): keys[record.key.fingerprint] = record
    case .idempotency(let record):
      requests[RequestKey(actor: record.actor, key: record.key)] = record
    }
  }

  /// The ledger's opening, last time and end.
  ///
  /// - Returns: `nil` before the first entry.
  public func ledgerRecord() -> LedgerRecord? { ledger }

  /// The label in force of an example.
  ///
  /// - Parameters:
  ///   - dataset: The data set.
  ///   - example: The example.
  /// - Returns: `nil` where no label was ever given.
  public func head(dataset: Identifier, example: Identifier) -> Head? {
    heads[ExampleKey(dataset: dataset, example: example)]
  }

  /// The last label that an annotator gave an example.
  ///
  /// - Parameters:
  ///   - dataset: The data set.
  ///   - example: The example.
  ///   - annotator: The annotator.
  /// - Returns: `nil` where there is none.
  public func answer(dataset: Identifier, example: Identifier, annotator: Identifier) -> Answer? {
    answers[
      AnswerKey(
        example: ExampleKey(dataset: dataset, example: example), annotator: annotator)]
  }

  /// All heads of a data set, ascending by the bytes of the example's name.
  func heads(dataset: Identifier) -> [Head] {
    heads.values.filter { $0.dataset == dataset }.sorted { $0.example < $1.example }
  }

  /// All proposals about an example, in no order.
  func proposals(of example: ExampleKey) -> [Proposal] {
    proposalsByExample[example, default: []].compactMap { proposals[$0] }
  }

  /// A proposal, whatever became of it.
  ///
  /// - Parameter leafHash: The leaf hash of the entry `label.proposed`.
  /// - Returns: `nil` where there is none.
  public func proposal(_ leafHash: Hash) -> Proposal? { proposals[leafHash] }

  /// Where an actor's chain ends.
  ///
  /// - Parameter id: The actor's pseudonym.
  /// - Returns: `nil` for somebody who has neither an entry nor a key.
  public func actor(_ id: Identifier) -> ActorRecord? { actors[id] }

  /// A key that some actor signs with or once did.
  ///
  /// - Parameter fingerprint: The SHA-256 of the key.
  /// - Returns: `nil` where there is none.
  public func key(_ fingerprint: Hash) -> KeyRecord? { keys[fingerprint] }

  /// What an actor asked for under a key of their choice.
  ///
  /// - Parameters:
  ///   - actor: The actor.
  ///   - key: The key that they chose.
  /// - Returns: `nil` where there is nothing.
  public func idempotency(actor: Identifier, key: Identifier) -> IdempotencyRecord? {
    requests[RequestKey(actor: actor, key: key)]
  }

  /// Number of changes that make this state from nothing.
  var changeCount: Int {
    (ledger == nil ? 0 : 1) + heads.count + answers.count + proposals.count + actors.count
      + keys.count + requests.count
  }

  /// Whether a change is one of those that make this state from nothing.
  func holds(_ change: StateChange) -> Bool {
    switch change {
    case .ledger(let record): ledger == record
    case .head(let head): self.head(dataset: head.dataset, example: head.example) == head
    case .answer(let answer):
      self.answer(
        dataset: answer.dataset, example: answer.example, annotator: answer.annotator) == answer
    case .proposal(let proposal): self.proposal(proposal.entry.leafHash) == proposal
    case .actor(let record): actor(record.id) == record
    case .key(let record): key(record.key.fingerprint) == record
    case .idempotency(let record): idempotency(actor: record.actor, key: record.key) == record
    }
  }

  /// All changes that make this state from nothing, in one order that only the state determines.
  public var changes: [StateChange] {
    var changes: [StateChange] = ledger.map { [.ledger($0)] } ?? []
    changes += heads.values.sorted { ($0.dataset, $0.example) < ($1.dataset, $1.example) }
      .map { .head($0) }
    changes += answers.values.sorted {
      ($0.dataset, $0.example, $0.annotator) < ($1.dataset, $1.example, $1.annotator)
    }.map { .answer($0) }
    changes += proposals.values.sorted { $0.entry.leafHash < $1.entry.leafHash }
      .map { .proposal($0) }
    changes += actors.values.sorted { $0.id < $1.id }.map { .actor($0) }
    changes += keys.values.sorted { $0.key.fingerprint < $1.key.fingerprint }.map { .key($0) }
    changes += requests.values.sorted { ($0.actor, $0.key) < ($1.actor, $1.key) }
      .map { .idempotency($0) }
    return changes
  }
}
