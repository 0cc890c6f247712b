import LabelContracts
import LabelData
import VectorKernels

extension ScanReport {
  /// The page.
  var page: HTMLPage {
    HTMLPage(
      title: "Label issues in \(result.source)",
      sections: [
        answer, detectors, classes, groups, picture, worstRows, settings,
      ].compactMap(\.self))
  }

  /// How many issues there are, in a sentence or two.
  var answer: Markup {
    let count = result.issues.issueCount
    let rows = result.rows.count.text(of: "example")
    let features = result.rows.features.map { " with \($0.columnCount.text(of: "feature"))" } ?? ""
    let scanned =
      """
      \(rows)\(features) in \(statistics.classes.count.text(of: "class", plural: "classes")) were scanned.
      """
    let found: String =
      switch count {
      case 0: "No label looks wrong."
      case 1: "One label is probably wrong."
      default:
        "\(count.groupedText) labels (\(issueRate.percentText())) are probably wrong."
      }
    let lead = result.findings[0]
    let meaning =
      "Labels are judged by the detector \(lead.detector): \(lead.summary). "
      + "It is known to fail for: \(lead.failure)."
    return "<p class=\"lede\">\(scanned) <strong>\(found)</strong></p>\n<p>\(meaning)</p>"
  }

  /// What each detector found, where there are several.
  var detectors: Markup? {
    guard result.findings.count > 1 else { return nil }
    let table = HTMLTable(
      caption: "Issues by detector",
      columns: [
        .text("detector"), .words("scores"), .number("issues"),
        .number("also of \(result.findings[0].detector)"), .words("known to fail"),
      ],
      rows: result.findings.map { finding in
        [
          "\(finding.detector)", "\(finding.summary)",
          "\(finding.issues.issueCount.groupedText)",
          "\(result.commonIssueCount(finding).groupedText)", "\(finding.failure)",
        ]
      })
    return HTMLPage.section(
      "What the detectors say",
      [
        HTMLPage.paragraph(
          "The first one leads: the issues on this page and their order are its own. The scores of the others "
            + "are columns of issues.csv."), table.markup,
      ])
  }

  /// Counts per class, as a chart of the classes with most issues and a table of all.
  var classes: Markup {
    let ranked = statistics.classes.enumerated().sorted {
      (-$0.element.issueCount, $0.offset) < (-$1.element.issueCount, $1.offset)
    }.map(\.element)
    let drawn = ranked.prefix(20)
    let chart = BarChart(
      title: "Issues per class",
      summary: drawn.map {
        "\($0.name): \($0.issueCount.text(of: "issue")) among \($0.size.text(of: "label"))"
      }.joined(separator: "; ") + ".",
      countName: "labels", partName: "issues",
      bars: drawn.map { BarChart.Bar(name: $0.name, count: $0.size, part: $0.issueCount) })
    let table = HTMLTable(
      caption: "Issues per class, by given label",
      columns: [.text("class"), .number("labels"), .number("issues"), .number("share")],
      rows: ranked.map { row in
        let share = row.size > 0 ? Double(row.issueCount) / Double(row.size) : 0
        return [
          "\(row.name)", "\(row.size.groupedText)", "\(row.issueCount.groupedText)",
          "\(share.percentText())",
        ]
      })
    let rest = ranked.count - drawn.count
    let caption =
      "Issues and labels of each class"
      + (rest > 0 ? "; the 20 classes with most issues of \(ranked.count)." : ".")
    return HTMLPage.section(
      "Where the issues are",
      [HTMLPage.figure(chart.markup(identifier: "classes"), caption: caption), table.markup])
  }

  /// How the data were scanned.
  var settings: Markup {
    let rows = [("source", result.source)] + result.settings + [("version", result.version)]
    let table = HTMLTable(
      caption: "Settings of this scan", columns: [.text("setting"), .words("value")],
      rows: rows.map { ["\($0)", "\($1)"] })
    let notes: Markup =
      result.notes.isEmpty
      ? ""
      : "<h3>Notes</h3>\n<ul>\n\(Markup(result.notes.map { "<li>\($0)</li>" }))\n</ul>"
    return HTMLPage.section(
      "Settings",
      [
        table.markup, notes,
        HTMLPage.paragraph(
          """
          The label quality score is between 0 and 1; low means probably wrong. Every row with \
          its score is in issues.csv.
          """
        ),
      ])
  }
}
