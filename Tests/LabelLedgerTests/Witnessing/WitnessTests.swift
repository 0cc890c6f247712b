import LabelLedger
import Synchronization
import Testing

@Suite("Witness")
struct WitnessTests {
  private let log: MadeUpLog
  private let key: SignerKey
  private let store = MemoryWitnessStore()

  init() throws {
    log = try MadeUpLog(size: 40)
    key = try SignerKey(named: "witness.example/w1")
  }

  private func witness(at time: UInt64 = 1_700_000_000) -> Witness {
    Witness(key: key, rules: log.rules, store: store, clock: { time })
  }

  @Test("a growing log is cosigned at every step, and again at the same size")
  func growth() throws {
    let sizes = [0, 0, 1, 1, 2, 7, 8, 8, 33, 40]
    for (place, size) in sizes.enumerated() {
      let old = place == 0 ? 0 : sizes[place - 1]
      let time = 1_700_000_000 + UInt64(place)
      let answer = try witness(at: time).answer(log.request(old: old, size: size))
      #expect(answer.status == .cosigned)
      #expect(answer.contentType == "text/plain; charset=utf-8")
      let state = try #require(store.state(of: MadeUpLog.origin))
      #expect(state.time == time)
      #expect(state.checkpoint.root == log.tree.root(size))
      let keys = [log.key.verifierKey, witness().verifierKey]
      #expect(try state.note.verify(with: keys).verified.map(\.key) == keys)
      #expect(answer.text == state.note.signatures.last?.line)
    }
    #expect(store.evidence.isEmpty)
    #expect(store.latestTime() == 1_700_000_009)
  }

  @Test("a smaller tree is never cosigned, whatever old size is given")
  func smaller() throws {
    _ = try witness().answer(log.request(old: 0, size: 20))
    for (old, status): (Int, WitnessAnswer.Status) in [
      (0, .otherSize), (10, .otherSize), (15, .otherSize), (20, .malformed), (21, .malformed),
    ] {
      let answer = try witness().answer(log.request(old: old, size: 15))
      #expect(answer.status == status)
      if status == .otherSize {
        #expect(answer.text == "20\n")
        #expect(answer.contentType == "text/x.tlog.size")
      }
    }
    #expect(store.state(of: MadeUpLog.origin)?.checkpoint.size == 20)
  }

  @Test("another root for the same size is refused, and kept as evidence")
  func otherRoot() throws {
    _ = try witness().answer(log.request(old: 0, size: 20))
    let before = try #require(store.state(of: MadeUpLog.origin))
    let other = try log.bent(at: 19)
    let request = try other.request(old: 20, size: 20)
    #expect(try witness().answer(request).status == .inconsistent)
    // With a wrong old size, the size is what the answer must tell, and the split is kept all the
    // same.
    let third = try log.bent(at: 3)
    #expect(try witness().answer(third.request(old: 0, size: 20)).text == "20\n")
    #expect(try witness().answer(request).status == .inconsistent)
    #expect(store.evidence.map(\.kind) == [.otherRoot, .otherRoot])
    #expect(store.evidence.first?.request == request)
    #expect(store.evidence.first?.remembered == before.note.bytes)
    #expect(store.state(of: MadeUpLog.origin) == before)
  }

  @Test("a proof that leads elsewhere is refused, and kept as evidence once")
  func unproved() throws {
    _ = try witness().answer(log.request(old: 0, size: 20))
    let other = try log.bent(at: 5)
    for _ in 0..<3 {
      #expect(try witness().answer(other.request(old: 20, size: 30)).status == .inconsistent)
    }
    #expect(store.evidence.map(\.kind) == [.unproved])
    let spare = try WitnessRequest(
      oldSize: 20, proof: [MerkleTree.emptyRoot], note: log.checkpoint(20))
    #expect(try witness().answer(spare.bytes).status == .inconsistent)
  }

