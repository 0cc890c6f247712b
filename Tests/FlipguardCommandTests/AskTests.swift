import Flipguard
import FlipguardTestSupport
import Testing

@testable import FlipguardCommand

/// `scan --ask`: rows to label, and what becomes of the answers.
@Suite struct AskTests {
  private let data: ScanFolder
  private let line = "/d.csv \(ScanFolder.columns) --ignore who --ignore sure --detector knn --k 3"

  init() throws { data = try ScanFolder() }

  private func asked() throws -> [Substring] {
    String(decoding: try data.folder.rawBytes("ask.csv"), as: UTF8.self).split(separator: "\n")
  }

  @Test func `rows are asked about, and the answers are trusted labels`() throws {
    try data.scan("\(line) --ask 2")
    let lines = try asked()
    #expect(lines[0] == "row,label" && lines.count == 3)
    let rows = try lines.dropFirst().map { try #require(Int($0.dropLast())) }
    #expect(Set(rows).count == 2 && rows.allSatisfy { (0..<8).contains($0) })
    try data.write(
      "ask.csv", "row,label\n" + rows.map { "\($0),\($0 < 4 ? "a" : "b")\n" }.joined())
    try data.scan("\(line) --trusted /ask.csv")
    #expect(try data.settings()["trusted_count"] as? Int == 2)
    #expect(try data.table().allSatisfy { cells in !rows.contains { "\($0)" == cells["row"] } })
    // A scan without --ask leaves the answers alone, one with it refuses to lose them.
    #expect(try asked().count == 3)
    #expect(data.refusal("\(line) --ask 2").contains("ask.csv holds labels already"))
    #expect(try asked()[1].last?.isLetter == true)
  }

  @Test func `an empty answer is refused with its line`() throws {
    try data.scan("\(line) --ask 2")
    let message = data.refusal("\(line) --trusted /ask.csv")
    #expect(message.contains("line 2, row 0, column 'label'"))
    #expect(message.contains("fill in the label, or take out the line"))
    // Nothing is lost by asking anew where nothing is answered.
    try data.scan("\(line) --ask 3")
    #expect(try asked().count == 4)
  }

  @Test(arguments: [
    ("--ask 9", "--ask is 9; allowed: 1 to 8"), ("--ask 0", "--ask is 0; allowed: 1 or more"),
  ])
  func `more rows than there are, or none, are refused`(option: String, message: String) {
    #expect(data.refusal("\(line) \(option)").contains(message))
  }

  @Test func `without features there is nobody to ask about`() {
    let message = data.refusal("--pred-probs /p.csv --labels /y.csv --ask 2")
    #expect(message.contains("--ask looks at the features of DATA"))
  }
}
