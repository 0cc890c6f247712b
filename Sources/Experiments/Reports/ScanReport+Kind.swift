import LabelContracts
import LabelData
import LabelDefenses

extension ScanReport {
  /// What kind of problem it is: tests, classes, sources and a map.
  var kind: Markup {
    HTMLPage.section(
      "2. What kind?",
      [
        HTMLPage.paragraph(result.kindAnswer), tests, noiseMatrix, classes, groups, picture,
      ].compactMap(\.self))
  }

  /// The tests with what they saw.
  private var tests: Markup? {
    guard let kinds = result.conclusions.kinds, !kinds.tests.isEmpty else { return nil }
    let table = HTMLTable(
      caption: "Tests for patterns among the issues",
      columns: [.text("kind"), .text("verdict"), .number("p value"), .words("what was seen")],
      rows: kinds.tests.map { test in
        [
          "\(test.kind.title)",
          HTMLTable.verdict(
            !test.isFound, test.pValue < FlipKinds.level ? "too small" : "not seen", "found"),
          "\(test.pValue.text(digits: 3))", "\(result.sentence(test))",
        ]
      })
    return [
      table.markup,
      HTMLPage.paragraph(
        "A p value is the probability of so strong a pattern by chance, by permutation and corrected for the number of "
          + "tests (Holm). A kind is found where it is below \(FlipKinds.level.text(digits: 2)) and the pattern is "
          + "large enough to matter. The tests see the issues alone: classes that look alike can seem directed, and "
          + "what the detector misses is not seen."),
    ].joined
  }

  /// Given against probable class.
  private var noiseMatrix: Markup? {
    guard let matrix = statistics.noiseMatrix else { return nil }
    let names = matrix.classes.map { result.rows.labels.classNames[$0] }
    let largest = matrix.largest.map {
      "Most issues: \(result.rows.labels.classNames[$0.given]) given, "
        + "\(result.rows.labels.classNames[$0.predicted]) probable, \($0.count.groupedText)."
    }
    let chart = MatrixChart(
      title: "Issues by given and probable class", summary: largest ?? "No issues.",
      rowTitle: "given class", columnTitle: "probable class", names: names,
      fields: matrix.fields)
    let rest = statistics.classes.count - names.count
    return HTMLPage.figure(
      chart.markup(identifier: "matrix"),
      caption:
        "Number of issues\(names.count <= 5 ? " / number expected" : "") if flips hit every row and lead to every "
        + "other class alike. The stronger the color, the further above what is expected."
        + (rest > 0
          ? " The \(names.count) classes with most issues; \(rest.groupedText) others are left out."
          : ""))
  }

  /// Counts per class, as a chart of the classes with most issues and a table of all.
  private var classes: Markup {
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
    return HTMLPage.figure(
      chart.markup(identifier: "classes"), caption: caption, values: table.markup)
  }
}