  @Test("the empty tree has one root, and nothing to prove")
  func emptyTree() throws {
    let root = MerkleTree.leafHash([])
    let bogus = try WitnessRequest(oldSize: 0, proof: [], note: log.checkpoint(0, root: root))
    #expect(try witness().answer(bogus.bytes).status == .inconsistent)
    #expect(store.evidence.map(\.kind) == [.emptyTreeRoot])
    #expect(store.state(of: MadeUpLog.origin) == nil)
    #expect(try witness().answer(log.request(old: 0, size: 0)).status == .cosigned)
    #expect(try witness().answer(bogus.bytes).status == .inconsistent)
    let proved = try WitnessRequest(oldSize: 0, proof: [root], note: log.checkpoint(5))
    #expect(try witness().answer(proved.bytes).status == .inconsistent)
    #expect(try witness().answer(log.request(old: 0, size: 5)).status == .cosigned)
  }

  @Test("a clock behind the last cosignature of any log cosigns nothing")
  func clock() throws {
    _ = try witness(at: 1000).answer(log.request(old: 0, size: 20))
    let answer = try witness(at: 999).answer(log.request(old: 20, size: 21))
    #expect(answer.status == .unavailable)
    #expect(store.state(of: MadeUpLog.origin)?.checkpoint.size == 20)
    #expect(try witness(at: 1000).answer(log.request(old: 20, size: 21)).status == .cosigned)
    #expect(try witness(at: .max).answer(log.request(old: 21, size: 22)).status == .unavailable)

    let second = try SignerKey(named: "example.com/second")
    let rules = WitnessRules(
      logs: [WitnessRules.Log(origin: second.name, keys: [second.verifierKey])])
    let other = Witness(key: key, rules: rules, store: store, clock: { 999 })
    let note = try Checkpoint(origin: second.name, size: 1, root: MerkleTree.leafHash([1]))
      .signed(with: second)
    let request = try WitnessRequest(oldSize: 0, proof: [], note: note)
    #expect(try other.answer(request.bytes).status == .unavailable)
  }

  @Test("lines of other keys do not spoil what is remembered")
  func foreignLines() throws {
    let line = "\u{2014} \(key.name) "
    let id = (0..<4).map { UInt8(truncatingIfNeeded: key.cosignerKey.id >> (24 - 8 * $0)) }
    let forged = line + Base64.encode(id + [UInt8](repeating: 0, count: 72)) + "\n"
    var request = try log.request(old: 0, size: 3) + Array(forged.utf8)
    let own = try #require(try log.checkpoint(3).signatures.first).line
    for _ in 0..<90 { request += Array(own.utf8) }
    #expect(try witness().answer(request).status == .cosigned)
    let state = try #require(store.state(of: MadeUpLog.origin))
    #expect(state.note.signatures.map(\.name) == [MadeUpLog.origin, key.name])
    #expect(try state.note.verify(with: [key.cosignerKey]).verified.count == 1)
    #expect(try witness().answer(log.request(old: 3, size: 5)).status == .cosigned)
  }

  @Test("keys that are not the log's do not sign for it")
  func foreignKeys() throws {
    let impostor = try MadeUpLog(size: 5)
    #expect(try witness().answer(impostor.request(old: 0, size: 5)).status == .notSigned)
    let cosigned = try SignedNote(
      text: log.checkpoint(5).text, signatures: [log.key.cosign(log.checkpoint(5).text, time: 1)])
    let request = try WitnessRequest(oldSize: 0, proof: [], note: cosigned)
    #expect(try witness().answer(request.bytes).status == .notSigned)
    #expect(store.state(of: MadeUpLog.origin) == nil)
  }

  @Test("an old size above the checkpoint's is malformed, but only of a signed checkpoint")
  func oldAbove() throws {
    #expect(try witness().answer(log.request(old: 6, size: 5)).status == .malformed)
    let impostor = try MadeUpLog(size: 5)
    #expect(try witness().answer(impostor.request(old: 6, size: 5)).status == .notSigned)
  }

