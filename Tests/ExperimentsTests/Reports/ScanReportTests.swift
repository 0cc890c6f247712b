import Experiments
import Foundation
import LabelContracts
import Neighbors
import Testing
import VectorKernels

struct ScanReportTests {
  private func documents(_ result: ScanResult, onlyIssues: Bool = false) throws -> [String: String]
  {
    Dictionary(
      uniqueKeysWithValues: try ScanReport.documents(
        result, onlyIssues: onlyIssues, execution: .serial
      ).map { ($0.name, $0.contents) })
  }

  @Test func `issues.csv holds every row, worst first`() throws {
    let result = try MadeUpScan.make()
    let lines = try #require(try documents(result)["issues.csv"]).split(separator: "\n")
    #expect(
      lines[0] == "row,id,is_label_issue,label_score,given_label,predicted_label,reason,votes")
    #expect(lines.count == 61)
    let first = result.issues.rowsWorstFirst[0]
    #expect(first % 20 == 19)
    let score = result.issues.labelScores[first]
    let graph = try #require(result.evidence.neighborGraph)
    let voters = graph.neighbors(of: first).map { "\($0)" }
    #expect(
      lines[1]
        == "\(first),\(first),true,\(score),benign,malignant,6 of 7 nearest neighbors are malignant: "
        + "rows \(voters.joined(separator: " ")),benign:1;malignant:6"
    )
    let rows = lines.dropFirst().compactMap { Int($0.prefix { $0 != "," }) }
    #expect(rows == result.issues.rowsWorstFirst)
  }

  @Test func `only the issues on demand`() throws {
    let result = try MadeUpScan.make()
    let csv = try #require(try documents(result, onlyIssues: true)["issues.csv"])
    #expect(result.issues.issueCount == 3)
    #expect(csv.split(separator: "\n").count == 4)
    #expect(!csv.contains(",false,"))
  }

  @Test func `summary.json holds counts and settings`() throws {
    let text = try #require(try documents(MadeUpScan.make())["summary.json"])
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(
      Set(json.keys) == [
        "source", "rows", "features", "classes", "issue_count", "issue_rate", "detectors",
        "conclusions", "settings", "notes", "version",
      ])
    #expect(json["issue_count"] as? Int == 3)
    #expect(json["issue_rate"] as? Double == 0.05)
    let classes = try #require(json["classes"] as? [[String: Any]])
    #expect(classes.map { $0["name"] as? String } == ["benign", "malignant"])
    #expect(classes.map { $0["size"] as? Int } == [33, 27])
    #expect(classes.map { $0["issue_count"] as? Int } == [3, 0])
    let settings = try #require(json["settings"] as? [String: Any])
    #expect(Set(settings.keys) == ["detector", "scaling", "metric", "k", "threshold", "seed"])
  }

  @Test func `an approximate graph from a file is told everywhere`() throws {
    let recall = RecallEstimate(recall: 0.9912, interval: 0.988...0.9935, sampleCount: 1000)
    let result = try MadeUpScan.make(
      neighbors: NeighborSource(
        metric: .cosine, scaling: nil, recall: recall, graphFile: "<g>.npz"))
    let words =
      "cosine, scaling unknown, recall 99.12\u{202F}% (98.80\u{202F}% to 99.35\u{202F}%), "
      + "neighbors of <g>.npz."
    #expect(ScanReport.words(result).contains(words))
    let documents = try documents(result)
    let text = try #require(documents["summary.json"])
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let settings = try #require(json["settings"] as? [String: Any])
    #expect(
      settings["scaling"] as? String == "unknown" && settings["graph"] as? String == "<g>.npz")
    let told = try #require(settings["recall"] as? [String: Double])
    #expect(told == ["estimate": 0.9912, "low": 0.988, "high": 0.9935, "sample_count": 1000])
    let check = XMLCheck(try #require(documents["report.html"]))
    #expect(check.fault == nil && check.text.contains("<g>.npz"))
    #expect(check.text.contains("99.12\u{202F}% (98.80\u{202F}% to 99.35\u{202F}%)"))
  }

  @Test func `names cannot become markup, columns or lines`() throws {
    let result = try MadeUpScan.make(
      classNames: MadeUpScan.hostileNames, ids: (0..<60).map { "<b>\($0)\"\n" },
      source: "</title><img src=x>&.csv")
    let documents = try documents(result)
    let page = try #require(documents["report.html"])
    let check = XMLCheck(page)
    #expect(check.fault == nil)
    #expect(check.elementCounts["script"] == nil)
    #expect(check.elementCounts["img"] == nil)
    #expect(check.text.contains(MadeUpScan.hostileNames[0]))
    #expect(check.text.contains("</title><img src=x>&.csv"))
    let csv = try #require(documents["issues.csv"])
    #expect(csv.contains(",\"b & \"\"c\"\", d\","))
    #expect(csv.contains(",\"<b>19\"\"\n\","))
  }

  @Test func `the page is well-formed and shows pictures of rows and neighbors`() throws {
    let result = try MadeUpScan.make(
      features: 12, imageSize: ScanResult.ImageSize(width: 4, height: 3))
    let check = XMLCheck(try #require(try documents(result)["report.html"]))
    #expect(check.fault == nil)
    #expect(Set(check.ids).count == check.ids.count)
    // Scores, pairs of classes, issues per class, and the map.
    #expect(check.elementCounts["svg"] == 4)
    // 20 rows, each with 7 neighbors.
    #expect(check.elementCounts["img"] == 160)
  }

  @Test func `many classes are drawn in groups`() throws {
    let names = (0..<30).map { "class \($0)" }
    let result = try MadeUpScan.make(rows: 150, features: 30, classNames: names)
    let check = XMLCheck(try #require(try documents(result)["report.html"]))
    #expect(check.fault == nil)
    #expect(check.text.contains("other classes"))
    #expect(check.text.contains("the 20 classes with most issues of 30"))
  }

  @Test func `threads change no document`() throws {
    func documents(threads: Int) throws -> [ReportDocument] {
      try ScanReport.documents(
        MadeUpScan.make(rows: 300), execution: Execution(threadCount: threads))
    }
    #expect(try documents(threads: 1) == documents(threads: 3))
  }

  @Test func `without features there are no neighbors, no picture and no such settings`() throws {
    let result = try MadeUpScan.ofProbabilities()
    let documents = try documents(result)
    let issues = try #require(documents["issues.csv"])
    #expect(
      issues == """
        row,id,is_label_issue,label_score,given_label,predicted_label,reason,votes,figure_score
        7,7,true,0.125,"b, c",a,"the probability of a is 0.88, that of b, c 0.13",,0.0
        3,3,false,0.75,"b, c","b, c","the probability of b, c is 0.75, that of b, c 0.75",,0.5
        2,2,false,0.8,a,a,"the probability of a is 0.80, that of a 0.80",,0.25
        0,0,false,0.9,a,a,"the probability of a is 0.90, that of a 0.90",,1.0

        """)
    let summary = try #require(documents["summary.json"])
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(summary.utf8)) as? [String: Any])
    #expect(json["features"] == nil && json["group_count"] == nil)
    let detectors = try #require(json["detectors"] as? [[String: Any]])
    #expect(detectors.map { $0["id"] as? String } == ["confidence", "figure"])
    #expect(detectors.map { $0["issue_count"] as? Int } == [1, 2])
    #expect(detectors.map { $0["common_issue_count"] as? Int } == [1, 1])
    let settings = try #require(json["settings"] as? [String: Any])
    #expect(
      Set(settings.keys) == [
        "detector", "seed", "probabilities", "noise_rate", "noise_rate_source", "trusted",
        "trusted_count",
      ])
    #expect(settings["noise_rate"] as? Double == 0.25 && settings["trusted_count"] as? Int == 4)
    let check = XMLCheck(try #require(documents["report.html"]))
    #expect(check.fault == nil && check.elementCounts["svg"] == 3)
    #expect(check.text.contains("<figure>") && documents["groups.csv"] == nil)
    #expect(
      ScanReport.words(result).contains(
        "Setting: detectors confidence figure, probabilities of probs.npy, noise rate 25.0\u{202F}% "
          + "(--noise-rate), trusted rows 4 (gold.csv)."))
  }

  @Test func `an issue is explained by all that is known of it`() throws {
    let names = ["one", "two", "one", "two, <b>"]
    let result = try MadeUpScan.ofProbabilities(groups: names)
    let documents = try documents(result)
    let lines = try #require(documents["issues.csv"]).split(separator: "\n")
    #expect(lines[0].hasSuffix(",votes,group,figure_score"))
    #expect(lines[1].contains("0.13; it comes from two, <b>, where about "))
    #expect(lines[1].hasSuffix(" of the labels are wrong\",,\"two, <b>\",0.0"))
    #expect(lines[2].hasSuffix("b, c 0.75\",,one,0.5"))
    let check = XMLCheck(try #require(documents["report.html"]))
    #expect(check.fault == nil && check.elementCounts["b"] == nil)
    #expect(check.text.contains("Where the labels come from"))
    let groups = try #require(documents["groups.csv"]).split(separator: "\n")
    #expect(
      groups[0]
        == "group,labels,issues,error_rate,error_rate_low,error_rate_high,excess_probability,is_rejected"
    )
    #expect(groups.count == 4 && groups[1].hasPrefix("\"two, <b>\",1,1,"))
    let neighborly = try MadeUpScan.make(
      groups: (0..<60).map { $0 % 20 == 19 ? "bad" : "good" })
    let text = ScanReport.words(neighborly)
    #expect(text.contains("nearest neighbors are malignant; it comes from bad, where about "))
    #expect(text.contains("Most evidence of errors: bad, 3 issues in 3 labels"))
  }
}
