import LabelLedger
import LedgerTestSupport
import Testing

struct ReplayTests {
  /// A step of a plan in which nobody depends on anybody: each annotator answers each example at most once, and labels
  /// are corrected only where nothing is ever left out.
  private struct Step {
    let actor: SampleActor
    let example: Identifier
    let label: Identifier
    let batch: Identifier?
    let time: Int64
    var isCorrection = false
  }

  private static let people = ["ann", "bob", "cleo", "dan"].map { SampleActor($0) }

  private func plan(seed: UInt64) -> [Step] {
    var generator = SeededGenerator(seed: seed)
    var steps: [Step] = []
    for actor in Self.people {
      for number in 0..<6 where Bool.random(using: &generator) {
        steps.append(
          Step(
            actor: actor, example: LabelName.example(number),
            label: LabelName.label(Int.random(in: 0..<3, using: &generator)),
            batch: [nil, "b1", "b2"].randomElement(using: &generator) ?? nil,
            time: SampleLedger.start + Int64.random(in: 0..<1000, using: &generator)))
      }
    }
    steps.append(
      Step(
        actor: Self.people[1], example: "fixed", label: "wrong", batch: nil,
        time: SampleLedger.start))
    steps.append(
      Step(
        actor: Self.people[2], example: "fixed", label: "right", batch: nil,
        time: SampleLedger.start + 2000, isCorrection: true))
    return steps.sorted { $0.time < $1.time }
  }

  private func ledger(of steps: some Sequence<Step>) throws -> SampleLedger {
    let sample = try SampleLedger(members: Self.people)
    for step in steps {
      sample.clock.set(step.time)
      var draft = step.actor.draft(.record(label: step.label), step.example)
      if !step.isCorrection { draft.action = .answer(label: step.label) }
      draft.source = Source(origin: .annotator, batch: step.batch)
      let receipt = try sample.take(draft)
      if step.isCorrection {
        try sample.take(
          Self.people[3].draft(.decide(proposal: receipt.entry.leafHash, .approve)))
      }
    }
    return sample
  }

  private func replay(_ sample: SampleLedger, without scope: ReplayScope) throws -> [Head] {
    var replay = Replay(without: scope, policy: .offline)
    try sample.ledger.storage.read { reader in
      for (index, stored) in try reader.entries(0..<UInt64.max).enumerated() {
        let entry = try Entry(decoding: Envelope.parse(stored.bytes).payload)
        replay.take(
          entry, at: EntryReference(index: UInt64(index), leafHash: stored.leafHash))
      }
    }
    return replay.heads(dataset: "labels")
  }

  private func heads(_ sample: SampleLedger) throws -> [Head] {
    try sample.ledger.storage.read {
      try $0.heads(dataset: "labels", after: nil, limit: Int.max)
    }
  }

  /// What two ledgers can have in common, whose entries have different nonces.
  private func essence(_ heads: [Head]) -> [[String]] {
    heads.map {
      [
        $0.example.text, $0.label?.text ?? "", $0.status.rawValue, $0.annotator.text,
        $0.batch?.text ?? "", "\($0.time)",
      ]
    }
  }

  @Test func `With nothing left out the heads are those of the state`() throws {
    for seed in 0..<200 as Range<UInt64> {
      var history = RandomHistory(seed: seed)
      try history.run(40)
      var replay = Replay(policy: .offline)
      for (entry, reference) in history.world.log { replay.take(entry, at: reference) }
      let kept = RandomHistory.examples.compactMap { history.world.head($0) }
      #expect(replay.heads(dataset: "labels") == kept, "seed \(seed)")
      for head in kept {
        #expect(replay.head(dataset: "labels", example: head.example) == head)
      }
    }
  }

