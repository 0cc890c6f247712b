import Foundation
import Testing

@testable import Experiments

@Suite struct DefenseReportTests {
  private static let plan = DefensePlan(
    attacks: ["lfa", "colluding"], poisoningRates: [0.1, 0.2], splitCount: 3)

  /// Errors by defense: clean, and what flips add to it at a rate of 1; split s adds s / 100 to all.
  private static let methods: [(method: DefenseMethod, clean: Double, growth: Double)] = [
    (.none, 0.1, 1), (DefenseMethod(name: "knn", trusted: 0), 0.12, 0.5),
    (.trustedOnly, 0.15, 0), (DefenseMethod(name: "trusted+given", trusted: 100), 0.08, 0.9),
    (DefenseMethod(name: "auto", trusted: 0), 0.1, 0.1),
    (DefenseMethod(name: "auto", trusted: 100), 0.08, 0.1),
    (DefenseMethod(name: "remove", trusted: 0), 0.11, 0.3),
  ]

  /// Results that nobody measured; under collusion flips harm half as much.
  private static func make(splits: Int = 3, without omitted: DefenseMethod? = nil) -> DefenseResults
  {
    var rows: [DefenseRow] = []
    for dataset in ["breastcancer", "a <b>"] {
      for attack in ["none", "lfa", "colluding"] {
        for split in 0..<splits {
          for rate in attack == "none" ? [0] : plan.poisoningRates {
            for (method, clean, growth) in methods
            where method != omitted || dataset == "breastcancer" {
              let harm = growth * rate * (attack == "colluding" ? 0.5 : 1)
              rows.append(
                DefenseRow(
                  dataset: dataset, attack: attack, poisoningRate: rate, split: split,
                  defense: method.name, trusted: method.trusted, flips: Int(100 * rate),
                  error: clean + harm + Double(split) / 100 * (method == .none ? 2 : 1)))
            }
          }
        }
      }
    }
    var plan = plan
    plan.splitCount = splits
    return DefenseResults(
      plan: plan,
      sources: ["breastcancer", "a <b>"].map {
        BenchmarkResults.Source(
          name: $0, features: 3, classes: 2, scaling: "standardize", testRows: 70)
      },
      rows: rows,
      omissions: (0..<2).map { _ in
        BenchmarkOmission(
          dataset: "a <b>", attack: "lfa", method: "weight", reason: "no <probabilities>")
      }, version: "test")
  }

