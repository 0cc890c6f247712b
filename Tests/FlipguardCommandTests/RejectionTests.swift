import FlipguardTestSupport
import Testing

@testable import FlipguardCommand

/// `scan --fdr`, the share of wrong labels, and the command that repairs.
@Suite struct RejectionTests {
  private let data: ScanFolder
  private let line = "/d.csv \(ScanFolder.columns) --ignore who --ignore sure"

  init() throws { data = try ScanFolder() }

  private func text(_ name: String) throws -> String {
    String(decoding: try data.folder.rawBytes(name), as: UTF8.self)
  }

  @Test func `labels are rejected at a level, whatever the detector`() throws {
    let rows = (0..<30).map {
      "u,0,\($0),\($0 < 15 ? $0 % 5 : 48 + $0 % 5),\($0 < 15 ? "a" : "b")\n"
    }
    try data.write("own.csv", "who,sure,name,x,y\n" + rows.joined())
    for detector in ["default", "knn"] {
      try data.scan("\(line) --trusted /own.csv --fdr 0.5 --detector \(detector)")
      let rejected = try data.table().filter { $0["fdr_rejected"] == "true" }
      #expect(Set(rejected.map { $0["row"] }) == ["3", "7"])
    }
    try data.scan("\(line) --trusted /own.csv")
    #expect(try data.table().allSatisfy { $0["fdr_rejected"] == nil })
    #expect(try text("summary.json").contains("30 trusted rows; it holds for every attack if"))
  }

  @Test func `too few trusted rows reject nothing, and that is told`() throws {
    try data.write("own.csv", "who,sure,name,x,y\nu,0,p,1,a\nu,0,q,50,b\n")
    try data.scan("\(line) --trusted /own.csv --fdr 0.1")
    #expect(try data.table().allSatisfy { $0["fdr_rejected"] == "false" })
    #expect(try text("report.html").contains("2 trusted rows are too few"))
  }

  @Test func `rows of a file are taken for audited, those of a column are not`() throws {
    try data.write("rows.csv", "row,label\n3,a\n5,b\n")
    try data.scan("\(line) --trusted /rows.csv")
    #expect(try text("summary.json").contains("2 looked-up rows, 1 of them with a wrong label"))
    try data.scan("/d.csv \(ScanFolder.columns) --ignore who --trusted sure")
    #expect(try text("summary.json").contains("2 trusted rows; it holds for every attack if"))
  }

  @Test func `the command that repairs says what the scan said`() throws {
    try data.scan("\(line) --detector knn --k 3 --scaling minmax --seed 5")
    #expect(
      try text("report.html").contains(
        "flipguard sanitize \(data.folder.file("d.csv")) --id name --ignore who --ignore sure --missing drop "
          + "--header present --detector knn --k 3 --scaling minmax --seed 5"))
  }

  @Test func `words are quoted for the shell where they need it`() {
    #expect(
      ShellWords(["a.csv", "b c", "it's", "", "$x", "é"]).text
        == "a.csv 'b c' 'it'\\''s' '' '$x' 'é'")
  }
}
