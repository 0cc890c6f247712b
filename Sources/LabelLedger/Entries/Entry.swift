/// One record of the ledger, version 1: who did what to which label, why, and what it follows on.
///
/// An entry is the payload of an ``Envelope``. Its JSON is strict: no unknown field, no null but in `label`, no float, lists left out
/// when empty. ``canonicalPayload`` writes what ``init(decoding:)`` reads.
public struct Entry: Hashable, Sendable {
  /// The type of the payload in an entry's envelope.
  public static let payloadType = "application/vnd.flipguard.entry.v1+json"
  /// The version that is read and written.
  public static let version: Int64 = 1
  /// The most bytes of an idempotency key.
  public static let maximumIdempotencyKeyByteCount = 128

  /// What names the entry.
  public var id: UUIDv7
  /// Random bits, so that the entry's hash cannot be guessed.
  public var nonce: Nonce
  /// What the entry records.
  public var kind: EntryKind
  /// Log time: milliseconds since 1970, UTC.
  public var time: Int64
  /// What the client's clock said.
  public var clientTime: Int64?
  /// Whether the clock ran behind the last entry, so that its time was taken instead.
  public var clockHeld: Bool
  /// Who did it.
  public var actor: Actor
  /// The number of the actor's entries before this one.
  public var actorSeq: Int64
  /// The leaf hash of the last of them; `nil` for the first.
  public var prevActorEntry: Hash?
  /// What it is about.
  public var subject: Subject
  /// The label before and after.
  public var label: LabelChange?
  /// Why.
  public var reason: Reason?
  /// Where it comes from.
  public var source: Source?
  /// What detectors measured.
  public var evidence: [DetectorEvidence]
  /// A decision about a proposal.
  public var approval: Approval?
  /// The SHA-256 hash of the policy document in force.
  public var policy: Hash
  /// What the client chose so that asking twice is asking once; 1 to 128 bytes.
  public var idempotencyKey: Identifier?
  /// A key that is added, rotated or revoked.
  public var key: KeyChange?
  /// What the first entry says about the ledger.
  public var opening: Opening?
  /// What a sealed snapshot holds.
  public var seal: Seal?

  /// Puts an entry together; ``validate()`` tells whether it holds together.
  ///
  /// - Parameters:
  ///   - id: What names the entry.
  ///   - nonce: Random bits.
  ///   - kind: What the entry records.
  ///   - time: Log time in milliseconds since 1970.
  ///   - clientTime: What the client's clock said.
  ///   - clockHeld: Whether the time of the last entry was taken.
  ///   - actor: Who did it.
  ///   - actorSeq: The number of the actor's entries before.
  ///   - prevActorEntry: The leaf hash of the last of them.
  ///   - subject: What it is about.
  ///   - label: The label before and after.
  ///   - reason: Why.
  ///   - source: Where it comes from.
  ///   - evidence: What detectors measured.
  ///   - approval: A decision about a proposal.
  ///   - policy: The hash of the policy in force.
  ///   - idempotencyKey: What the client chose.
  ///   - key: A key that changes.
  ///   - opening: What the first entry says.
  ///   - seal: What a sealed snapshot holds.
  public init(
    id: UUIDv7, nonce: Nonce = Nonce(), kind: EntryKind, time: Int64, clientTime: Int64? = nil,
    clockHeld: Bool = false, actor: Actor, actorSeq: Int64, prevActorEntry: Hash? = nil,
    subject: Subject, label: LabelChange? = nil, reason: Reason? = nil, source: Source? = nil,
    evidence: [DetectorEvidence] = [], approval: Approval? = nil, policy: Hash,
    idempotencyKey: Identifier? = nil, key: KeyChange? = nil, opening: Opening? = nil,
    seal: Seal? = nil
  ) {
    self.id = id
    self.nonce = nonce
    self.kind = kind
    self.time = time
    self.clientTime = clientTime
    self.clockHeld = clockHeld
    self.actor = actor
    self.actorSeq = actorSeq
    self.prevActorEntry = prevActorEntry
    self.subject = subject
    self.label = label
    self.reason = reason
    self.source = source
    self.evidence = evidence
    self.approval = approval
    self.policy = policy
    self.idempotencyKey = idempotencyKey
    self.key = key
    self.opening = opening
    self.seal = seal
  }