  @Test func `cells hold means and paired differences`() throws {
    let statistics = DefenseStatistics(Self.make())
    let cell = try #require(
      statistics.cell(
        DefenseMethod(name: "knn", trusted: 0),
        .init(dataset: "breastcancer", attack: "lfa", poisoningRate: 0.2)))
    #expect(cell.error.count == 3)
    #expect(abs(cell.error.mean - (0.12 + 0.1 + 0.01)) < 1e-12)
    // Split s: own 0.22 + s/100 less 0.3 + 2s/100, 0.15 + s/100 and 0.1 + 2s/100.
    let versusNone = try #require(cell.differences[.none])
    #expect(abs((versusNone.mean ?? 0) - -0.09) < 1e-12)
    // Student's 0.975 quantile at 2 degrees is 4.302653; the standard error of 0, -1, -2 is 1 / sqrt 3.
    let interval = try #require(versusNone.studentInterval)
    #expect(abs(interval.high - (-0.09 + 4.302653 * 0.01 / 3.0.squareRoot())) < 1e-8)
    #expect(abs((cell.differences[.trustedOnly]?.mean ?? 0) - 0.07) < 1e-12)
    #expect(abs((cell.differences[.clean]?.mean ?? 0) - 0.11) < 1e-12)
  }

  @Test func `summaries go over all settings with flips`() throws {
    let statistics = DefenseStatistics(
      Self.make(without: DefenseMethod(name: "auto", trusted: 0)))
    let plain = try #require(statistics.summaries.first)
    #expect(plain.method == .none && plain.isComplete)
    #expect(abs((plain.clean ?? 0) - 0.12) < 1e-12)
    // Rates 0.1 and 0.2, harm once whole and once half: 0.1125 on average.
    #expect(abs((plain.mean ?? 0) - (0.1125 + 0.12)) < 1e-12)
    #expect(plain.worst?.setting.attack == "lfa" && plain.worst?.setting.poisoningRate == 0.2)
    #expect(abs((plain.differences[.clean]?.mean ?? 0) - 0.1125) < 1e-12)
    let partial = try #require(
      statistics.summaries.first { $0.method == DefenseMethod(name: "auto", trusted: 0) })
    #expect(!partial.isComplete)
    // The best without trusted rows is another, as this one was not run everywhere.
    #expect(
      statistics.best { $0.trusted == 0 && $0 != .none }?.method
        == DefenseMethod(name: "remove", trusted: 0))
  }

  @Test func `the page is well-formed and loads nothing`() throws {
    let documents = try DefenseReport.documents(Self.make())
    #expect(documents.map(\.name) == DefenseReport.documentNames)
    let page = documents[0].contents
    let check = XMLCheck(page)
    #expect(check.fault == nil)
    #expect(Set(check.ids).count == check.ids.count)
    let withoutNamespace = page.replacing("http://www.w3.org/2000/svg", with: "")
    for reference in ["http:", "https:", "src=", "href=", "url(", "@import", "<script"] {
      #expect(!withoutNamespace.contains(reference), "\(reference)")
    }
    #expect(page.contains("no &lt;probabilities&gt;") && !page.contains("a <b>"))
    // A chart for each data set and attack.
    #expect(page.ranges(of: "<figure>").count == 4)
    // knn at 20 % under lfa, and its difference to none with the interval.
    #expect(page.contains("23.0 ± 0.6"))
    #expect(page.contains("−9.0 (−11.5 to −6.5)"))
  }

  @Test func `words and lessons follow the numbers`() {
    let words = DefenseReport.words(Self.make())
    for part in [
      "BreastCancer: test error in percent, no attack and 20\u{202F}% of the labels flipped",
      "Under attack the mean error is 23.3\u{202F}% without a defense.",
      "Of the defenses without trusted rows auto leaves the smallest mean error, 12.1\u{202F}%, 11.1 points better than no defense.",
      "Of those with trusted rows auto, trusted leaves the smallest, 10.1\u{202F}%, 5.9 points better than the trusted rows alone.",
      "Not measured everywhere: weight;",
    ] {
      #expect(words.contains(part), "\(part) is not in \(words)")
    }
    let line = words.split(separator: "\n").first { $0.hasPrefix("knn") }
    #expect(line?.split(separator: " ").map(String.init) == ["knn", "13.0", "23.0", "18.0"])
    // One split tells nothing of chance.
    #expect(DefenseReport.words(Self.make(splits: 1)).contains("may be chance"))
  }

  @Test func `the table and the summary are as documented`() throws {
    let documents = try DefenseReport.documents(Self.make())
    let lines = documents[1].contents.split(separator: "\n")
    #expect(lines[0] == "dataset,attack,poisoning_rate,split,defense,trusted,flips,changes,error")
    #expect(lines[1] == "breastcancer,none,0.0,0,none,0,0,,0.1")
    #expect(lines.count == 1 + Self.make().rows.count)
    let summary = try #require(
      try JSONSerialization.jsonObject(with: Data(documents[2].contents.utf8)) as? [String: Any])
    #expect(
      summary.keys.sorted() == [
        "cells", "datasets", "lessons", "methods", "omissions", "plan", "version",
      ])
    let cells = try #require(summary["cells"] as? [[String: Any]])
    #expect(cells.count == 2 * 5 * 7)
    let cell = try #require(
      cells.first {
        $0["defense"] as? String == "knn" && $0["attack"] as? String == "lfa"
          && $0["poisoning_rate"] as? Double == 0.2
      })
    #expect(cell["splits"] as? Int == 3 && cell["trusted"] as? Int == 0)
    let difference = try #require(cell["versus_none"] as? [String: Any])
    #expect((difference["student"] as? [Double])?.count == 2)
  }
}
