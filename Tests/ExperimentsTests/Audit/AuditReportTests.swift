import Foundation
import LabelCertificates
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import Experiments

@Suite struct AuditReportTests {
  private static let plan = {
    var plan = MadeUpAudit.plan
    plan.attacks = ["random", "colluding", "adaptive"]
    return plan
  }()

  private static let errors: [MadeUpAudit.Error] = [
    .init(error: 0.1), .init(defense: "knn", error: 0.12),
    .init(defense: "trusted-only", trusted: 12, error: 0.2),
    .init(attack: "random", rate: 0.1, error: 0.11),
    .init(attack: "random", rate: 0.3, error: 0.16),
    .init(attack: "colluding", rate: 0.1, error: 0.15),
    .init(attack: "colluding", rate: 0.3, error: 0.3),
    .init(attack: "random", rate: 0.1, defense: "knn", error: 0.12),
    .init(attack: "random", rate: 0.3, defense: "knn", error: 0.13),
    .init(attack: "adaptive", adaptedTo: "knn", rate: 0.1, defense: "knn", error: 0.14),
    .init(attack: "adaptive", adaptedTo: "knn", rate: 0.3, defense: "knn", error: 0.18),
  ]

  private static func made(cutShort: Set<String> = [], name: String = "a <b>") throws
    -> AuditResults
  {
    try MadeUpAudit.results(
      errors, plan: plan, name: name, cutShort: cutShort,
      omissions: [
        BenchmarkOmission(
          dataset: name, attack: "alfa", method: nil, reason: "takes <two> classes & no more")
      ])
  }

  /// Results of an audit that was run.
  private static let measured = Result {
    try Audit(MadeUpAudit.source(), plan: MadeUpAudit.plan).run(
      version: "test", execution: Execution(threadCount: 2))
  }

