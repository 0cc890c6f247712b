internal import LabelLedger

/// What holds of a ledger whatever storage it is on.
public struct LedgerLaw: Sendable, CustomStringConvertible {
  /// What it says.
  public let description: String
  /// Tries it, and throws where the ledger breaks it; each storage that the member makes is a new one.
  public let check: @Sendable (StorageMember) throws -> Void

  init(_ description: String, _ check: @escaping @Sendable (StorageMember) throws -> Void) {
    self.description = description
    self.check = check
  }

  /// All laws.
  public static let all: [LedgerLaw] = requestLaws + writeLaws + checkpointLaws

  static let ann = SampleActor("ann")
  static let bob = SampleActor("bob")
  static let cleo = SampleActor("cleo")

  static func name(_ number: Int) -> Identifier { Identifier("e\(number)") ?? "e" }

  static func open(_ member: StorageMember) throws -> SampleLedger {
    try SampleLedger(on: member.make(), members: [ann, bob, cleo])
  }
}

extension LedgerLaw {
  /// What holds of requests that are made again.
  private static let requestLaws: [LedgerLaw] = [
    LedgerLaw("A request that is made twice is taken once, whatever happened between") { member in
      let sample = try open(member)
      let request = ann.draft(.record(label: "cat"), "a", request: "r1")
      let first = try sample.take(request)
      try requireEqual(first.isNew, true, "the first time")
      let proposal = try sample.take(bob.draft(.record(label: "dog"), "a", request: "r2"))
      try requireEqual(proposal.kind, .labelProposed, "a label that differs")
      var approval = cleo.draft(.decide(proposal: proposal.entry.leafHash, .approve), request: "r3")
      approval.subject.example = "a"
      approval.expectedHead = first.entry
      let approved = try sample.take(approval)
      try requireEqual(try sample.head("a")?.entry, approved.applied, "the label in force")
      let size = try sample.size()
      // The head has moved, so that "cat" would be a proposal now, and the approval stale.
      for (draft, receipt) in [
        (request, first), (approval, approved), (approval, approved), (request, first),
      ] {
        let again = try sample.take(draft)
        try requireEqual(again.entry, receipt.entry, "the entry")
        try requireEqual(again.kind, receipt.kind, "its kind")
        try requireEqual(again.applied, receipt.applied, "what it put in force")
        try requireEqual(again.isNew, false, "made again")
      }
      try requireEqual(try sample.size(), size, "size")
      try requireEqual(try sample.findings(), [], "findings")
    },
    LedgerLaw("A key of a request is used for nothing else while it is remembered") { member in
      let sample = try open(member)
      let first = try sample.take(ann.draft(.record(label: "cat"), "a", request: "r"))
      let others = [
        ann.draft(.record(label: "dog"), "a", request: "r"),
        ann.draft(.record(label: "cat"), "b", request: "r"),
        ann.draft(.withdraw, "a", request: "r"),
        ann.draft(.note(.scanCompleted), request: "r"),
      ]
      var sure = ann.draft(.record(label: "cat"), "a", request: "r")
      sure.confidence = DecimalString("0.9")
      var sourced = ann.draft(.record(label: "cat"), "a", request: "r")
      sourced.source = Source(origin: .import, externalID: "7")
      sample.clock.advance(30 * SampleLedger.day)
      for draft in others + [sure, sourced] {
        try requireError(RuleViolation.idempotencyKey("r", first.entry), "\(draft.action)") {
          try sample.take(draft)
        }
      }
      // Another actor's keys are others.
      try requireEqual(
        try sample.take(bob.draft(.record(label: "cat"), "a", request: "r")).isNew, true, "bob's")
      sample.clock.advance(1)
      try requireEqual(
        try sample.take(ann.draft(.record(label: "dog"), "b", request: "r")).isNew, true,
        "after 30 days")
      try requireEqual(try sample.findings(), [], "findings")
    },
    LedgerLaw("An answer or a proposal in the same words is held, as long as it stands") { member in
      let sample = try open(member)
      let first = try sample.take(ann.draft(.record(label: "cat"), "a"))
      try requireEqual(
        try sample.take(ann.draft(.answer(label: "cat"), "a")).entry, first.entry, "answer")
      let proposal = try sample.take(bob.draft(.propose(label: "dog"), "a"))
      sample.clock.advance(72 * SampleLedger.hour)
      let again = try sample.take(bob.draft(.propose(label: "dog"), "a"))
      try requireEqual(again.entry, proposal.entry, "proposal after 72 hours")
      sample.clock.advance(1)
      let later = try sample.take(bob.draft(.propose(label: "dog"), "a"))
      try requireEqual(later.isNew, true, "proposal after more")
      // The clock goes back; the log's time does not, and with it the first proposal stays too old.
      sample.clock.advance(-20 * SampleLedger.day)
      try requireEqual(
        try sample.take(bob.draft(.propose(label: "dog"), "a")).entry, later.entry,
        "proposal by a clock that runs behind")
    },
  ]

