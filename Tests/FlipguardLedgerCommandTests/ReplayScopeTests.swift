import LabelLedger
import Testing

@testable import FlipguardLedgerCommand

@Suite struct ReplayScopeTests {
  @Test func `conditions of one kind add up, and those of several must all hold`() throws {
    let scope = try ReplayCommand.scope([
      "annotator=ann", "actor=bob", "batch=b=1", "time=2026-05-01..2026-05-02",
    ])
    #expect(scope.annotators == ["ann", "bob"] && scope.batches == ["b=1"])
    #expect(scope.times == 1_777_593_600_000..<1_777_680_000_000)
  }

  @Test func `a time may be open at either end`() throws {
    #expect(try ReplayCommand.scope(["time=..2026-05-01"]).times == 0..<1_777_593_600_000)
    #expect(try ReplayCommand.scope(["time=2026-05-01.."]).times == 1_777_593_600_000..<Int64.max)
  }

  @Test(arguments: [
    "ann", "", "annotator=", "who=ann", "time=2026-05-01", "time=2026-05-02..2026-05-01",
    "time=a..b", "time=2026-05-01..2026-05-01",
  ])
  func `anything else is refused with what is allowed`(condition: String) throws {
    let error = try #require(throws: UsageError.self) { try ReplayCommand.scope([condition]) }
    #expect(error.description.contains("allowed"), "\(error)")
  }

  @Test func `a second time window is refused`() {
    #expect(throws: UsageError.self) {
      try ReplayCommand.scope(["time=..2026-05-01", "time=2026-05-02.."])
    }
  }

  @Test func `labels without an annotator are those of others`() throws {
    let ledger = try SmallLedger()
    try ledger.record(["a": "cat", "b": "cat"], by: "ann")
    try ledger.record(["a": "cat", "c": "dog"], by: "bob")
    let read = try ReadLedger(ledger.options)
    let scope = try ReplayCommand.scope(["annotator=ann"])
    let heads = try read.replay(without: scope).heads(dataset: "labels")
    #expect(heads.map(\.example) == ["a", "c"] && heads.map(\.annotator) == ["bob", "bob"])
    let table = Differences.table(from: try read.heads("labels", at: .now), to: heads)
    #expect(
      String(decoding: table.bytes(.csv), as: UTF8.self)
        == "example,from,to,from_annotator,to_annotator\nb,cat,,ann,\n")
  }
}
