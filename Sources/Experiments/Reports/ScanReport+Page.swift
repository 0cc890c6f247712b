import LabelContracts
import LabelData
import VectorKernels

extension ScanReport {
  /// The page: the answers in a few lines, then each at length.
  var page: HTMLPage {
    HTMLPage(
      title: "Label issues in \(result.source)",
      sections: [answers, problem, kind, worstRows, repair, limits, settings])
  }

  /// The five answers.
  var answers: Markup {
    let lines: [(String, String)] = [
      ("Is there a problem?", result.problemAnswer), ("What kind?", result.kindAnswer),
      ("Which rows?", result.rowsAnswer), ("What to do?", result.repairAnswer),
      ("What can we not know?", result.limitsAnswer),
    ]
    let items = lines.map { "<li><strong>\($0)</strong> \($1)</li>" as Markup }
    return "<ol class=\"lede\">\n\(Markup(items))\n</ol>"
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
    return [
      "<h3>What the detectors say</h3>",
      HTMLPage.paragraph(
        "The first one leads: the issues on this page and their order are its own. The scores of the others "
          + "are columns of issues.csv."), table.markup,
    ].joined
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
    return HTMLPage.section("Settings", [table.markup, notes])
  }
}

extension [Markup] {
  /// The parts, one below the other.
  var joined: Markup { Markup(self) }
}
