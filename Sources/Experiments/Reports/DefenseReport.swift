/// The documents of a comparison of defenses: a page for people, every error and their means for machines.
///
/// It arranges what was measured; means and intervals come from the statistics.
public struct DefenseReport: Sendable {
  /// What was measured.
  let results: DefenseResults
  /// Means and differences.
  let statistics: DefenseStatistics

  /// Prepares the documents.
  init(_ results: DefenseResults) {
    self.results = results
    statistics = DefenseStatistics(results)
  }

  /// All documents: `report.html`, `results.csv` and `summary.json`; equal plans give equal documents.
  ///
  /// - Throws: `EncodingError` when a result is not a finite number.
  public static func documents(_ results: DefenseResults) throws -> [ReportDocument] {
    let report = DefenseReport(results)
    return [
      ReportDocument(name: "report.html", contents: report.page.text),
      ReportDocument(name: "results.csv", contents: DefenseRow.csv(results.rows)),
      ReportDocument(name: "summary.json", contents: try JSONText.document(report.summary)),
    ]
  }

  /// The names of all documents.
  public static let documentNames = ["report.html", "results.csv", "summary.json"]

  /// The page.
  var page: HTMLPage {
    HTMLPage(
      title: "Defenses against flipped labels, by the error that they leave",
      sections: [answer, overall] + results.sources.map { courses(on: $0.name) } + [
        omissions.section, settings,
      ])
  }

  /// What was run, and what it says.
  private var answer: Markup {
    let plan = results.plan
    let run =
      """
      \(results.methods.count.text(of: "defense")) learned from 100 training labels of \
      \(results.sources.map { PaperSetting.name(ofDataset: $0.name) }.listed) under \
      \(results.attacks.count.text(of: "attack")) at poisoning rates of \
      \(plan.poisoningRates.map(BenchmarkReport.percent).listed), with \
      \(plan.splitCount.text(of: "random split")) of each data set.
      """
    let list: Markup =
      lessons.isEmpty ? "" : "<ul>\n\(Markup(lessons.map { "<li>\($0)</li>" }))\n</ul>"
    return "<p class=\"lede\">\(run)</p>\n\(list)"
  }

  /// Every defense over all settings.
  private var overall: Markup {
    let table = HTMLTable(
      caption: "Mean test error in percent, and differences in points with intervals of 95 %",
      columns: [
        .text("defense"), .number("no attack"), .number("attacked"), .number("worst"),
        .number("against none"), .number("against trusted only"), .number("against clean labels"),
      ],
      rows: statistics.summaries.map { summary in
        [
          "\(summary.method.title)\(summary.isComplete ? "" : " *")",
          "\(BenchmarkReport.percents(summary.clean))", "\(BenchmarkReport.percents(summary.mean))",
          "\(BenchmarkReport.percents(summary.worst?.error.mean))",
          Self.difference(summary.differences[.none]),
          Self.difference(summary.differences[.trustedOnly]),
          Self.difference(summary.differences[.clean]),
        ]
      })
    let incomplete: Markup =
      statistics.summaries.allSatisfy(\.isComplete)
      ? "" : HTMLPage.paragraph("* not run in every trial, so its means are over others.")
    return HTMLPage.section(
      "Over all data sets, attacks and rates",
      [
        HTMLPage.paragraph(
          """
          Attacked is the mean over all data sets, attacks and rates above 0; worst the largest mean of one of \
          them. Differences are paired: the same split, attack and rate. Below 0 the defense is \
          better. Where the word trusted stands beside a defense it was given \
          \(DefensePlan.trustedCount) trusted rows; repairs then train on these too, robust \
          learners use them in their own ways. Against trusted only is the question whether the \
          given labels are worth anything beside them.
          """), table.markup, incomplete,
      ])
  }

  /// A mean difference in points, with its interval.
  static func difference(_ differences: PairedDifferences?) -> Markup {
    guard let differences, let mean = differences.mean else { return "–" }
    func points(_ value: Double) -> String { BenchmarkReport.percents(value) }
    guard let interval = differences.studentInterval else { return "\(points(mean))" }
    let text = "\(points(mean)) (\(points(interval.low)) to \(points(interval.high)))"
    return interval.low > 0 ? "<span class=\"bad\">\(text)</span>" : "\(text)"
  }
}
