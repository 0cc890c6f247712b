import Classifiers
import Foundation
import LabelContracts
import LabelData
import LabelDefenses
import Testing
import VectorKernels

@testable import Experiments

/// The five answers of a scan's report, in text, page and summary.
@Suite struct ScanAnswersTests {
  private static let questions = [
    "Is there a problem?", "What kind?", "Which rows?", "What to do?", "What can we not know?",
  ]

  private func documents(_ result: ScanResult) throws -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: try ScanReport.documents(result, execution: .serial).map {
        ($0.name, $0.contents)
      })
  }

  private func conclusions(_ summary: String?) throws -> [String: Any] {
    let text = try #require(summary)
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    return try #require(json["conclusions"] as? [String: Any])
  }

  @Test func `the page answers in order, first in short and then at length`() throws {
    let page = try #require(try documents(MadeUpScan.make())["report.html"])
    var rest = page[...]
    for question in Self.questions {
      let found = try #require(rest.range(of: "<li><strong>\(question)</strong>"))
      rest = rest[found.upperBound...]
    }
    for (place, question) in Self.questions.enumerated() {
      let found = try #require(rest.range(of: "<h2>\(place + 1). \(question)</h2>"))
      rest = rest[found.upperBound...]
    }
  }

  @Test func `what is not known is said to be not known`() throws {
    let result = try MadeUpScan.make()
    let words = ScanReport.words(result)
    #expect(words.contains("3 of 60 labels are probably wrong (5.0\u{202F}%)."))
    #expect(words.contains("was not estimated: that takes correct labels"))
    #expect(words.contains("Kind: Not tested."))
    #expect(words.contains("The effect of a repair was not measured."))
    let documents = try documents(result)
    #expect(documents["ask.csv"] == nil)
    #expect(
      documents["report.html"]?.contains("knn gives no probabilities, so no curve") == true)
    #expect(try conclusions(documents["summary.json"]).isEmpty)
  }

  @Test func `what is known is told with its interval`() throws {
    var known = ScanConclusions()
    known.rate = .estimated(0.05, interval: 0.02...0.09, level: 0.95, basis: "40 trusted rows")
    known.discoveries = .init(
      isRejected: (0..<60).map { $0 == 19 || $0 == 39 }, level: 0.1, smallestRate: 0.01,
      trustedCount: 40)
    known.repairCommand = "flipguard sanitize <cells>.csv"
    known.askedRows = [7, 3]
    known.gaps = ["<gap>."]
    let result = try MadeUpScan.make(conclusions: known)
    #expect(
      ScanReport.words(result).contains(
        "About 5.0\u{202F}% of the labels are wrong (95\u{202F}% interval 2.0\u{202F}% to 9.0\u{202F}%; "
          + "from 40 trusted rows)."))
    let documents = try documents(result)
    #expect(documents["ask.csv"] == "row,label\n7,\n3,\n")
    let check = XMLCheck(try #require(documents["report.html"]))
    #expect(check.fault == nil)
    for part in [
      "2 labels rejected (fdr_rejected in issues.csv): on average at most 10.0\u{202F}% of those rejected are right, "
        + "whoever chose the flips, if the 40 trusted rows are a random sample of the same population with right labels. "
        + "So many trusted rows see nothing where fewer than 1.0\u{202F}% of the labels are wrong.",
      "flipguard sanitize <cells>.csv", "<gap>.", "row 7",
    ] { #expect(check.text.contains(part), "\(part)") }
    let summary = try conclusions(documents["summary.json"])
    #expect(
      Set(summary.keys) == ["rate", "discoveries", "asked_rows", "gaps"])
    #expect((summary["rate"] as? [String: Any])?["high"] as? Double == 0.09)
    #expect(summary["asked_rows"] as? [Int] == [7, 3])
    let lines = try #require(documents["issues.csv"]).split(separator: "\n")
    #expect(lines[0].hasSuffix(",votes,fdr_rejected"))
    #expect(
      lines.dropFirst().allSatisfy { line in
        let isRejected = ["19", "39"].contains(line.prefix { $0 != "," })
        return line.hasSuffix(isRejected ? ",true" : ",false")
      })
    #expect(ScanReport.words(result).contains("\n  flipguard sanitize <cells>.csv\n"))
  }

  @Test func `conclusions are drawn from findings, and told`() throws {
    let plain = try MadeUpScan.make(rows: 400, step: 10, withPosteriors: true)
    let features = try #require(plain.rows.features)
    func drawn(threads: Int) -> ScanConclusions {
      ScanConclusions(
        plain.rows.labels, plain.issues, evidence: plain.evidence, features: features,
        classifier: ("logistic", LogisticRegression()), askCount: 4, seed: 1,
        execution: Execution(threadCount: threads))
    }
    let result = try MadeUpScan.make(
      rows: 400, step: 10, conclusions: drawn(threads: 1), withPosteriors: true)
    let documents = try documents(result)
    let other = try MadeUpScan.make(
      rows: 400, step: 10, conclusions: drawn(threads: 3), withPosteriors: true)
    #expect(try self.documents(other) == documents)
    let summary = try conclusions(documents["summary.json"])
    // Every tenth row is of class 1 and carries class 0.
    #expect((summary["kinds"] as? [String])?.contains("class-directed") == true)
    let tests = try #require(summary["tests"] as? [[String: Any]])
    #expect(tests.map { $0["kind"] as? String } == ["class-directed", "colluding", "adversarial"])
    #expect(
      (tests[0]["evidence"] as? String)?.hasPrefix(
        "40 issues say benign where malignant is probable, ") == true)
    let effects = try #require(summary["effects"] as? [[String: Any]])
    #expect(
      effects.count == 6
        && Set(effects.compactMap { $0["on"] as? String }) == ["unflagged", "given"])
    let precision = try #require(summary["expected_precision"] as? Double)
    #expect(abs(precision - 0.9) < 1e-9)
    #expect((summary["asked_rows"] as? [Int])?.count == 4)
    let page = XMLCheck(try #require(documents["report.html"]))
    #expect(page.fault == nil && Set(page.ids).count == page.ids.count)
    #expect(page.elementCounts["svg"] == 5)
    #expect(page.text.contains("Of the 45 issues 90.0\u{202F}% are expected to be wrong."))
  }

  @Test func `without features the gaps say what was not done`() throws {
    let result = try MadeUpScan.ofProbabilities()
    let drawn = ScanConclusions(
      result.rows.labels, result.issues, evidence: Evidence(), features: nil,
      classifier: ("logistic", LogisticRegression()), seed: 1, execution: .serial)
    #expect(drawn.kinds?.isTooFew == true && drawn.effects.isEmpty && drawn.regions == nil)
    #expect(drawn.gaps.count == 2 && drawn.gaps[1].hasPrefix("Without features "))
    #expect(drawn.rate == nil && drawn.gaps[0].hasPrefix("The share of wrong labels was not "))
  }
}
