import LabelLedger
import LedgerSQLite
import Testing

@testable import FlipguardLedgerCommand

@Suite struct ScanRecordTests {
  private let ledger: SmallLedger
  private static let header = "row,id,is_label_issue,label_score,given_label,predicted_label\n"
  private static let summary = #"{"detectors":[{"id":"knn","k":10}],"version":"1.2.3"}"#

  init() throws {
    ledger = try SmallLedger()
    try ledger.record(["a": "cat", "b": "cat", "c": "dog"], by: "ann")
    try KeyAddCommand.add("robot", .model, to: ledger.open())
  }

  private func scan(_ rows: String, _ summary: String = summary, by name: Identifier = "robot")
    throws
  {
    _ = try ledger.file("summary.json", summary)
    let file = try ledger.file("issues.csv", Self.header + rows)
    let open = try ledger.open()
    let (author, signer) = try open.author(name)
    let maker = DraftMaker(
      author: author, signer: signer, dataset: "labels", batch: nil, reason: nil, isAnswer: false)
    try ScanRecord(path: file, maker: maker).record(in: open, ledger.options)
  }

  private func proposals() throws -> [Proposal] {
    try ReadLedger(ledger.options).storage.read { try $0.openProposals() }
  }

  @Test func `issues with another label become proposals with their evidence`() throws {
    try scan("0,a,true,0.01,cat,dog\n1,b,false,0.9,cat,cat\n2,c,true,2.5e-07,dog,dog\n")
    let proposals = try proposals()
    #expect(proposals.map(\.example) == ["a"] && proposals[0].label == "dog")
    let index = proposals[0].entry.index
    let storage = try ReadLedger(ledger.options).storage
    let entries = try storage.read { reader in
      try (index - 1...index).map { index in
        try EntryRows.decode(try reader.entries(index..<(index + 1))[0], at: index)
      }
    }
    #expect(entries[0].kind == .scanCompleted && entries[0].evidence.count == 1)
    #expect(entries[0].evidence[0].score.text == "0.01")
    #expect(entries[1].evidence[0].detector == "knn" && entries[1].evidence[0].version == "1.2.3")
    try scan("0,a,true,0.01,cat,dog\n1,b,false,0.9,cat,cat\n2,c,true,2.5e-07,dog,dog\n")
    #expect(try self.proposals().count == 1)
  }

  @Test func `issues of labels that have changed are left out`() throws {
    try scan("0,a,true,0.01,dog,cat\n")
    #expect(try proposals().isEmpty)
  }

  @Test(arguments: [
    ("0,x,true,0.01,cat,dog\n", 2, "no label of 'x'"),
    ("0,a,true,high,cat,dog\n", 2, "label_score is 'high'"),
    ("0,a,true,0.1,,dog\n", 2, "given_label is ''"),
    ("0,a,true\n", 2, "6 fields"),
  ])
  func `a bad row is named`(rows: String, line: Int, reason: String) throws {
    let error = try #require(throws: InputError.self) { try scan(rows) }
    #expect(error.line == line && error.problem.contains(reason), "\(error)")
  }

  @Test func `people, other files and other summaries are refused`() throws {
    let usage = try #require(throws: UsageError.self) { try scan("", by: "ann") }
    #expect(usage.description.contains("--kind model"))
    for summary in ["", "{}", "[]", #"{"detectors":[],"version":"1"}"#] {
      #expect(throws: FolderError.self) { try scan("0,a,true,0.01,cat,dog\n", summary) }
    }
    #expect(try proposals().isEmpty)
  }
}
