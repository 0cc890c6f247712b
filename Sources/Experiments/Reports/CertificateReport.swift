internal import LabelCertificates
internal import LabelContracts
internal import LabelData

/// The documents of certified predictions: a page with the curve, and a row for each prediction.
public struct CertificateReport: Sendable {
  let result: CertificateResult

  /// All documents: `certificates.csv`, `curve.csv`, `report.html` and `summary.json`.
  ///
  /// - Throws: `EncodingError` when a figure is not finite.
  public static func documents(_ result: CertificateResult) throws -> [ReportDocument] {
    let report = CertificateReport(result: result)
    return [
      ReportDocument(name: "certificates.csv", contents: report.table),
      ReportDocument(name: "curve.csv", contents: report.curveTable),
      ReportDocument(name: "report.html", contents: report.page.text),
      ReportDocument(name: "summary.json", contents: try JSONText.document(report.summary)),
    ]
  }

  /// The names of all documents.
  public static let documentNames = [
    "certificates.csv", "curve.csv", "report.html", "summary.json",
  ]

  /// Every prediction, in the order of the rows.
  private var table: String {
    CSVText.document(
      header: ["row", "id", "given_label", "predicted_label", "is_right", "radius", "attack_size"],
      rows: result.predictions.enumerated().map { place, prediction in
        let given = result.truth[place]
        return [
          "\(result.rows[place])", result.ids?[place] ?? "\(result.rows[place])",
          result.classNames[given],
          prediction.predictedLabel.map { result.classNames[$0] } ?? "",
          prediction.predictedLabel == given ? "true" : "false", "\(prediction.radius)",
          prediction.attack.map { "\($0.count)" } ?? "",
        ]
      })
  }

  /// The certified accuracy up to every radius where it falls.
  private var curveTable: String {
    CSVText.document(
      header: ["radius", "certified_accuracy"],
      rows: result.curve.steps.map { ["\($0.radius)", "\($0.accuracy)"] })
  }

  /// The curve as a staircase, from no change to one more than the largest radius.
  var chart: LineChart {
    var points = [LineChart.Point(x: 0, y: 100 * result.curve.cleanAccuracy)]
    for step in thinned {
      points.append(LineChart.Point(x: Double(step.radius), y: 100 * step.accuracy))
      let next = result.curve.certifiedAccuracy(at: step.radius + 1)
      points.append(LineChart.Point(x: Double(step.radius + 1), y: 100 * next))
    }
    let median =
      result.curve.medianRadius.map { "half of the predictions are right for certain up to \($0)" }
      ?? "less than half of the predictions are right"
    return LineChart(
      title: "Certified accuracy of \(result.certificate)",
      summary: "Share of the predictions that are right whatever so many changes do; \(median).",
      xTitle: "\(result.unit)s that an attacker changes", yTitle: "certified accuracy (%)",
      series: [LineChart.Series(name: result.certificate, points: points)])
  }

  /// At most about two hundred steps, which is more than a drawing shows.
  private var thinned: [CertifiedCurve.Step] {
    let steps = result.curve.steps
    let stride = max(1, steps.count / 200)
    return steps.indices.filter { $0 % stride == 0 || $0 == steps.count - 1 }.map { steps[$0] }
  }

  /// The page.
  var page: HTMLPage {
    let lede = lessons.map { "<li>\($0)</li>" as Markup }
    return HTMLPage(
      title: "How many changed labels \(result.queryName) survives",
      sections: [
        "<ol class=\"lede\">\n\(Markup(lede))\n</ol>",
        HTMLPage.figure(
          chart.markup(identifier: "certified"),
          caption:
            "Share of the predictions that are right, and stay so whatever so many \(result.unit)s an attacker changes."
        ),
        HTMLPage.section(
          "Certified accuracy",
          [accuracies.markup] + (result.collective.isEmpty ? [] : [together.markup])),
        HTMLPage.section("The weakest predictions", [weakest.markup]),
        HTMLPage.section("Settings", [settings.markup]),
      ])
  }

  /// Certified accuracy at round numbers of changes.
  private var accuracies: HTMLTable {
    HTMLTable(
      caption: "Share of the predictions that are right for certain",
      columns: [
        .number("\(result.unit)s changed"), .number("share of all"), .number("certified accuracy"),
      ],
      rows: roundRadii.map { radius in
        [
          "\(radius)",
          "\((Double(radius) / Double(max(1, result.unitCount))).percentText())",
          "\(result.curve.certifiedAccuracy(at: radius).percentText())",
        ]
      })
  }

  /// What the same changes can break of all right predictions.
  private var together: HTMLTable {
    HTMLTable(
      caption:
        "Right predictions that changes can break at most: together, and each by changes of its own",
      columns: [
        .number("\(result.unit)s changed"), .number("broken together"), .number("each on its own"),
        .number("right at least"),
      ],
      rows: result.collective.map { collective in
        [
          "\(collective.changes)", "\(collective.together)", "\(collective.alone)",
          "\(result.accuracy(collective).percentText())",
        ]
      })
  }

  /// 0, and shares of all that can be changed, as far as something is certified, and one more.
  var roundRadii: [Int] {
    var radii = [0]
    for share in [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5] {
      let radius = Int((share * Double(result.unitCount)).rounded())
      guard radius > radii[radii.count - 1] else { continue }
      radii.append(radius)
      if result.curve.certifiedAccuracy(at: radius) == 0 { break }
    }
    return radii
  }

  /// Right predictions with the smallest radii.
  private var weakest: HTMLTable {
    let right = result.predictions.indices.filter {
      result.predictions[$0].predictedLabel == result.truth[$0]
    }.sorted { (result.predictions[$0].radius, $0) < (result.predictions[$1].radius, $1) }
    return HTMLTable(
      caption: "Right predictions with the smallest radii",
      columns: [.number("row"), .text("id"), .text("predicted"), .number("radius")],
      rows: right.prefix(10).map { place in
        [
          "\(result.rows[place])", "\(result.ids?[place] ?? "\(result.rows[place])")",
          "\(result.classNames[result.truth[place]])", "\(result.predictions[place].radius)",
        ]
      })
  }

  private var settings: HTMLTable {
    HTMLTable(
      caption: "What was certified, and under which threat",
      columns: [.text("setting"), .words("value")],
      rows: ([
        ("certificate", "\(result.certificate): \(result.summary)"),
        ("training labels", "\(result.trainingCount) of \(result.trainingName)"),
        ("predictions", "\(result.predictions.count) of \(result.queryName)"),
        ("a radius counts", "\(result.unit)s"),
      ] + result.settings.map { ($0.name, $0.value) } + [("version", result.version)])
      .map { ["\($0.0)", "\($0.1)"] })
  }
}
