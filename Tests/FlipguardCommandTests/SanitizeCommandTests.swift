import ArgumentParser
import Flipguard
import FlipguardTestSupport
import Testing

@testable import FlipguardCommand

/// Repairs by what a detector finds, on the data of ``ScanFolder``.
@Suite struct SanitizeCommandTests {
  private let data: ScanFolder

  init() throws { data = try ScanFolder() }

  private func run(_ line: String) throws {
    let command = try #require(
      try FlipguardCommand.parseAsRoot(
        ["sanitize"] + data.arguments(line) + ["--quiet"]) as? SanitizeCommand)
    try command.execute()
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try data.folder.rawBytes(name), as: UTF8.self)
  }

  private func changedRows() throws -> [String] {
    try text("changes.csv").split(separator: "\n").dropFirst().map {
      $0.split(separator: ",").prefix(3).joined(separator: " ")
    }
  }

  private static let columns = "/d.csv \(ScanFolder.columns) --ignore who --ignore sure"

  @Test(arguments: ["knn", "diffusion", "editing"])
  func `what a detector flags is relabeled or removed`(detector: String) throws {
    let line = "\(Self.columns) --detector \(detector) --k 3"
    try run("\(line) --output /out.csv")
    #expect(try changedRows() == ["3 s relabel", "7 w relabel"])
    let repaired = try text("d.csv").replacing("s,3,b", with: "s,3,a")
      .replacing("w,53,a", with: "w,53,b")
    #expect(try text("out.csv") == repaired)
    try run("\(line) --action remove --output /out.csv")
    let lines = try text("d.csv").split(separator: "\n")
    #expect(
      try text("out.csv")
        == lines.enumerated().filter { $0.offset != 4 && $0.offset != 8 }
        .map { "\($0.element)\n" }.joined())
    try run("--undo /changes.csv /out.csv --output /back.csv")
    #expect(try text("back.csv") == text("d.csv"))
  }

  @Test(arguments: [
    ("/t.csv", "x,y\n0.5,a\n1.5,a\n50.5,b\n51.5,b\n", "/e.csv"),
    ("/t.csv", "row,label\n0,a\n1,a\n4,b\n5,b\n", "\(columns)"),
    ("sure", "", "/d.csv \(ScanFolder.columns) --ignore who"),
  ])
  func `the issues of a scan are repaired, whatever form trusted rows have`(
    trusted: String, text: String, used: String
  ) throws {
    try data.write("e.csv", "x,y\n0,a\n1,a\n2,a\n3,b\n50,b\n51,b\n52,b\n53,a\n")
    if !text.isEmpty { try data.write("t.csv", text) }
    let line = "\(used) --detector trusted --trusted \(trusted)"
    try data.scan(line)
    try run("\(line) --output /out.csv")
    let issues = try data.table().filter { $0["is_label_issue"] == "true" }
    let expected = issues.map { issue in
      let isOther = issue["given_label"] != issue["predicted_label"]
      return "\(issue["row"] ?? "") \(issue["id"] ?? "") \(isOther ? "relabel" : "flag")"
    }
    #expect(!expected.isEmpty)
    #expect(try changedRows() == expected.sorted())
  }

  @Test func `trusted rows of a bundled set stay in it`() throws {
    try data.write("t.csv", "row,label\n0,malignant\n19,benign\n")
    try run("@breastcancer --detector knn --trusted /t.csv --action remove --output /out.csv")
    let removed = try changedRows().count
    #expect(removed > 0)
    #expect(try text("out.csv").split(separator: "\n").count == 570 - removed)
  }

  @Test func `probabilities and sources are looked at`() throws {
    try data.write("d.csv", "x,y\n0,a\n1,a\n2,a\n3,b\n50,b\n51,b\n52,b\n53,a\n")
    try run("/d.csv --detector self-confidence --pred-probs /p.csv --output /out.csv")
    #expect(try changedRows() == ["3 3 relabel", "7 7 relabel"])
    #expect(try text("changes.csv").contains("the probability of a is 1.00, that of b 0.00"))
    try run("/d.csv --detector provenance --groups /g.csv --k 3 --output /out.csv")
    #expect(try text("changes.csv").contains("it comes from w, where about"))
  }

  @Test func `what a detector would not look at is refused as in a scan`() throws {
    func refusal(_ line: String) throws -> String {
      "\(try #require(throws: (any Error).self) { try run(line) })"
    }
    #expect(
      try refusal("\(Self.columns) --detector knn --scorer forest --output /out.csv")
        .contains("--scorer gives probabilities, which knn would not look at"))
    #expect(
      try refusal("\(Self.columns) --detector provenance --output /out.csv")
        .contains("give --group COLUMN or --groups FILE"))
    #expect(
      try refusal("\(Self.columns) --k auto --trusted sure --output /out.csv")
        .contains("knn chooses k on rows of their own"))
    #expect(!data.folder.contents.contains("out.csv"))
  }
}
