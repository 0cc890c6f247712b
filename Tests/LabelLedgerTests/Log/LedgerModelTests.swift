import LabelLedger
import LedgerTestSupport
import Testing

/// A ledger beside the plain rules, under random requests that are retried and replayed.
struct LedgerModelTests {
  private static let labels: [Identifier] = ["cat", "dog", "bird"]

  private struct Request {
    let draft: Draft
    let receipt: Receipt
  }

  private struct Model {
    let people = ["ann", "bob", "cleo", "dan"].map { SampleActor($0) }
    let robot = SampleActor("robot", .model)
    let sample: SampleLedger
    var generator: SeededGenerator
    var plain = PlainPipeline()
    var proposals: [EntryReference] = []
    var requests: [Request] = []
    var size: UInt64

    init(seed: UInt64) throws {
      sample = try SampleLedger(members: people + [robot])
      generator = SeededGenerator(seed: seed)
      size = try sample.size()
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
      elements[Int.random(in: elements.indices, using: &generator)]
    }

    /// What the plain rules make of a draft.
    private enum Verdict {
      case new(entries: UInt64)
      case held
      case refused
    }

    private mutating func verdict(_ draft: Draft, _ actor: SampleActor) -> Verdict {
      let voter = PlainPipeline.Voter(
        id: actor.author.id, key: actor.key?.fingerprint, session: actor.author.session,
        isHuman: actor.author.kind == .human)
      let time = sample.clock.time
      let example = draft.subject.example ?? "none"
      switch draft.action {
      case .record(let label) where plain.heads[example].map({ $0.label != label }) ?? false:
        return propose(label, example, voter, time)
      case .propose(let label): return propose(label, example, voter, time)
      case .record(let label), .answer(let label):
        if plain.answers[[example, voter.id]] == label { return .held }
        return plain.give(example, label, by: voter) ? .new(entries: 1) : .refused
      case .withdraw: return plain.withdraw(example, by: voter) ? .new(entries: 1) : .refused
      case .decide(let hash, let decision):
        let changes = plain.changes
        guard let number = proposals.lastIndex(where: { $0.leafHash == hash }),
          plain.decide(number, approve: decision == .approve, by: voter, at: time)
        else { return .refused }
        return .new(entries: 1 + UInt64(plain.changes - changes))
      case .note: return .refused
      }
    }

    private mutating func propose(
      _ label: Identifier?, _ example: Identifier, _ voter: PlainPipeline.Voter, _ time: Int64
    ) -> Verdict {
      let young = plain.proposals.reversed().prefix { time - $0.time <= 72 * SampleLedger.hour }
      let isHeld = young.contains {
        $0.isOpen && $0.example == example && $0.head == plain.heads[example]
          && $0.label == label && $0.voters[0].id == voter.id
      }
      if isHeld { return .held }
      return plain.propose(example, label, by: voter, at: time) ? .new(entries: 1) : .refused
    }

    mutating func step(_ number: Int, examples: Int) throws {
      sample.clock.advance(pick([0, 1, 60_000, SampleLedger.hour]))
      if !requests.isEmpty, Int.random(in: 0..<4, using: &generator) == 0 {
        // Mostly a retry of the last request, sometimes a replay of an old one.
        let last = requests[requests.count - 1]
        let request = Bool.random(using: &generator) ? last : pick(Array(requests.suffix(50)))
        let again = try sample.take(request.draft)
        #expect(again.entry == request.receipt.entry, "operation \(number)")
        #expect(again.kind == request.receipt.kind && again.applied == request.receipt.applied)
        #expect(!again.isNew)
        try expectSize(number)
        return
      }
      let actor = Int.random(in: 0..<6, using: &generator) == 0 ? robot : pick(people)
      let example = LabelName.example(Int.random(in: 0..<examples, using: &generator))
      let action: Draft.Action
      switch Int.random(in: 0..<10, using: &generator) {
      case 0..<2: action = .record(label: pick(LedgerModelTests.labels))
      case 2..<4: action = .answer(label: pick(LedgerModelTests.labels))
      case 4: action = .propose(label: pick(LedgerModelTests.labels + [nil]))
      case 5: action = .withdraw
      default:
        guard !proposals.isEmpty else { return }
        action = .decide(
          proposal: pick(Array(proposals.suffix(8))).leafHash,
          Int.random(in: 0..<4, using: &generator) == 0 ? .reject : .approve)
      }
      let draft = actor.draft(action, example, request: Identifier("request \(number)"))
      try take(draft, actor, number)
    }

    private mutating func take(_ draft: Draft, _ actor: SampleActor, _ number: Int) throws {
      let verdict = verdict(draft, actor)
      do {
        let receipt = try sample.take(draft)
        switch verdict {
        case .refused: Issue.record("operation \(number) taken against the plain rules: \(draft)")
        case .held: #expect(!receipt.isNew, "operation \(number)")
        case .new(let entries):
          #expect(receipt.isNew && (receipt.applied != nil) == (entries == 2))
          size += entries
          if receipt.kind == .labelProposed { proposals.append(receipt.entry) }
          requests.append(Request(draft: draft, receipt: receipt))
        }
      } catch let error as RuleViolation {
        if case .refused = verdict {
        } else {
          Issue.record("operation \(number) refused, \(error): \(draft)")
        }
      }
      try expectSize(number)
    }

    private func expectSize(_ number: Int) throws {
      let stored = try sample.size()
      if stored != size { throw LawViolation("operation \(number): \(stored), not \(size)") }
    }

    /// At the end: one entry for each key, the labels of the plain rules, and an audit that finds nothing.
    func finish() throws {
      var keys: [Identifier: Int] = [:]
      for entry in try sample.entries() {
        if let key = entry.idempotencyKey { keys[key, default: 0] += 1 }
      }
      #expect(keys.values.allSatisfy { $0 == 1 })
      #expect(Set(requests.compactMap(\.draft.idempotencyKey)) == Set(keys.keys))
      for (example, head) in plain.heads {
        let kept = try sample.head(example)
        #expect(kept?.label == head.label && kept?.annotator == head.giver, "\(example)")
      }
      #expect(try sample.findings() == [])
      try sample.ledger.storage.read { reader in
        let made = try StateRebuild.state(of: reader, rules: sample.ledger.rules)
        #expect(try made == reader.state())
      }
    }
  }

  @Test func `Random requests with retries make what the plain rules say`() throws {
    let count = RoundCount.operations(2000)
    var model = try Model(seed: 20)
    for number in 0..<count { try model.step(number, examples: max(8, count / 200)) }
    try model.finish()
  }
}
