public import LabelLedger
internal import Synchronization

/// A clock that stands until it is set.
public final class SampleClock: Sendable {
  private let now: Mutex<Int64>

  /// Starts at a time in milliseconds since 1970.
  public init(_ time: Int64) { now = Mutex(time) }

  /// What the clock says.
  public var time: Int64 { now.withLock { $0 } }

  /// Sets it, also back.
  public func set(_ time: Int64) { now.withLock { $0 = time } }

  /// Moves it, also back.
  public func advance(_ milliseconds: Int64) { now.withLock { $0 += milliseconds } }
}

/// Somebody who acts, with a key made of their name, so that it is the same in every run.
public struct SampleActor: Sendable {
  /// Who and how.
  public var author: Draft.Author
  /// The key; `nil` where the ledger signs.
  public var key: ActorKey?

  /// Names an actor.
  public init(
    _ id: Identifier, _ kind: ActorKind = .human, session: Identifier? = nil, hasKey: Bool = true,
    keyNumber: Int = 0
  ) {
    author = Draft.Author(
      id: id, kind: kind, session: session ?? id, tool: "test", toolVersion: "1")
    key = hasKey ? Self.key(of: id, number: keyNumber) : nil
  }

  /// Keys made before, since making one takes long.
  private static let keys = Mutex<[Identifier: [Int: ActorKey]]>([:])

  /// A key of somebody, made of name and number.
  public static func key(of id: Identifier, number: Int = 0) -> ActorKey {
    keys.withLock { keys in
      if let key = keys[id]?[number] { return key }
      guard let key = ActorKey(name: id, seed: Hash(of: Array("\(id) \(number)".utf8)).bytes)
      else { preconditionFailure("a hash has as many bytes as a seed") }
      keys[id, default: [:]][number] = key
      return key
    }
  }

  /// A draft about an example of the data set "labels".
  public func draft(
    _ action: Draft.Action, _ example: Identifier? = nil, request: Identifier? = nil
  ) -> Draft {
    var draft = Draft(
      action, by: author, signer: key, about: Subject(dataset: "labels", example: example))
    draft.idempotencyKey = request
    return draft
  }

  /// A label that was imported, for actors without a key.
  public func imported(
    _ action: Draft.Action, _ example: Identifier, batch: Identifier? = nil
  ) -> Draft {
    var draft = draft(action, example)
    draft.source = Source(origin: .import, batch: batch)
    return draft
  }
}

/// A ledger of the data set "labels" under a clock that stands.
public struct SampleLedger: Sendable {
  /// When it was opened.
  public static let start: Int64 = 1_790_000_000_000
  /// An hour in milliseconds.
  public static let hour: Int64 = 3_600_000
  /// A day in milliseconds.
  public static let day: Int64 = 86_400_000
  /// Acts for the ledger.
  public static let keeper = SampleActor(LedgerRules.ledgerActor, .service, hasKey: false)

  /// The ledger.
  public let ledger: Ledger
  /// Its clock.
  public let clock: SampleClock

  /// The ledger's key under an origin.
  public static func signer(_ origin: String = "example.com/labels") throws -> SignerKey {
    try SignerKey(name: origin, seed: [UInt8](repeating: 7, count: 32))
  }

  /// Opens a new ledger.
  public init(
    on storage: any LedgerStorage = MemoryStorage(),
    guardedBy guardStore: any GuardStore = MemoryGuard(),
    members: [SampleActor] = []
  ) throws {
    let clock = SampleClock(Self.start)
    self.clock = clock
    ledger = try Ledger.create(
      storage: storage, guardStore: guardStore, signer: Self.signer(), policy: .offline,
      dataset: "labels", by: Self.keeper.author, clock: { clock.time })
    for member in members { try admit(member) }
  }

  /// Opens the ledger once more.
  public func again(
    on storage: (any LedgerStorage)? = nil, guardedBy guardStore: (any GuardStore)? = nil
  ) throws -> Ledger {
    let clock = clock
    return try Ledger(
      storage: storage ?? ledger.storage, guardStore: guardStore ?? ledger.guardStore,
      signer: Self.signer(), policy: .offline, clock: { clock.time })
  }

  /// The entry that lets an actor in.
  public static func admission(_ member: SampleActor) -> Draft? {
    guard let key = member.key else { return nil }
    var draft = keeper.draft(.note(.keyAdded))
    draft.key = KeyChange(
      actor: member.author.id, kind: member.author.kind, publicKey: key.publicKey)
    return draft
  }

  /// Lets an actor in.
  public func admit(_ member: SampleActor) throws {
    if let draft = Self.admission(member) { try take(draft) }
  }

  /// Writes one entry.
  @discardableResult
  public func take(_ draft: Draft) throws -> Receipt {
    let receipts = try ledger.append([draft])
    guard receipts.count == 1 else { throw LawViolation("a draft has \(receipts.count) receipts") }
    return receipts[0]
  }

  /// Number of entries.
  public func size() throws -> UInt64 { try ledger.storage.read { try $0.size() } }

  /// The tree that is stored.
  public func tree() throws -> SignedTree {
    try ledger.storage.read { reader in
      let edge = try RightEdge(size: reader.size(), from: reader)
      return SignedTree(size: edge.size, root: edge.root)
    }
  }

  /// The label in force of an example of the data set "labels".
  public func head(_ example: Identifier) throws -> Head? {
    try ledger.storage.read { try $0.head(dataset: "labels", example: example) }
  }

  /// The entries, decoded.
  public func entries() throws -> [Entry] {
    try ledger.storage.read { reader in
      try reader.entries(0..<UInt64.max).map {
        try Entry(decoding: Envelope.parse($0.bytes).payload)
      }
    }
  }

  /// What an audit finds.
  public func findings() throws -> [FsckFinding] {
    var surroundings = Fsck.Surroundings()
    surroundings.guarded = try ledger.guardStore.signedTree(origin: ledger.origin) ?? .nothing
    return try ledger.storage.read { reader in
      try Fsck(verifierKey: Self.signer().verifierKey, policy: .offline)
        .run(reader, with: surroundings).findings
    }
  }
}
