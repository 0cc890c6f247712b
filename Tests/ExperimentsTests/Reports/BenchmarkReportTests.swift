import Foundation
import Testing

@testable import Experiments

@Suite struct BenchmarkReportTests {
  private func documents(
    _ results: BenchmarkResults = MadeUpBenchmark.make()
  ) throws -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: try BenchmarkReport.documents(results).map { ($0.name, $0.contents) })
  }

  @Test func `the page is well-formed and loads nothing`() throws {
    let documents = try documents()
    #expect(documents.keys.sorted() == BenchmarkReport.documentNames)
    let page = try #require(documents["report.html"])
    let check = XMLCheck(page)
    #expect(check.fault == nil)
    #expect(Set(check.ids).count == check.ids.count)
    let withoutNamespace = page.replacing("http://www.w3.org/2000/svg", with: "")
    for reference in ["http:", "https:", "src=", "href=", "url(", "@import", "<script"] {
      #expect(!withoutNamespace.contains(reference), "\(reference)")
    }
    #expect(page.contains("&lt;colluding&gt;") && !page.contains("<colluding>"))
    #expect(check.text.contains("10 classes & more"))
  }

  @Test func `the heat table marks the best, and what is no better than chance`() throws {
    let page = try #require(try documents()["report.html"])
    // kNN under random flips is best; under collusion it is below the random order's 0.13.
    #expect(page.contains("<span class=\"h h8\"><b>0.88</b></span>"))
    #expect(page.contains("<span class=\"h h0\">0.08↓</span>"))
    #expect(HTMLTable.heat(1).text == "<span class=\"h h9\">1.00</span>")
    #expect(HTMLTable.heat(nil).text == "<span class=\"h\">–</span>")
  }

  @Test func `lessons follow the numbers`() throws {
    let lessons = BenchmarkLessons(BenchmarkReport(MadeUpBenchmark.make())).sentences
    for part in [
      "Without trusted rows knn ranks flips best on average, with a mean average precision of 0.48",
      "best under 1 of 2 attacks", "Flips of the attack <colluding> are the hardest",
      "these rank flips no better than a random order: 1 under <colluding>.",
      "With 60 trusted rows the best detector is other: +0.250",
      "1 of 1 detectors that use them do better", "the 60 trusted rows alone errs in 15.0",
      "1 of 3 detectors' victims do better",
      "knn wins back 46\u{202F}% when flagged rows are left out and 41\u{202F}% when they are relabeled",
    ] {
      #expect(lessons.contains { $0.contains(part) }, "\(part) is not in \(lessons)")
    }
    // With the figures of the two detectors exchanged, so is what is said of them.
    let exchanged = MadeUpBenchmark.methods.map { method in
      MadeUpBenchmark.Method(
        name: method.name == "knn"
          ? "other" : method.trusted == 0 && method.name == "other" ? "knn" : method.name,
        trusted: method.trusted, precisions: method.precisions, error: method.error,
        growth: method.growth)
    }
    let others = BenchmarkLessons(BenchmarkReport(MadeUpBenchmark.make(methods: exchanged)))
      .sentences
    #expect(others.contains { $0.hasPrefix("Without trusted rows other ranks flips best") })
    #expect(!others.contains { $0.hasPrefix("Without trusted rows knn ranks flips best") })
  }

  @Test func `what is blind under every attack is named once`() {
    let blind = MadeUpBenchmark.Method(
      name: "blind", precisions: ["random": 0.1, "<colluding>": 0.1], error: 0.1, growth: 0.3)
    let report = BenchmarkReport(MadeUpBenchmark.make(methods: MadeUpBenchmark.methods + [blind]))
    let sentence =
      "Of 4 detectors these rank flips no better than a random order: blind under every attack, and 1 under <colluding>."
    #expect(BenchmarkLessons(report).sentences.contains(sentence))
  }

  @Test func `ten data sets have a critical difference, two have none`() throws {
    let few = try #require(try documents()["report.html"])
    #expect(few.contains("A critical difference of mean ranks takes 10 data"))
    let many = try #require(
      try documents(MadeUpBenchmark.make(datasetCount: 10))["report.html"])
    #expect(many.contains("critical difference) differ at a level of 0.05"))
    #expect(XMLCheck(many).elementCounts["svg"] == 2)
  }

  @Test func `tables have a line for each row`() throws {
    let results = MadeUpBenchmark.make()
    let documents = try documents(results)
    let lines = try #require(documents["results.csv"]).split(separator: "\n")
    #expect(lines.count == results.rows.count + 1)
    #expect(
      lines[0]
        == "dataset,attack,poisoning_rate,seed,method,trusted,flips,flags,average_precision,auroc,"
        + "precision_at_flips,precision,recall,f1,accuracy,balanced_accuracy,relabel_accuracy,harm,"
        + "residual_flip_rate,error_removed,error_relabeled")
    #expect(lines[1] == "set 0,none,0.0,0,no-defense,0,0,5,,,,,,,,,,,,0.1,0.1")
    #expect(
      try #require(documents["timings.csv"]) == """
        dataset,attack,poisoning_rate,seed,part,trusted,seconds
        set 0,random,0.1,0,knn,0,0.25
        set 0,random,,0,attack,0,1.5

        """)
  }

  @Test func `the summary holds means, differences and lessons`() throws {
    let text = try #require(try documents()["summary.json"])
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(
      Set(json.keys) == [
        "plan", "datasets", "methods", "leader", "differences", "ranks", "lessons", "omissions",
        "version",
      ])
    let methods = try #require(json["methods"] as? [[String: Any]])
    let knn = try #require(methods.first { $0["name"] as? String == "knn" })
    #expect((knn["by_attack"] as? [String: Double])?["random"]?.isClose(to: 0.876) == true)
    #expect((json["omissions"] as? [Any])?.count == 1)
    #expect(try documents()["summary.json"] == text)
  }

  @Test func `nothing measured is no trouble`() throws {
    let empty = BenchmarkResults(
      plan: MadeUpBenchmark.plan, sources: [], rows: [], timings: [], omissions: [],
      version: "test")
    let page = try #require(try documents(empty)["report.html"])
    #expect(XMLCheck(page).fault == nil)
    #expect(
      BenchmarkReport.words(empty)
        == "No label was flipped, so nothing tells how detectors rank flips.")
  }
}
