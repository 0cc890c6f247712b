internal import LabelCertificates

/// The documents of an audit: a page for a security review, every error and every bound for machines.
///
/// It arranges what was measured; what the figures come to is told by the statistics.
public struct AuditReport: Sendable {
  /// What was measured.
  let results: AuditResults
  /// What it comes to.
  let statistics: AuditStatistics

  /// Prepares the documents.
  init(_ results: AuditResults) {
    self.results = results
    statistics = AuditStatistics(results)
  }

  /// All documents: `report.html`, `results.csv`, `certified.csv`, `flips.csv` and `summary.json`.
  ///
  /// Equal audits give equal documents, unless time ran out.
  ///
  /// - Throws: `EncodingError` when a result is not a finite number.
  public static func documents(_ results: AuditResults) throws -> [ReportDocument] {
    let report = AuditReport(results)
    return [
      ReportDocument(name: "report.html", contents: report.page.text),
      ReportDocument(name: "results.csv", contents: AuditRow.csv(results.rows)),
      ReportDocument(name: "certified.csv", contents: report.certifiedTable),
      ReportDocument(name: "flips.csv", contents: report.flipTable),
      ReportDocument(name: "summary.json", contents: try JSONText.document(report.summary)),
    ]
  }

  /// The names of all documents.
  public static let documentNames = [
    "report.html", "results.csv", "certified.csv", "flips.csv", "summary.json",
  ]

  /// The page.
  var page: HTMLPage {
    HTMLPage(
      title: "What flipped labels can do to \(results.name)",
      sections: [answer, picture, table, attacks, sanitization, prediction, omissions, settings])
  }

  /// The bounds at every rate, in percent of the test rows nowhere: shares of 0...1.
  private var certifiedTable: String {
    CSVText.document(
      header: ["certificate", "poisoning_rate", "flips", "error_at_most", "clean_error"],
      rows: results.certified.flatMap { bound in
        ([0] + results.plan.poisoningRates).map { rate in
          let flips = statistics.flipCount(rate)
          return [
            bound.certificate, "\(rate)", "\(flips)", "\(bound.error(flips: flips))",
            "\(bound.cleanError)",
          ]
        }
      })
  }

  /// The flips of the strongest attack at the largest rate.
  private var flipTable: String {
    CSVText.document(
      header: ["attack", "step", "row", "from", "to"],
      rows: statistics.firstFlips(.max).enumerated().map { index, flip in
        [
          statistics.strongestAttack ?? "", "\(index + 1)", "\(flip.row)", flip.from, flip.to,
        ]
      })
  }

  /// What was found, in sentences.
  private var answer: Markup {
    let list = lessons.map { "<li>\($0)</li>" as Markup }
    return "<ol class=\"lede\">\n\(Markup(list))\n</ol>"
  }

  /// What could not be measured.
  private var omissions: Markup {
    OmissionTable(
      results.omissions, attacks: results.plan.attacks, datasets: [results.name]
    ).section
  }

  /// Error against rate, from below and from above.
  private var picture: Markup {
    HTMLPage.section(
      "The picture",
      [
        HTMLPage.figure(
          chart.markup(identifier: "audit"),
          caption:
            """
            Test error against the share of training labels that an attacker flips. Lines called attacked are the \
            worst that any attack of this audit did: somebody can do this much. Lines called certified lie above \
            whatever anybody can do to that classifier by labels; they end where they say no more than guessing. The \
            table has all certificates.
            """)
      ])
  }

  /// The chart: no defense, the two best defenses, the trusted rows alone, the bound of the attacked model and the best
  /// bound of another classifier.
  ///
  /// Bounds are drawn as far as they lie below what matters, the error of guessing or the worst attack.
  var chart: LineChart {
    let best = statistics.attackedMethods.filter { $0 != .none }
      .filter { statistics.course($0).last?.poisoningRate == results.plan.poisoningRates.last }
      .sorted { last($0) < last($1) }.prefix(2)
    var series = ([DefenseMethod.none] + best).map { method in
      LineChart.Series(
        name: method == .none ? "no defense, attacked" : "\(method.title), attacked",
        points: statistics.course(method).map {
          LineChart.Point(x: 100 * $0.poisoningRate, y: 100 * $0.error)
        })
    }.filter { !$0.points.isEmpty }
    if let error = statistics.trustedOnlyError {
      series.append(
        LineChart.Series(
          name: "trusted rows alone",
          points: [0, results.plan.poisoningRates.last ?? 1].map {
            LineChart.Point(x: 100 * $0, y: 100 * error)
          }))
    }
    let highest = series.flatMap(\.points).map(\.y).max() ?? 0
    let limit = 1.15 * max(highest, 100 * results.majorityError)
    series += shownBounds.map { bound in
      LineChart.Series(
        name: "\(bound.certificate), certified",
        points: Array(
          curveRates.map { rate in
            LineChart.Point(
              x: 100 * rate, y: 100 * bound.error(flips: statistics.flipCount(rate)))
          }.prefix { $0.y <= limit }))
    }.filter { !$0.points.isEmpty }
    let ends = series.compactMap { series in
      series.points.last.map { "\(series.name): \($0.y.text(digits: 1)) %" }
    }
    let largest = results.plan.poisoningRates.last ?? 0
    return LineChart(
      title: "Damage to \(results.name)",
      summary: "Test error with \(BenchmarkReport.percent(largest)) of the labels flipped. "
        + ends.joined(separator: "; ") + ".",
      xTitle: PaperReport.rateTitle, yTitle: PaperReport.errorTitle, series: series)
  }

  /// The bound of the attacked model, and of the others the one with the least mean over all rates.
  private var shownBounds: [CertifiedBound] {
    func mean(_ bound: CertifiedBound) -> Double {
      curveRates.reduce(0) { $0 + bound.error(flips: statistics.flipCount($1)) }
    }
    let own = results.certified.filter { $0.certificate == CertifiedBound.victimName }
    let best = results.certified.filter { $0.certificate != CertifiedBound.victimName }
      .min { mean($0) < mean($1) }
    return own + (best.map { [$0] } ?? [])
  }

  /// Bounds are known everywhere, so their curves are drawn finely.
  private var curveRates: [Double] {
    let largest = results.plan.poisoningRates.last ?? 0
    return (0...60).map { largest * Double($0) / 60 }
  }

  private func last(_ method: DefenseMethod) -> Double {
    statistics.course(method).last?.error ?? 1
  }
}