  @Test(arguments: 0..<6)
  func `Leaving out is as if it had never been written`(seed: UInt64) throws {
    let steps = plan(seed: seed)
    let sample = try ledger(of: steps)
    #expect(try replay(sample, without: ReplayScope()) == heads(sample))
    let window = (SampleLedger.start + 200)..<(SampleLedger.start + 600)
    let scopes: [(ReplayScope, (Step) -> Bool)] = [
      (ReplayScope(annotators: ["ann"]), { $0.actor.author.id == "ann" }),
      (ReplayScope(batches: ["b1"]), { $0.batch == "b1" }),
      (ReplayScope(batches: ["b1", "b2"]), { $0.batch != nil }),
      (ReplayScope(times: window), { window.contains($0.time) }),
      (
        ReplayScope(annotators: ["ann", "dan"], batches: ["b2"], times: window),
        {
          ["ann", "dan"].contains($0.actor.author.id) && $0.batch == "b2"
            && window.contains($0.time)
        }
      ),
    ]
    for (scope, isLeftOut) in scopes {
      // The approver of the correction is dan, whose approval has no batch, so it stays.
      let other = try ledger(of: steps.filter { !isLeftOut($0) })
      #expect(
        try essence(replay(sample, without: scope)) == essence(heads(other)),
        "seed \(seed), \(scope)")
    }
  }

  @Test func `A correction falls with its proposer or an approver that it needs`() throws {
    let sample = try SampleLedger(members: Self.people)
    let people = Self.people
    try sample.take(people[0].draft(.record(label: "cat"), "a"))
    let proposal = try sample.take(people[1].draft(.record(label: "dog"), "a"))
    try sample.take(people[2].draft(.decide(proposal: proposal.entry.leafHash, .approve)))
    let label = { (scope: ReplayScope) in
      try self.replay(sample, without: scope).first?.label
    }
    #expect(try label(ReplayScope()) == "dog")
    #expect(try label(ReplayScope(annotators: ["ann"])) == "dog")
    #expect(try label(ReplayScope(annotators: ["bob"])) == "cat")
    #expect(try label(ReplayScope(annotators: ["cleo"])) == "cat")
    #expect(try label(ReplayScope(annotators: ["dan"])) == "dog")
    #expect(try label(ReplayScope(annotators: ["ann", "bob"])) == nil)
  }

  @Test func `An answer taken back makes room for the next, and undoes no correction`() throws {
    let sample = try SampleLedger(members: Self.people)
    let people = Self.people
    for (person, label) in zip(people, ["cat", "dog", "bird"] as [Identifier]) {
      try sample.take(person.draft(.answer(label: label), "a"))
    }
    try sample.take(people[1].draft(.withdraw, "a"))
    let heads = try replay(sample, without: ReplayScope(annotators: ["ann"]))
    #expect(heads.map(\.label) == ["bird"])
    #expect(heads.map(\.annotator) == ["cleo"])
    // bob corrects, dan corrects bob, bob takes his answer back: without dan bob's correction stands.
    for (proposer, approver, label) in [(1, 3, "dog"), (3, 2, "fish")] as [(Int, Int, Identifier)] {
      let proposal = try sample.take(people[proposer].draft(.propose(label: label), "a"))
      try sample.take(
        people[approver].draft(.decide(proposal: proposal.entry.leafHash, .approve)))
    }
    try sample.take(people[1].draft(.withdraw, "a"))
    var later = Replay(policy: .offline)
    let log = try sample.ledger.storage.read { try $0.entries(0..<UInt64.max) }
    for (index, stored) in log.enumerated() {
      let entry = try Entry(decoding: Envelope.parse(stored.bytes).payload)
      // dan's proposal is left out, his approval of bob's is not.
      if entry.actor.id == "dan", entry.kind == .labelProposed { continue }
      later.take(entry, at: EntryReference(index: UInt64(index), leafHash: stored.leafHash))
    }
    #expect(later.head(dataset: "labels", example: "a")?.label == "dog")
  }
}

/// Names made of numbers.
enum LabelName {
  static func example(_ number: Int) -> Identifier { Identifier("e\(number)") ?? "e" }
  static func label(_ number: Int) -> Identifier { Identifier("l\(number)") ?? "l" }
}