  /// What holds of entries.
  private static let writeLaws: [LedgerLaw] = [
    LedgerLaw("A draft about another head than the one in force is refused") { member in
      let sample = try open(member)
      let first = try sample.take(ann.draft(.record(label: "cat"), "a"))
      var draft = bob.draft(.record(label: "cat"), "a")
      draft.expectedHead = EntryReference(index: 1, leafHash: SampleState.hash(1))
      let size = try sample.size()
      try requireError(RuleViolation.staleHead(example: "a", inForce: first.entry), "stale") {
        try sample.take(draft)
      }
      draft.subject.example = "b"
      try requireError(RuleViolation.staleHead(example: "b", inForce: nil), "no head") {
        try sample.take(draft)
      }
      try requireEqual(try sample.size(), size, "size")
      draft.subject.example = "a"
      draft.expectedHead = first.entry
      try requireEqual(try sample.take(draft).isNew, true, "the head in force")
    },
    LedgerLaw("Time stands still while the clock runs behind, and says so") { member in
      let sample = try open(member)
      for (number, step) in [0, 5, -3600_000, 1, 3_600_000, 0, -1].enumerated() {
        sample.clock.advance(Int64(step))
        try sample.take(ann.draft(.record(label: "cat"), name(number)))
      }
      let entries = try sample.entries().suffix(7)
      let start = SampleLedger.start
      try requireEqual(
        entries.map(\.time),
        [start, start + 5, start + 5, start + 5, start + 6, start + 6, start + 6], "times")
      try requireEqual(
        entries.map(\.clockHeld), [false, false, true, true, false, false, true], "held clocks")
      for time in [Int64.min, -1, 1 << 48, Int64.max] {
        let sample = try open(member)
        sample.clock.set(time)
        do {
          try sample.take(ann.draft(.record(label: "cat"), "a"))
          try requireEqual(time < start, true, "a clock at \(time)")
        } catch is LedgerError {
          try requireEqual(time > start, true, "a clock at \(time)")
        }
      }
    },
    LedgerLaw("A frozen ledger takes nothing, and answers what it took") { member in
      let sample = try open(member)
      let request = ann.draft(.record(label: "cat"), "a", request: "r")
      let first = try sample.take(request)
      try sample.take(SampleLedger.keeper.draft(.note(.ledgerFrozen)))
      for draft in [
        ann.draft(.record(label: "cat"), "b"), SampleLedger.keeper.draft(.note(.scanCompleted)),
        SampleLedger.keeper.draft(.note(.ledgerFrozen)),
      ] {
        try requireError(RuleViolation.frozen, "\(draft.action)") { try sample.take(draft) }
      }
      try requireEqual(try sample.take(request).entry, first.entry, "a retry")
      try requireEqual(try sample.findings(), [], "findings")
    },
    LedgerLaw("Of a batch all is written or nothing") { member in
      let sample = try open(member)
      try sample.take(ann.draft(.record(label: "cat"), "a"))
      let before = try sample.ledger.storage.read { (try $0.size(), try $0.state()) }
      let good = (0..<20).map { ann.draft(.record(label: "cat"), name($0)) }
      let bad = ann.draft(.answer(label: "dog"), "a")
      for place in [0, 7, 20] {
        var drafts = good
        drafts.insert(bad, at: place)
        try requireError(RuleViolation.needsProposal(example: "a", label: "cat"), "batch") {
          _ = try sample.ledger.append(drafts)
        }
        let after = try sample.ledger.storage.read { (try $0.size(), try $0.state()) }
        try requireEqual(after.0, before.0, "size")
        try requireEqual(after.1, before.1, "state")
      }
      let receipts = try sample.ledger.append(good + [good[3]])
      try requireEqual(
        receipts.map(\.entry.index), Array(before.0..<(before.0 + 20)) + [before.0 + 3], "indices")
      try requireEqual(receipts.map(\.isNew), Array(repeating: true, count: 20) + [false], "new")
      try sample.ledger.storage.read { reader in
        for receipt in receipts {
          try requireEqual(
            try reader.index(ofLeaf: receipt.entry.leafHash), receipt.entry.index, "receipt")
        }
        try requireEqual(
          try StateRebuild.state(of: reader, rules: sample.ledger.rules), try reader.state(),
          "the state made again")
      }
      try requireEqual(try sample.ledger.append([]), [], "a batch of nothing")
      try requireEqual(try sample.findings(), [], "findings")
    },
    LedgerLaw("What cannot be an entry is refused in words") { member in
      let sample = try open(member)
      try sample.take(ann.draft(.record(label: "cat"), "a"))
      let nothing = SampleState.hash(1)
      let refusals: [(Draft, RuleViolation)] = [
        (bob.draft(.propose(label: "cat"), "a"), .sameLabel(example: "a", label: "cat")),
        (bob.draft(.propose(label: "cat"), "b"), .noLabel(example: "b")),
        (bob.draft(.withdraw, "a"), .noLabel(example: "a")),
        (bob.draft(.withdraw, "b"), .noLabel(example: "b")),
        (bob.draft(.decide(proposal: nothing, .approve)), .noProposal(nothing)),
      ]
      for (draft, violation) in refusals {
        try requireError(violation, "\(draft.action)") { try sample.take(draft) }
      }
      var short = bob.draft(.record(label: "cat"), "b")
      short.privateNote = PrivateNote(salt: [1], text: "note")
      for draft in [
        short, bob.draft(.decide(proposal: nothing, .abstain)), bob.draft(.record(label: "cat")),
      ] {
        do {
          try sample.take(draft)
          throw LawViolation("\(draft.action): not refused")
        } catch LedgerError.draft {}
      }
    },
  ]
}
