import LabelLedger
import Testing

/// Entries that hold together, one of each kind, made of fixed parts.
enum EntrySamples {
  static let ledgerKey = key("example.com/labels", 1)
  static let curatorKey = key("curator-3", 2)
  static let publicKeys = [
    ledgerKey.fingerprint: ledgerKey.publicKey, curatorKey.fingerprint: curatorKey.publicKey,
  ]
  static let leaf = Hash(of: Array("leaf".utf8))
  static let other = Hash(of: Array("other".utf8))

  private static func key(_ name: Identifier, _ byte: UInt8) -> ActorKey {
    guard let key = ActorKey(name: name, seed: [UInt8](repeating: byte, count: 32)) else {
      preconditionFailure("32 bytes are a seed")
    }
    return key
  }

  static func decimal(_ text: String) -> DecimalString {
    guard let decimal = DecimalString(text) else { preconditionFailure("\(text) is no number") }
    return decimal
  }

  /// A label with all that every kind of entry may say.
  static func full(_ kind: EntryKind = .labelGiven) -> Entry {
    let random = [UInt8](0..<10)
    guard let id = UUIDv7(milliseconds: 1_790_000_000_000, random: random),
      let nonce = Nonce([UInt8](0..<16))
    else { preconditionFailure("the parts are of the right length") }
    return Entry(
      id: id, nonce: nonce, kind: kind, time: 1_790_000_000_000, clientTime: 1_790_000_000_007,
      clockHeld: true,
      actor: Actor(
        id: "curator-3", kind: .human, session: "s-1", credential: curatorKey.fingerprint,
        tool: "flipguard-ledger", toolVersion: "1.0", network: other),
      actorSeq: 4, prevActorEntry: leaf,
      subject: Subject(dataset: "labels", example: "image/Straße-7.png", exampleDigest: other),
      label: LabelChange(
        scheme: "animals", new: "cat", previous: "dog",
        previousEntry: EntryReference(index: 17, leafHash: leaf), confidence: decimal("0.95")),
      reason: Reason(code: .correction, note: other),
      source: Source(
        origin: .import, batch: "b-1", connector: "label-studio", externalID: "12/7",
        externalDigest: leaf, manifestDigest: other,
        transform: [Transform(name: "merge", version: "2", paramsDigest: leaf)]),
      evidence: [
        DetectorEvidence(
          detector: "knn", version: "1", paramsDigest: leaf, inputDigest: other,
          score: decimal("0.125"), threshold: decimal("0.5"), direction: .low,
          reference: "seal-3")
      ], policy: other, idempotencyKey: "request-1")
  }

  /// The smallest entry of a kind.
  static func smallest(_ kind: EntryKind) -> Entry {
    var entry = full(kind)
    entry.clientTime = nil
    entry.clockHeld = false
    entry.actor.network = nil
    entry.actorSeq = 0
    entry.prevActorEntry = nil
    entry.subject = Subject(dataset: "labels")
    entry.label = nil
    entry.reason = nil
    entry.source = nil
    entry.evidence = []
    entry.idempotencyKey = nil
    for field in needs(kind) { add(field, to: &entry) }
    return entry
  }

  /// The fields that each kind needs, said once more.
  static func needs(_ kind: EntryKind) -> Set<String> {
    switch kind.rawValue {
    case "label.approved", "label.rejected": ["subject.example", "approval"]
    case let name where name.hasPrefix("label."): ["subject.example", "label"]
    case "example.registered": ["subject.example"]
    case let name where name.hasPrefix("key."): ["key"]
    case "ledger.opened": ["opening"]
    case "snapshot.sealed": ["seal"]
    default: []
    }
  }

  /// The fields that each kind may have besides, said once more.
  static func allows(_ kind: EntryKind) -> Set<String> {
    switch kind.rawValue {
    case "label.given", "label.proposed", "example.registered": ["subject.exampleDigest"]
    case "label.applied", "label.retracted": ["subject.exampleDigest", "approval"]
    case "label.approved", "label.rejected": ["subject.exampleDigest", "label"]
    case "gold.committed": []
    case let name
    where ["quarantine", "gold", "alarm", "breakglass", "erasure"].contains { name.hasPrefix($0) }:
      ["subject.example", "subject.exampleDigest"]
    default: []
    }
  }

  static let fields = [
    "subject.example", "subject.exampleDigest", "label", "approval", "key", "opening", "seal",
  ]

  static func add(_ field: String, to entry: inout Entry) {
    let kind = entry.kind
    switch field {
    case "subject.example": entry.subject.example = "image-1"
    case "subject.exampleDigest": entry.subject.exampleDigest = leaf
    case "label":
      entry.label = full().label
      if kind == .labelRetracted { entry.label?.new = nil }
    case "approval":
      entry.approval = Approval(
        of: leaf, decision: kind == .labelRejected ? .reject : .approve, round: 1)
    case "key":
      entry.key = KeyChange(
        actor: "curator-3", kind: .human, publicKey: curatorKey.publicKey,
        replaces: kind == .keyRotated ? other : nil)
    case "opening":
      entry.opening = Opening(
        origin: "example.com/labels", vkey: "example.com/labels+00000000+AQ==",
        predecessor: Predecessor(origin: "example.com/old", size: 12, root: leaf))
    case "seal":
      entry.seal = Seal(
        size: 20, rows: 5, root: leaf, file: other, excluded: ["quarantined": 2, "retracted": 1],
        classes: [ClassCount(label: "cat", count: 2), ClassCount(label: "dog", count: 3)],
        level: .l1)
    default: preconditionFailure("no field \(field)")
    }
  }

  static func remove(_ field: String, from entry: inout Entry) {
    switch field {
    case "subject.example": entry.subject.example = nil
    case "subject.exampleDigest": entry.subject.exampleDigest = nil
    case "label": entry.label = nil
    case "approval": entry.approval = nil
    case "key": entry.key = nil
    case "opening": entry.opening = nil
    case "seal": entry.seal = nil
    default: preconditionFailure("no field \(field)")
    }
  }
}