  private static func summary(_ documents: [ReportDocument]) throws -> [String: Any] {
    let document = try #require(documents.first { $0.name == "summary.json" })
    return try #require(
      try JSONSerialization.jsonObject(with: Data(document.contents.utf8)) as? [String: Any])
  }

  @Test func `pages are well-formed and load nothing`() throws {
    for results in [
      try Self.made(), try Self.made(cutShort: ["lfa/"]), try MadeUpAudit.results([]),
      try MadeUpAudit.results([], isMeasured: false), try Self.measured.get(),
    ] {
      let documents = try AuditReport.documents(results)
      #expect(documents.map(\.name) == AuditReport.documentNames)
      let page = documents[0].contents
      let check = XMLCheck(page)
      #expect(check.fault == nil)
      #expect(Set(check.ids).count == check.ids.count)
      let withoutNamespace = page.replacing("http://www.w3.org/2000/svg", with: "")
      for reference in ["http:", "https:", "src=", "href=", "url(", "@import", "<script"] {
        #expect(!withoutNamespace.contains(reference), "\(reference)")
      }
      #expect(!page.contains("a <b>"))
    }
  }

  @Test func `the page says what was done, what cannot be done, and what was left out`() throws {
    let page = try AuditReport.documents(Self.made())[0].contents
    for part in [
      "takes &lt;two&gt; classes &amp; no more", "<b>attacked</b>", "<b>certified</b>",
      "12 trusted rows alone", "always the most frequent class",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    // Of four test rows three are right, of radius 1, 5 and 20; at 6 and 18 flips one is left.
    #expect(page.contains("≤ 75.0"))
    let measured = try AuditReport.documents(Self.measured.get())[0].contents
    #expect(measured.contains("What knn undoes for certain"))
    #expect(measured.contains("not after a sanitizer that looks at labels"))
    #expect(measured.contains("The certified ridge is not the attacked one"))
    #expect(measured.contains("One prediction"))
  }

  @Test func `sentences follow the numbers`() throws {
    let words = AuditReport.words(try Self.made(cutShort: ["lfa/", "adaptive/auto"]))
    for part in [
      "Flipping 30\u{202F}% of the training labels takes the test error of ridge from 10.0\u{202F}% to 30.0\u{202F}% (attack colluding, the worst of 3 attacks).",
      // From 15 % at 10 % to 30 % at 30 %: a third of the way.
      "From about 16.7\u{202F}% on it is not worth having: no better than one learnt from the 12 trusted rows alone (20.0\u{202F}%).",
      "Of the defenses knn holds best: at most 18.0\u{202F}% was reached at 30\u{202F}%.",
      "the certified classifier knn-vote errs on at most 75.0\u{202F}% at 10\u{202F}% and 75.0\u{202F}% at 30\u{202F}% (25.0\u{202F}% without flips).",
      "first (attack colluding): look after these labels.",
      "adaptive to auto and lfa were cut short or left out.",
    ] {
      #expect(words.contains(part), "\(part) is not in \(words)")
    }
    var harmless = Self.errors.filter { $0.rate == 0 }
    harmless.append(.init(attack: "random", rate: 0.1, error: 0.05))
    let calm = AuditReport.words(try MadeUpAudit.results(harmless, plan: Self.plan))
    #expect(calm.contains("No attack raised the test error of ridge, 10.0\u{202F}%"))
    #expect(calm.contains("it stays better than"))
    var plan = Self.plan
    plan.poisoningRates = [0.1]
    let one = AuditReport.words(try MadeUpAudit.results(Self.errors, plan: plan))
    #expect(one.contains("errs on at most 75.0\u{202F}% at 10\u{202F}% (25.0"))
  }

  @Test func `what is undone for certain is told in words and numbers`() throws {
    let results = try Self.measured.get()
    let guarantee = try #require(results.sanitization)
    let median = try #require(guarantee.medianNeighborFlips)
    #expect(median > 0)
    let words = AuditReport.words(results)
    #expect(
      words.contains(
        "a lone flip is undone for certain by one round of knn on \(guarantee.loneFlipShare.percentText())"
      ))
    #expect(words.contains("on half with up to \(median) more flip"))
    let told = try #require(
      try Self.summary(AuditReport.documents(results))["sanitization"] as? [String: Any])
    #expect(told["k"] as? Int == 10 && told["threshold"] as? Double == 0.5)
    let share = try #require(told["lone_flip_share"] as? Double)
    #expect(abs(share - guarantee.loneFlipShare) < 1e-12)
    #expect(told["median_neighbor_flips"] as? Int == median)
    // The rows of the table are all training rows.
    let rows = AuditReport(results).sanitization.text
    #expect(rows.contains("flips among the neighbors"))
  }

  @Test func `tables hold a line for each figure`() throws {
    let results = try Self.made()
    let documents = try AuditReport.documents(results)
    let lines = documents[1].contents.split(separator: "\n")
    #expect(lines[0] == "poisoning_rate,attack,adapted_to,defense,trusted,flips,changes,error")
    #expect(lines[1] == "0.0,none,,none,0,0,,0.1" && lines.count == 1 + results.rows.count)
    #expect(lines.contains("0.3,adaptive,knn,knn,0,18,,0.18"))
    let bounds = documents[2].contents.split(separator: "\n")
    #expect(bounds[0] == "certificate,poisoning_rate,flips,error_at_most,clean_error")
    #expect(bounds.count == 4 && bounds[1].hasPrefix("knn-vote,0.0,0,0.25,0.25"))
    #expect(bounds[3].hasPrefix("knn-vote,0.3,18,0.75,0.25"))
    let flips = documents[3].contents.split(separator: "\n")
    #expect(flips[0] == "attack,step,row,from,to" && flips.count == 3)
    #expect(flips[1].hasPrefix("colluding,1,") && flips[2].hasPrefix("colluding,2,"))
  }

  @Test func `the summary has all keys`() throws {
    let results = try Self.measured.get()
    let summary = try Self.summary(AuditReport.documents(results))
    #expect(
      summary.keys.sorted() == [
        "certified", "cut_short", "data", "first_flips", "majority_error", "methods", "plan",
        "prediction", "sanitization", "strongest_attack", "trusted_only_error", "version", "victim",
      ])
    let methods = try #require(summary["methods"] as? [[String: Any]])
    #expect(methods.compactMap { $0["defense"] as? String } == ["none", "knn"])
    let worst = try #require(methods[0]["worst"] as? [[String: Any]])
    #expect(worst.compactMap { $0["poisoning_rate"] as? Double } == [0.1, 0.3])
    let certified = try #require(summary["certified"] as? [[String: Any]])
    for bound in certified {
      let errors = try #require(bound["error_at_most"] as? [Double])
      let clean = try #require(bound["clean_error"] as? Double)
      #expect(errors.count == 2 && clean <= errors[0] && errors[0] <= errors[1])
    }
    let plan = try #require(summary["plan"] as? [String: Any])
    #expect(plan["leaves_out_slow_attacks"] as? Bool == false)
    #expect(plan["training_limit"] as? Int == 1000 && plan["trusted_limit"] as? Int == 50)
  }
}
