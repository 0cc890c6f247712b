import FlipguardTestSupport
import Foundation
import LabelContracts
import LabelData
import Testing

@testable import Experiments

@Suite struct CertificateReportTests {
  /// Predictions of ten rows: two abstentions, a wrong one, and right ones of radius 0, 2, 2, 7, 7, 30 and 30.
  private static func made(
    threat: LabelThreat = .anyLabels, right: Bool = true, ids: Bool = true, name: String = "q <1>",
    collective: [CertificateResult.Collective] = []
  ) throws -> CertificateResult {
    let truth = try Labels(
      classIndices: [0, 1, 0, 1, 0, 1, 0, 1, 0, 1], classNames: ["ham & eggs", "spam"])
    let radii = [-1, -1, 5, 0, 2, 2, 7, 7, 30, 30]
    let predictions = radii.enumerated().map { row, radius in
      let isWrong = row == 2 || !right
      return radius < 0
        ? .abstention
        : CertifiedPrediction(
          predictedLabel: isWrong ? 1 - truth[row] : truth[row], radius: radius,
          attack: row == 3 ? [Flip(row: 1, from: 0, to: 1)] : nil)
    }
    return try CertificateResult(
      certificate: ("knn-vote", "one vote for each of the k nearest rows"),
      training: ("t.csv", 200),
      queries: (name, (0..<10).map { 3 * $0 }, ids ? (0..<10).map { "id-\($0)" } : nil),
      truth: truth, predictions: predictions, collective: collective, threat: threat,
      settings: [("scaling", "none"), ("seed", "1")], version: "test")
  }

  @Test func `the page is well-formed and loads nothing`() throws {
    for result in [
      try Self.made(), try Self.made(right: false),
      try Self.made(threat: LabelThreat(unit: .groups(LabelGroups(["a", "b", "b"])))),
      try Self.made(threat: LabelThreat(unit: .costs([1, 2, 3]))),
    ] {
      let documents = try CertificateReport.documents(result)
      #expect(documents.map(\.name) == CertificateReport.documentNames)
      let page = documents[2].contents
      let check = XMLCheck(page)
      #expect(check.fault == nil)
      #expect(Set(check.ids).count == check.ids.count)
      let withoutNamespace = page.replacing("http://www.w3.org/2000/svg", with: "")
      for reference in ["http:", "https:", "src=", "href=", "url(", "@import", "<script"] {
        #expect(!withoutNamespace.contains(reference), "\(reference)")
      }
      #expect(page.contains("q &lt;1&gt;") && !page.contains("q <1>"))
      #expect(page.contains("not after a sanitizer that looks at labels"))
    }
  }

  @Test func `tables hold a line for each prediction and for each fall of the curve`() throws {
    let documents = try CertificateReport.documents(Self.made())
    let lines = documents[0].contents.split(separator: "\n").map(String.init)
    #expect(lines[0] == "row,id,given_label,predicted_label,is_right,radius,attack_size")
    #expect(lines.count == 11)
    #expect(lines[1] == "0,id-0,ham & eggs,,false,-1,")
    #expect(lines[3] == "6,id-2,ham & eggs,spam,false,5,")
    #expect(lines[4] == "9,id-3,spam,spam,true,0,1")
    let nameless = try CertificateReport.documents(Self.made(ids: false))[0].contents
    #expect(nameless.contains("\n9,9,spam,spam,true,0,1\n"))
    #expect(
      documents[1].contents == "radius,certified_accuracy\n0,0.7\n2,0.6\n7,0.4\n30,0.2\n")
    #expect(
      try CertificateReport.documents(Self.made(right: false))[1].contents.split(separator: "\n")
        .count == 1)
  }

  @Test func `sentences and the summary follow the numbers`() throws {
    let result = try Self.made()
    let words = CertificateReport.words(result)
    for part in [
      "knn-vote, trained on 200 labels of t.csv, predicts 70.0\u{202F}% of q <1> right.",
      "stay so whatever 2 labels an attacker changes (of 200).", "It abstains on 20.0\u{202F}%.",
      "features are trusted",
    ] {
      #expect(words.contains(part), "\(part) is not in \(words)")
    }
    #expect(
      CertificateReport.words(try Self.made(right: false)).contains("there is no median radius"))
    let sources = LabelThreat(unit: .groups(LabelGroups(["a", "b", "c", "b"])))
    #expect(
      CertificateReport.words(try Self.made(threat: sources))
        .contains("whatever 2 sources an attacker changes (of 3)"))
    let costs = LabelThreat(unit: .costs([1, 2, 3]))
    #expect(
      CertificateReport.words(try Self.made(threat: costs))
        .contains("whatever 2 cost units an attacker changes (of 6)"))
    let document = try CertificateReport.documents(result)[3].contents
    let summary = try #require(
      try JSONSerialization.jsonObject(with: Data(document.utf8)) as? [String: Any])
    #expect(
      summary.keys.sorted() == [
        "abstention_share", "average_radius", "certificate", "certified_accuracy",
        "clean_accuracy", "median_radius", "predicted", "predictions", "settings", "threat_model",
        "training", "training_labels", "unit", "version",
      ])
    #expect(summary["clean_accuracy"] as? Double == 0.7)
    #expect(summary["median_radius"] as? Int == 2 && summary["unit"] as? String == "label")
    let curve = try #require(summary["certified_accuracy"] as? [[String: Any]])
    let radii = curve.compactMap { $0["radius"] as? Int }
    // Shares of 200 labels, up to the first at which nothing is certified.
    #expect(radii == [0, 1, 2, 4, 10, 20, 40])
    #expect(
      curve.compactMap { $0["accuracy"] as? Double } == [0.7, 0.6, 0.6, 0.4, 0.2, 0.2, 0])
  }

  @Test func `what changes break together is told where it is known`() throws {
    let result = try Self.made(collective: [
      .init(changes: 3, together: 2, alone: 3),
      .init(changes: 8, together: 5, alone: 5),
    ])
    let words = CertificateReport.words(result)
    #expect(
      words.contains(
        "Whatever 3 labels an attacker changes, 50.0\u{202F}% of the predictions at least are right, with the same "
          + "changes for all; row by row it is 40.0\u{202F}%."))
    let documents = try CertificateReport.documents(result)
    let page = documents[2].contents
    #expect(XMLCheck(page).fault == nil && page.contains("broken together"))
    #expect(!(try CertificateReport.documents(Self.made())[2].contents.contains("broken together")))
    let summary = try #require(
      try JSONSerialization.jsonObject(with: Data(documents[3].contents.utf8)) as? [String: Any])
    let found = try #require(summary["collective"] as? [[String: Double]])
    #expect(
      found == [
        ["changes": 3, "accuracy": 0.5, "broken_together": 2, "broken_alone": 3],
        ["changes": 8, "accuracy": 0.2, "broken_together": 5, "broken_alone": 5],
      ])
  }

  @Test func `numbers that differ are refused`() throws {
    let result = try Self.made()
    #expect(throws: CertificateError.self) {
      try CertificateResult(
        certificate: ("ridge", ""), training: ("t", 1), queries: ("q", [0], nil),
        truth: result.truth, predictions: [.abstention], threat: .anyLabels, settings: [],
        version: "test")
    }
  }
}
