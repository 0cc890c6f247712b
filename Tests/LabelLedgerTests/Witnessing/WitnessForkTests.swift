import LabelLedger
import Testing

@Suite("Forks before a witness")
struct WitnessForkTests {
  @Test(
    "no fork of a hundred is cosigned, at any size or old size", arguments: 0..<10 as Range<UInt64>)
  func forks(_ seed: UInt64) throws {
    var random = ByteChanges(seed: seed)
    let key = try SignerKey(named: MadeUpLog.origin)
    let witnessKey = try SignerKey(named: "witness.example/w1")
    let log = try MadeUpLog(key: key, size: 48)
    var kinds: Set<WitnessAnswer.Status> = []
    for _ in 0..<100 {
      let size = Int.random(in: 1...40, using: &random)
      let fork = Int.random(in: 0..<size, using: &random)
      let other = try log.bent(at: fork)
      let otherSize = Int.random(in: fork + 1...48, using: &random)
      // What a hostile log would try: the size that the witness has, its own, none, and any.
      let old = try #require(
        [size, size, otherSize, 0, Int.random(in: 0...otherSize, using: &random)]
          .randomElement(using: &random))
      let store = MemoryWitnessStore()
      let witness = Witness(key: witnessKey, rules: log.rules, store: store, clock: { 1 })
      #expect(try witness.answer(log.request(old: 0, size: size)).status == .cosigned)
      let before = store.state(of: MadeUpLog.origin)

      let answer = try witness.answer(other.request(old: old, size: otherSize))
      kinds.insert(answer.status)
      #expect(store.state(of: MadeUpLog.origin) == before)
      if old > otherSize {
        #expect(answer.status == .malformed)
      } else if old != size {
        #expect(answer.status == .otherSize)
        #expect(answer.text == "\(size)\n")
        #expect(store.evidence.map(\.kind) == (otherSize == size ? [.otherRoot] : []))
      } else {
        #expect(answer.status == .inconsistent)
        #expect(store.evidence.map(\.kind) == [otherSize == size ? .otherRoot : .unproved])
      }
    }
    #expect(kinds.isSuperset(of: [.malformed, .otherSize, .inconsistent]))
  }
}
