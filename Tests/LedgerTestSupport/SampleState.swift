public import LabelLedger

/// Changes of the state of every kind, with everything that may be absent both there and absent.
public enum SampleState {
  /// A hash that a number stands for.
  public static func hash(_ number: Int) -> Hash { Hash(of: Array("\(number)".utf8)) }

  static func reference(_ number: Int) -> EntryReference {
    EntryReference(index: UInt64(number), leafHash: hash(number))
  }

  static func key(_ number: Int) -> PublicKey {
    guard let key = PublicKey(hash(number).bytes) else { preconditionFailure("32 bytes are a key") }
    return key
  }

  /// The label in force of an example.
  public static func head(
    _ example: Identifier, dataset: Identifier = "labels", label: Identifier? = "cat",
    number: Int = 1
  ) -> Head {
    Head(
      dataset: dataset, example: example, exampleDigest: nil, label: label,
      status: label == nil ? .retracted : .accepted, entry: reference(number), annotator: "ann",
      time: Int64(number), batch: nil)
  }

  static func voter(_ number: Int) -> Proposal.Voter {
    Proposal.Voter(
      id: names[number % names.count], kind: ActorKind.allCases[number % ActorKind.allCases.count],
      session: names[(number + 3) % names.count], credential: hash(number),
      hasOwnKey: number % 2 == 0)
  }

  static func proposal(
    _ number: Int, example: Identifier, approvers: Int, status: Proposal.Status
  ) -> Proposal {
    Proposal(
      entry: reference(number), dataset: "labels", example: example,
      exampleDigest: number % 2 == 0 ? hash(number + 1) : nil, scheme: "animals",
      label: number % 3 == 0 ? nil : "dog", disputed: number % 3 == 1 ? nil : "cat",
      head: reference(number + 7), proposer: voter(number),
      approvers: (0..<approvers).map { voter(number + 10 + $0) }, time: -5,
      batch: number % 2 == 1 ? "batch" : nil, status: status)
  }

  /// Names that differ in bytes but not for Unicode, and others that a database may confuse, in no order.
  public static let names: [Identifier] = [
    "b", "a", "\u{E9}", "e\u{301}", "E\u{301}", "a'b\"c;--", "%_\\", "\u{FFFD}", "\u{1F600}", "aa",
    Identifier(String(repeating: "x", count: 256)) ?? "x", "A", " ", "~", "0",
  ]

  /// One change of each kind and form.
  public static let changes: [StateChange] = {
    let ledger = LedgerRecord(
      origin: "example.com/labels", ingestKey: key(1), policy: hash(2), lastTime: Int64.max,
      isFrozen: true)
    var changes: [StateChange] = [.ledger(ledger)]
    for (number, name) in names.enumerated() {
      changes.append(.head(head(name, number: number)))
      changes.append(.head(head("x", dataset: name, label: nil, number: number)))
      let answer = Answer(
        dataset: "labels", example: name, annotator: names[(number * 7) % names.count],
        label: number % 2 == 0 ? name : nil, earlier: Array(names.sorted().prefix(number % 4)),
        entry: reference(number))
      changes.append(.answer(answer))
      changes.append(
        .actor(
          ActorRecord(
            id: name, kind: ActorKind.allCases[number % ActorKind.allCases.count],
            entryCount: Int64(number), lastEntry: number % 2 == 0 ? nil : hash(number),
            fingerprint: number % 3 == 0 ? nil : hash(number + 1))))
      changes.append(
        .key(
          KeyRecord(
            key: key(number + 3), actor: name, added: UInt64(number),
            ended: number % 2 == 0 ? nil : UInt64(Int64.max))))
      changes.append(
        .idempotency(
          IdempotencyRecord(
            actor: name, key: names[(number * 4) % names.count], content: hash(number),
            entry: reference(number), time: Int64.min)))
    }
    changes.append(
      .head(
        Head(
          dataset: "labels", example: "all", exampleDigest: hash(5), label: "\u{1F431}",
          status: .quarantined, entry: reference(Int(Int32.max)), annotator: "bob", time: -1,
          batch: "b\u{E9}")))
    for (number, status) in Proposal.Status.allCases.enumerated() {
      for approvers in 0..<3 {
        changes.append(
          .proposal(
            proposal(
              20 * approvers + number + 1, example: names[approvers], approvers: approvers,
              status: status)))
      }
    }
    return changes
  }()
}
