import LabelContracts
import LabelData
import VectorKernels

extension ScanReport {
  /// Whether there is a problem: how many labels are wrong, and how they score.
  var problem: Markup {
    let rows = result.rows.count.text(of: "example")
    let features = result.rows.features.map { " with \($0.columnCount.text(of: "feature"))" } ?? ""
    let classes = statistics.classes.count.text(of: "class", plural: "classes")
    let lead = result.findings[0]
    return HTMLPage.section(
      "1. Is there a problem?",
      [
        HTMLPage.paragraph(result.problemAnswer),
        result.discoveriesSentence.map { HTMLPage.paragraph($0) },
        HTMLPage.paragraph(
          "Scanned were \(rows)\(features) in \(classes). The labels are judged by the detector "
            + "\(lead.detector): \(lead.summary). A label that is flagged is not proved wrong."),
        scoreChart, detectors,
      ].compactMap(\.self))
  }

  /// How the scores of all labels are distributed.
  private var scoreChart: Markup {
    let issues = result.issues
    let count = issues.issueCount
    let rest = result.rows.count - count
    let border = statistics.flagBorder
    let (values, areProbabilities) = statistics.flagFigures
    let figure = areProbabilities ? "probability of the given label" : "label score"
    let chart = HistogramChart(
      title: areProbabilities ? "Probabilities of all given labels" : "Scores of all labels",
      summary:
        "\(count.text(of: "issue")) and \(rest.groupedText) other labels by their \(figure), 0 to 1"
        + (border.map { "; issues reach \($0.issue.text(digits: 3))" } ?? "") + ".",
      xTitle: figure + (areProbabilities ? " (0 to 1)" : " (0 to 1; low means probably wrong)"),
      yTitle: "number of labels (logarithmic)", partName: "issues", restName: "other labels",
      border: border.map {
        (($0.issue + $0.other) / 2, "flagged up to \($0.issue.text(digits: 2))")
      },
      values: values, isPart: issues.isLabelIssue)
    let caption =
      border == nil && count > 0
      ? "No single score parts issues from other labels: the detector's rule looks at more than the score."
      : count == 0
        ? "No label is flagged."
        : areProbabilities
          ? "Labels whose probability to be right lies below the dashed line are flagged; their scores tell more."
          : "Labels with scores below the dashed line are flagged."
    return HTMLPage.figure(chart.markup(identifier: "scores"), caption: caption)
  }
}
