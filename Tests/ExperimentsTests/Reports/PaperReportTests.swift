import Foundation
import Testing

@testable import Experiments

struct PaperReportTests {
  private func documents(_ results: PaperResults = MadeUpResults.make()) throws -> [String: String]
  {
    Dictionary(
      uniqueKeysWithValues: try PaperReport.documents(results).map { ($0.name, $0.contents) })
  }

  @Test func `the documents are complete and the markup is well-formed`() throws {
    let documents = try documents()
    #expect(
      documents.keys.sorted() == [
        "figure-1-breastcancer.svg", "figure-1-mnist17.svg", "figure-1-spambase.svg",
        "figure-2a.svg", "figure-2b.svg", "report.html", "results.csv", "results.json",
      ])
    for (name, text) in documents where name.hasSuffix("svg") || name.hasSuffix("html") {
      let check = XMLCheck(text)
      #expect(check.fault == nil, "\(name)")
      #expect(Set(check.ids).count == check.ids.count, "ids of \(name) clash")
    }
  }

  @Test func `the page loads nothing`() throws {
    let page = try #require(try documents()["report.html"])
    let withoutNamespace = page.replacing("http://www.w3.org/2000/svg", with: "")
    for reference in ["http:", "https:", "src=", "href=", "url(", "@import", "<script"] {
      #expect(!withoutNamespace.contains(reference), "\(reference)")
    }
    #expect(XMLCheck(page).elementCounts["svg"] == 5)
  }

  @Test func `results.json has its keys in snake case`() throws {
    let text = try #require(try documents()["results.json"])
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(
      Set(json.keys) == [
        "seed", "version", "elapsed_seconds", "split_count", "settings", "table1", "figure1",
        "figure2a", "figure2b", "chosen_k", "comparisons",
      ])
    let base: Set = [
      "dataset", "scaling", "defense", "flips", "poisoning_rate", "mean_error", "standard_error",
      "trials",
    ]
    func keys(_ figure: String) throws -> Set<Set<String>> {
      let points = try #require(json[figure] as? [[String: Any]])
      return Set(points.map { Set($0.keys) })
    }
    #expect(try keys("figure1") == [base])
    #expect(try keys("figure2a") == [base, base.union(["k", "eta"])])
    #expect(try keys("figure2b") == [base, base.union(["k", "eta"])])
    let first = try #require((json["figure1"] as? [[String: Any]])?.first)
    #expect(first["defense"] as? String == "none")
    #expect(first["mean_error"] as? Double == 0.039)
    #expect((json["settings"] as? [String: Any])?["k_candidates"] as? [Int] != nil)
  }

  @Test func `results.json reads back as what was written but for the trials`() throws {
    let text = try #require(try documents()["results.json"])
    var expected = MadeUpResults.make()
    expected.trials = []
    #expect(try JSONDecoder().decode(PaperResults.self, from: Data(text.utf8)) == expected)
  }

  @Test func `results.csv has a row for each trial`() throws {
    #expect(
      try documents()["results.csv"] == """
        figure,dataset,scaling,split,defense,k,eta,flips,poisoning_rate,error
        1,mnist17,none,0,none,,,5,0.05,0.125
        2a,breastcancer,standardize,9,knn,25,0.5,30,0.3,0.25

        """)
  }

  @Test func `the page says where trusted examples alone do better`() {
    let everywhere = PaperReport(results: MadeUpResults.make())
    #expect(everywhere.baselineSentence?.hasSuffix("on all three data sets.") == true)
    let once = PaperReport(
      results: MadeUpResults.make(mnist17: [
        .none: (0.015, 0.371), .knn: (0.034, 0.048), .trustedOnly: (0.06, 0.06),
      ]))
    #expect(once.baselineSentence?.hasSuffix("on BreastCancer and SpamBase.") == true)
  }

  @Test func `cells outside their band are listed with their explanation`() throws {
    let explained = try #require(
      try documents(MadeUpResults.make(explanation: "Why <so> & \"so\""))["report.html"])
    #expect(explained.contains("Why &lt;so&gt; &amp; &quot;so&quot;"))
    #expect(explained.contains("1 of 2 means lie inside the band"))
  }
}
