import LabelLedger
import LedgerSQLite
import Testing

@testable import FlipguardLedgerCommand

@Suite struct ImportPlanTests {
  private let ledger: SmallLedger

  init() throws { ledger = try SmallLedger(["ann", "bob"]) }

  /// What the import of lines of CSV writes, without the entry about the import.
  @discardableResult
  private func take(
    _ lines: String..., connector: Identifier = "csv", prefix: String = "", isFull: Bool = false,
    by importer: Identifier? = nil
  ) throws -> [EntryKind] {
    let bytes = Array((["task,worker,label"] + lines).joined(separator: "\n").utf8)
    let open = try ledger.open()
    let plan = try ImportPlan(
      CSVLabels.read(bytes), digest: Hash(of: bytes), connector: connector, batch: "b",
      dataset: "labels", prefix: prefix, isFull: isFull)
    let receipts = try open.append(
      plan.drafts(open, importer: importer, ledger.options), ledger.options)
    let last = try #require(receipts.last)
    #expect(last.kind == .batchImported)
    return receipts.dropLast().filter(\.isNew).map(\.kind)
  }

  @Test func `first labels are in force, others are answers beside them`() throws {
    #expect(try take("a,w1,cat", "a,w2,dog", "b,w1,") == [.labelGiven, .labelGiven])
    #expect(try ledger.labels() == ["a": "cat"])
    #expect(try take("a,w1,cat", "a,w2,dog", "b,w1,").isEmpty)
    #expect(try take("a,w1,cat", "a,w2,cat") == [.labelGiven])
  }

  @Test func `a worker's label that is in force changes by a proposal`() throws {
    try take("a,w1,cat")
    #expect(try take("a,w1,dog") == [.labelProposed])
    #expect(try ledger.labels() == ["a": "cat"])
    #expect(try take("a,w1,dog").isEmpty)
  }

  @Test func `a full import takes back what it lacks, of its own connector alone`() throws {
    try take("a,w1,cat", "a,w2,dog", "b,w1,cat")
    try take("c,w3,cat", connector: "other")
    try ledger.record(["d": "cat"], by: "ann")
    #expect(try take("a,w1,cat", isFull: true) == [.labelRetracted, .labelProposed])
    #expect(try ledger.labels() == ["a": "cat", "b": "cat", "c": "cat", "d": "cat"])
    #expect(try take("a,w1,cat", isFull: true).isEmpty)
  }

  @Test func `a full import knows a label that came by an approved proposal for its own`() throws {
    try take("a,w1,cat", "b,w1,cat")
    try take("a,w1,dog", "b,w1,cat")
    let proposal = try #require(try ledger.open().storage.read { try $0.openProposals() }.first)
    for person in ["ann", "bob"] as [Identifier] {
      let open = try ledger.open()
      let (author, signer) = try open.author(person)
      let decision = Draft(
        .decide(proposal: proposal.entry.leafHash, .approve), by: author, signer: signer,
        about: Subject(dataset: "labels"))
      _ = try open.append([decision], ledger.options)
    }
    #expect(try ledger.labels() == ["a": "dog", "b": "cat"])
    #expect(try take("a,w1,dog", "b,w1,cat", isFull: true).isEmpty)
    #expect(try take("b,w1,cat", isFull: true) == [.labelProposed])
  }

  @Test func `workers with keys sign for themselves`() throws {
    let error = try #require(throws: UsageError.self) { try take("a,ann,cat") }
    #expect(error.description.contains("--prefix"))
    #expect(try take("a,ann,cat", prefix: "tool:") == [.labelGiven])
    #expect(throws: UsageError.self) { try take("a,ledger,cat") }
  }

  @Test func `a connector is a service`() throws {
    let error = try #require(throws: UsageError.self) { try take("a,w1,cat", by: "ann") }
    #expect(error.description.contains("'ann' is a human"))
    #expect(throws: UsageError.self) { try take("a,w1,cat", by: "nobody") }
    try KeyAddCommand.add("robot", .service, to: ledger.open())
    #expect(try take("a,w1,cat", by: "robot") == [.labelGiven])
  }

  @Test func `what a file lacks is told with the option that helps`() throws {
    func words(_ lines: String) throws -> String {
      let error = try #require(throws: ImportError.self) { try CSVLabels.read(Array(lines.utf8)) }
      return ImportCommand.words(error)
    }
    #expect(try words("") == "the file is empty")
    #expect(try words("task,worker,label\na,x@y.z,cat").contains("--hide-addresses"))
    #expect(try words("task,worker,label\n,w,cat").contains("Line 2: field task"))
  }
}