  /// Reads the payload of an envelope and checks that it holds together.
  ///
  /// - Parameter payload: The JSON and nothing else.
  /// - Throws: ``EntryError`` with the place of the first fault.
  ///
  /// - Complexity: O(n) in the bytes.
  public init(decoding payload: [UInt8]) throws(EntryError) {
    let json: StrictJSON
    do { json = try StrictJSON(parsing: payload) } catch { throw .json(error) }
    if case .object(let object) = json, case .integer(let given) = object["v"],
      given != Self.version
    {
      throw .version(given)
    }
    do { self = try Self(json: json) } catch { throw .field(error) }
    try validate()
  }

  /// The bytes that are signed, in the one form in which they are written.
  ///
  /// - Complexity: O(n) in the bytes.
  public var canonicalPayload: [UInt8] { json.canonical }

  /// Checks that the entry holds together and signs it.
  ///
  /// - Parameter keys: The ingest key, then the key of the actor if there is one.
  /// - Returns: The envelope, whose bytes are the data of the entry's leaf.
  /// - Throws: ``EntryError`` where ``validate()`` does, ``EnvelopeError`` for an entry that is too large.
  public func signed(by keys: [ActorKey]) throws -> Envelope {
    try validate()
    return try Envelope(signing: canonicalPayload, keys: keys)
  }
}

extension Entry: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    var fields = try FieldReader(json)
    actor = try fields.require("actor")
    actorSeq = try fields.require("actorSeq")
    approval = try fields.ifPresent("approval")
    clientTime = try fields.ifPresent("clientTime")
    let held: Bool? = try fields.ifPresent("clockHeld")
    guard held ?? true else {
      throw FieldError(.badValue(given: "false", allowed: "true or left out"), at: "clockHeld")
    }
    clockHeld = held ?? false
    evidence = try fields.list("evidence")
    id = try fields.require("id")
    idempotencyKey = try fields.ifPresent("idempotencyKey")
    key = try fields.ifPresent("key")
    kind = try fields.require("kind")
    label = try fields.ifPresent("label")
    nonce = try fields.require("nonce")
    opening = try fields.ifPresent("opening")
    policy = try fields.require("policy")
    prevActorEntry = try fields.ifPresent("prevActorEntry")
    reason = try fields.ifPresent("reason")
    seal = try fields.ifPresent("seal")
    source = try fields.ifPresent("source")
    subject = try fields.require("subject")
    time = try fields.require("time")
    let version: Int64 = try fields.require("v")
    guard version == Self.version else {
      throw FieldError(.badValue(given: String(version), allowed: "1"), at: "v")
    }
    try fields.finish()
  }

  var json: StrictJSON {
    var object = StrictJSON.Object()
    object.set("actor", actor)
    object.set("actorSeq", actorSeq)
    object.set("approval", approval)
    object.set("clientTime", clientTime)
    object.set("clockHeld", clockHeld ? true : nil)
    object.setList("evidence", evidence)
    object.set("id", id)
    object.set("idempotencyKey", idempotencyKey)
    object.set("key", key)
    object.set("kind", kind)
    object.set("label", label)
    object.set("nonce", nonce)
    object.set("opening", opening)
    object.set("policy", policy)
    object.set("prevActorEntry", prevActorEntry)
    object.set("reason", reason)
    object.set("seal", seal)
    object.set("source", source)
    object.set("subject", subject)
    object.set("time", time)
    object.set("v", Self.version)
    return .object(object)
  }
}
