/// Where the chain of one actor's entries ends.
public struct ActorRecord: Hashable, Sendable {
  /// The actor's pseudonym.
  public var id: Identifier
  /// What the actor is; it never changes.
  public var kind: ActorKind
  /// Number of entries of the actor, which is the number of the next one.
  public var entryCount: Int64
  /// The leaf hash of the actor's last entry; `nil` before the first.
  public var lastEntry: Hash?
  /// The fingerprint of the key that the actor signs with now; `nil` without one.
  public var fingerprint: Hash?

  /// Puts a record together.
  ///
  /// - Parameters:
  ///   - id: The actor's pseudonym.
  ///   - kind: What the actor is.
  ///   - entryCount: Number of entries so far.
  ///   - lastEntry: The leaf hash of the last one.
  ///   - fingerprint: The key in use.
  public init(
    id: Identifier, kind: ActorKind, entryCount: Int64 = 0, lastEntry: Hash? = nil,
    fingerprint: Hash? = nil
  ) {
    self.id = id
    self.kind = kind
    self.entryCount = entryCount
    self.lastEntry = lastEntry
    self.fingerprint = fingerprint
  }
}

/// A public key that an actor signs with, or signed with once.
public struct KeyRecord: Hashable, Sendable {
  /// The key.
  public var key: PublicKey
  /// Whose it is.
  public var actor: Identifier
  /// The first entry that the key may sign: the one after it was added.
  public var added: UInt64
  /// The entry that took the key out of use; what it signed before stays valid.
  public var ended: UInt64?

  /// Puts a record together.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - actor: Whose it is.
  ///   - added: The entry that added it.
  ///   - ended: The entry that took it out of use.
  public init(key: PublicKey, actor: Identifier, added: UInt64, ended: UInt64? = nil) {
    self.key = key
    self.actor = actor
    self.added = added
    self.ended = ended
  }
}

/// What an actor asked for under a key of their choice, so that asking twice is asking once.
public struct IdempotencyRecord: Hashable, Sendable {
  /// Who asked.
  public var actor: Identifier
  /// The key that they chose.
  public var key: Identifier
  /// The digest of what was asked; see ``Entry/contentDigest``.
  public var content: Hash
  /// The entry that came of it.
  public var entry: EntryReference
  /// When: log time in milliseconds since 1970, UTC.
  public var time: Int64

  /// Puts a record together.
  ///
  /// - Parameters:
  ///   - actor: Who asked.
  ///   - key: The key that they chose.
  ///   - content: The digest of what was asked.
  ///   - entry: The entry that came of it.
  ///   - time: When, in milliseconds since 1970.
  public init(actor: Identifier, key: Identifier, content: Hash, entry: EntryReference, time: Int64)
  {
    self.actor = actor
    self.key = key
    self.content = content
    self.entry = entry
    self.time = time
  }
}
