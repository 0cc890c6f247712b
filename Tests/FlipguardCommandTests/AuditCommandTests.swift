import ArgumentParser
import Flipguard
import FlipguardTestSupport
import Foundation
import Testing

@testable import FlipguardCommand

/// `audit`: what it reads, writes and refuses.
@Suite struct AuditCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.save(Self.table(rows: 60, seed: 1), as: "d.csv")
    try folder.save(Self.table(rows: 20, seed: 2), as: "t.csv")
  }

  private static func table(rows: Int, seed: UInt64) throws -> String {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: rows, featureCount: 2, separation: 3, seed: seed)
    let lines = (0..<rows).map { row in
      "\(features[row, 0]),\(features[row, 1]),\(labels.name(at: row))\n"
    }
    // Numbers of rows are those of the file, of which one is left out.
    return "x,z,y\n,0,a\n" + lines.joined()
  }

  private static let short =
    "--attack random --attack lfa-least-squares --defense knn --certificate ridge --rate 0.1 "
    + "--missing drop"

  /// Audits as a command line says, in which `/` stands before files of the folder.
  private func audit(_ line: String) throws {
    let arguments = line.split(separator: " ").map { word in
      word.hasPrefix("/") ? folder.file(String(word.dropFirst())) : String(word)
    }
    let command = try #require(
      try FlipguardCommand.parseAsRoot(
        ["audit"] + arguments + ["--quiet", "--output", "\(folder.path)/."]) as? AuditCommand)
    try command.execute()
  }

  private func refusal(_ line: String) -> String {
    let before = folder.contents
    let error: (any Error)? = #expect(throws: (any Error).self) { try audit(line) }
    #expect(folder.contents == before)
    return error.map { Outcome(of: $0).message } ?? ""
  }

  private func summary() throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(try folder.rawBytes("summary.json")))
        as? [String: Any])
  }

  private static let documents = [
    "certified.csv", "flips.csv", "report.html", "results.csv", "summary.json",
  ]

  @Test func `all documents are written, and no journal stays`() throws {
    try audit("/d.csv \(Self.short)")
    #expect(folder.contents == (Self.documents + ["d.csv", "t.csv"]).sorted())
    let summary = try summary()
    #expect(summary["data"] as? String == folder.file("d.csv"))
    #expect((summary["cut_short"] as? [String])?.isEmpty == true)
    let flips = String(decoding: try folder.rawBytes("flips.csv"), as: UTF8.self)
      .split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    // Of 60 rows 36 are trained on, a tenth of which is 3. Row 0 of the file was left out, so row 1 is the first.
    #expect(flips.count == 3)
    #expect(flips.allSatisfy { $0[3] == (Int($0[2]).map { $0 % 2 == 1 } == true ? "a" : "b") })
    let before = try Self.documents.map { try folder.rawBytes($0) }
    try audit("/d.csv \(Self.short) --threads 3")
    #expect(try Self.documents.map { try folder.rawBytes($0) } == before)
  }

  @Test func `rows of their own judge`() throws {
    try audit("/d.csv --test /t.csv \(Self.short) --prediction 3")
    let prediction = try #require(try summary()["prediction"] as? [String: Any])
    #expect(prediction["row"] as? Int != nil)
    #expect(refusal("/d.csv --test /none.csv \(Self.short)").contains("no such file"))
    #expect(
      refusal("/d.csv --test /t.csv --test-labels /t.csv \(Self.short)").contains("t.csv"))
  }

  @Test func `a row that is not judged is refused by its number`() throws {
    let text = refusal("/d.csv \(Self.short) --prediction 999")
    #expect(text.contains("row 999 of \(folder.file("d.csv")) is not among the test rows"))
  }

  @Test func `what cannot be audited is refused`() throws {
    try folder.save(Self.table(rows: 20, seed: 3), as: "small.csv")
    #expect(refusal("/small.csv \(Self.short)").contains("has 20 rows; an audit needs 40"))
    #expect(refusal("/none.csv").contains("no such file"))
    let table = try folder.rawBytes("d.csv")
    try OutputFile.write(table, to: folder.file("results.csv"))
    #expect(refusal("/results.csv \(Self.short)").contains("results.csv"))
    #expect(try folder.rawBytes("results.csv") == table)
  }

  @Test func `an audit that ran out of time goes on`() throws {
    try audit("/d.csv \(Self.short)")
    let whole = try Self.documents.map { try folder.rawBytes($0) }
    try audit("/d.csv \(Self.short) --budget-seconds 0.000001")
    let cut = try #require(try summary()["cut_short"] as? [String])
    #expect(cut == ["none", "random", "lfa-least-squares"])
    try audit("/d.csv \(Self.short)")
    #expect(try Self.documents.map { try folder.rawBytes($0) } == whole)
    #expect(!folder.contents.contains("audit.partial"))
  }
}