  @Test("of two histories sent at once, one is cosigned")
  func race() async throws {
    let other = try log.bent(at: 0)
    let answers = try await withThrowingTaskGroup { group in
      for _ in 0..<10 {
        for branch in [log, other] {
          let request = try branch.request(old: 0, size: 9)
          let witness = witness()
          group.addTask { try witness.answer(request).status }
        }
      }
      return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
    #expect(answers[.cosigned] == 1)
    #expect(answers[.otherSize] == 19)
    #expect(store.evidence.map(\.kind) == [.otherRoot])
  }

  @Test("a request that another one overtakes is judged anew")
  func overtaken() throws {
    let other = try log.bent(at: 0)
    let first = witness()
    let request = try other.request(old: 0, size: 9)
    let store = Overtaken(inner: store) {
      let status = try? first.answer(request).status
      #expect(status == .cosigned)
    }
    let second = Witness(key: key, rules: log.rules, store: store, clock: { 1_700_000_000 })
    let answer = try second.answer(log.request(old: 0, size: 12))
    #expect(answer.status == .otherSize)
    #expect(answer.text == "9\n")
    #expect(self.store.state(of: MadeUpLog.origin)?.checkpoint.root == other.tree.root(9))
  }

  @Test("no answer leaves a store that fails, and a store that changes is asked again")
  func stores() throws {
    func answer(_ store: Fickle) throws -> WitnessAnswer.Status {
      let witness = Witness(key: key, rules: log.rules, store: store, clock: { 1 })
      return try witness.answer(log.request(old: 0, size: 4)).status
    }
    #expect(throws: Fickle.Failure.self) { try answer(Fickle(refusals: 0, isBroken: true)) }
    #expect(try answer(Fickle(refusals: 3, isBroken: false)) == .cosigned)
    #expect(try answer(Fickle(refusals: 100, isBroken: false)) == .unavailable)
  }

  @Test("changed requests never end the process, and only whole ones are cosigned")
  func randomChanges() throws {
    var random = ByteChanges(seed: 77)
    let request = try log.request(old: 0, size: 12)
    for _ in 0..<1000 {
      let changed = random.change(request)
      guard changed != request else { continue }
      let store = MemoryWitnessStore()
      let witness = Witness(key: key, rules: log.rules, store: store, clock: { 1 })
      let answer = try witness.answer(changed)
      guard answer.status == .cosigned else { continue }
      // A doubled signature line changes no statement.
      #expect(store.state(of: MadeUpLog.origin)?.checkpoint.root == log.tree.root(12))
    }
  }
}

/// A store that turns down its first changes, or fails at each.
private final class Fickle: WitnessStore {
  struct Failure: Error {}
  let inner = MemoryWitnessStore()
  let refusals: Mutex<Int>
  let isBroken: Bool

  init(refusals: Int, isBroken: Bool) {
    self.refusals = Mutex(refusals)
    self.isBroken = isBroken
  }
  func state(of origin: String) -> WitnessState? { inner.state(of: origin) }
  func latestTime() -> UInt64? { inner.latestTime() }
  func keep(_ evidence: WitnessEvidence) { inner.keep(evidence) }
  func replace(_ expected: WitnessState?, with new: WitnessState) throws -> Bool {
    if isBroken { throw Failure() }
    let isLate = refusals.withLock { left in
      left -= 1
      return left >= 0
    }
    return isLate ? false : inner.replace(expected, with: new)
  }
}

/// A store that, between a witness's look at the state and its change, lets something happen once.
private final class Overtaken: WitnessStore {
  private let inner: MemoryWitnessStore
  private let event: Mutex<(@Sendable () -> Void)?>

  init(inner: MemoryWitnessStore, event: @escaping @Sendable () -> Void) {
    self.inner = inner
    self.event = Mutex(event)
  }
  func state(of origin: String) -> WitnessState? { inner.state(of: origin) }
  func latestTime() -> UInt64? {
    let event = event.withLock { event in
      defer { event = nil }
      return event
    }
    event?()
    return inner.latestTime()
  }
  func keep(_ evidence: WitnessEvidence) { inner.keep(evidence) }
  func replace(_ expected: WitnessState?, with new: WitnessState) -> Bool {
    inner.replace(expected, with: new)
  }
}
