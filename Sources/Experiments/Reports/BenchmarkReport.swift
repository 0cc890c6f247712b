/// The documents of a benchmark: a page for people, the results and their summary for machines, and the times.
///
/// It arranges what was measured; means and intervals come from the statistics.
public struct BenchmarkReport: Sendable {
  /// What was measured.
  let results: BenchmarkResults
  /// Means of the average precision over all rates.
  let ranking: BenchmarkRanking
  /// All detectors held against the best; `nil` where no detector gave scores on flips.
  let comparison: BenchmarkComparison?

  /// Prepares the documents.
  init(_ results: BenchmarkResults) {
    self.results = results
    ranking = BenchmarkRanking(results)
    comparison = BenchmarkComparison(results, ranking)
  }

  /// All documents: `report.html`, `results.csv`, `summary.json` and `timings.csv`.
  ///
  /// Equal plans give equal `results.csv` and `summary.json`; times are in the page and in `timings.csv` alone.
  ///
  /// - Throws: `EncodingError` when a result is not a finite number.
  public static func documents(_ results: BenchmarkResults) throws -> [ReportDocument] {
    let report = BenchmarkReport(results)
    return [
      ReportDocument(name: "report.html", contents: report.page.text),
      ReportDocument(name: "results.csv", contents: BenchmarkRow.csv(results.rows)),
      ReportDocument(name: "summary.json", contents: try JSONText.document(report.summary)),
      ReportDocument(name: "timings.csv", contents: BenchmarkTiming.csv(results.timings)),
    ]
  }

  /// The names of all documents.
  public static let documentNames = ["report.html", "results.csv", "summary.json", "timings.csv"]

  /// The page.
  var page: HTMLPage {
    HTMLPage(
      title: "Detectors of flipped labels against attacks",
      sections: [
        answer, heat, differences, victims, calm, difficulty, times, omissions.section, settings,
      ])
  }

  /// What was run, and what it says.
  private var answer: Markup {
    let plan = results.plan
    let detectorCount = Set(ranking.detectors.map(\.name)).count
    let twice = ranking.detectors.count - detectorCount
    let counted =
      twice == 0 ? "" : " (\(twice) of them with and without trusted rows, counted twice below)"
    let run =
      """
      \(detectorCount.text(of: "detector"))\(counted) judged the labels of \
      \(results.datasets.count.text(of: "data set")) under \
      \(results.attacks.count.text(of: "attack")), \(plan.trainingCount) training labels each, \
      at poisoning rates of \(plan.poisoningRates.map(Self.percent).listed), with \
      \(plan.seedCount.text(of: "seed")).
      """
    let lessons = BenchmarkLessons(self).sentences
    let list: Markup =
      lessons.isEmpty ? "" : "<ul>\n\(Markup(lessons.map { "<li>\($0)</li>" }))\n</ul>"
    return "<p class=\"lede\">\(run)</p>\n\(list)"
  }

  /// A share in percent, with a decimal only where it has one.
  static func percent(_ share: Double) -> String {
    let isWhole = (share * 100 - (share * 100).rounded()).magnitude < 1e-9
    return share.percentText(digits: isWhole ? 0 : 1)
  }

  /// The baselines that give scores, with their trusted rows.
  var scoredBaselines: [BenchmarkMethod] {
    results.methods.filter { $0.isBaseline && ranking.mean($0) != nil }
  }
}
