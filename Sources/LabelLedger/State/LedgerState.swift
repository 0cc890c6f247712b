/// What follows from the entries so far: all that the rules look at when an entry wants in.
///
/// Every part of it can be made again from the entries, by ``LedgerRules`` alone.
public protocol LedgerState {
  /// The ledger's opening, last time and end; `nil` before the first entry.
  func ledgerRecord() throws -> LedgerRecord?
  /// The label in force of an example.
  ///
  /// - Parameters:
  ///   - dataset: The data set.
  ///   - example: The example.
  /// - Returns: `nil` where no label was ever given.
  /// - Throws: What the storage behind it throws.
  func head(dataset: Identifier, example: Identifier) throws -> Head?
  /// The last label that an annotator gave an example.
  ///
  /// - Parameters:
  ///   - dataset: The data set.
  ///   - example: The example.
  ///   - annotator: The annotator.
  /// - Returns: `nil` where there is none.
  /// - Throws: What the storage behind it throws.
  func answer(dataset: Identifier, example: Identifier, annotator: Identifier) throws -> Answer?
  /// A proposal, whatever became of it.
  ///
  /// - Parameter leafHash: The leaf hash of the entry `label.proposed`.
  /// - Returns: `nil` where there is none.
  /// - Throws: What the storage behind it throws.
  func proposal(_ leafHash: Hash) throws -> Proposal?
  /// Where an actor's chain ends.
  ///
  /// - Parameter id: The actor's pseudonym.
  /// - Returns: `nil` for somebody who has neither an entry nor a key.
  /// - Throws: What the storage behind it throws.
  func actor(_ id: Identifier) throws -> ActorRecord?
  /// A key that some actor signs with or once did.
  ///
  /// - Parameter fingerprint: The SHA-256 of the key.
  /// - Returns: `nil` where there is none.
  /// - Throws: What the storage behind it throws.
  func key(_ fingerprint: Hash) throws -> KeyRecord?
  /// What an actor asked for under a key of their choice.
  ///
  /// - Parameters:
  ///   - actor: The actor.
  ///   - key: The key that they chose.
  /// - Returns: `nil` where there is nothing.
  /// - Throws: What the storage behind it throws.
  func idempotency(actor: Identifier, key: Identifier) throws -> IdempotencyRecord?
}

/// What the first entry said, and how far the log has come.
public struct LedgerRecord: Hashable, Sendable {
  /// The origin, `<host>/<ledger>`.
  public var origin: Identifier
  /// The public key that signs checkpoints and every entry.
  public var ingestKey: PublicKey
  /// The digest of the policy in force.
  public var policy: Hash
  /// The time of the last entry, in milliseconds since 1970, UTC.
  public var lastTime: Int64
  /// Whether the ledger takes no more entries.
  public var isFrozen: Bool

  /// Puts a record together.
  ///
  /// - Parameters:
  ///   - origin: The origin.
  ///   - ingestKey: The ledger's own key.
  ///   - policy: The digest of the policy in force.
  ///   - lastTime: The time of the last entry.
  ///   - isFrozen: Whether the ledger takes no more entries.
  public init(
    origin: Identifier, ingestKey: PublicKey, policy: Hash, lastTime: Int64, isFrozen: Bool = false
  ) {
    self.origin = origin
    self.ingestKey = ingestKey
    self.policy = policy
    self.lastTime = lastTime
    self.isFrozen = isFrozen
  }
}

/// One thing that an entry changes in the state; each replaces what was under its key.
public enum StateChange: Hashable, Sendable {
  /// The ledger as a whole.
  case ledger(LedgerRecord)
  /// The label in force of an example.
  case head(Head)
  /// An annotator's last label of an example.
  case answer(Answer)
  /// A proposal.
  case proposal(Proposal)
  /// The end of an actor's chain.
  case actor(ActorRecord)
  /// A key.
  case key(KeyRecord)
  /// What was asked under a key that the asker chose.
  case idempotency(IdempotencyRecord)
}
