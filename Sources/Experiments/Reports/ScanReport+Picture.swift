import LabelContracts
import LabelData

extension ScanReport {
  /// The data in the plane of their two principal components.
  var picture: Markup {
    let shares = statistics.components.explainedShares
    let issueCount = result.issues.issueCount
    let backgroundCount = result.dataset.rowCount - issueCount
    var caption =
      """
      The two directions along which the scaled features vary most; together they hold \
      \((shares[0] + shares[1]).percentText()) of the variance. Colors and shapes are the given \
      labels.
      """
    if statistics.drawnBackground.count < backgroundCount {
      caption +=
        """
         Of the \(backgroundCount.groupedText) labels without an issue, a random sample of \
        \(statistics.drawnBackground.count.groupedText) is drawn (seed \(result.seed)).
        """
    }
    if statistics.drawnIssues.count < issueCount {
      caption +=
        """
         Of the \(issueCount.groupedText) issues, the worst \
        \(statistics.drawnIssues.count.groupedText) are drawn.
        """
    }
    return HTMLPage.section(
      "The data in two dimensions",
      [HTMLPage.figure(scatter.markup(identifier: "plane"), caption: caption)])
  }

  /// The chart of the plane.
  var scatter: ScatterChart {
    let shares = statistics.components.explainedShares
    return ScatterChart(
      title: "Labels and issues in two principal components",
      summary:
        """
        \(statistics.drawnBackground.count.groupedText) labels without an issue and \
        \(statistics.drawnIssues.count.text(of: "issue")), placed by the two principal \
        components of the features.
        """,
      xTitle: "first principal component (\(shares[0].percentText()) of the variance)",
      yTitle: "second principal component (\(shares[1].percentText()))", groups: groups,
      markName: "issue")
  }

  /// The drawn points by given label; the classes beyond the six largest share a group.
  private var groups: [ScatterChart.Group] {
    let labels = result.dataset.labels
    let largest = statistics.classes.indices.filter { statistics.classes[$0].size > 0 }
      .sorted { (-statistics.classes[$0].size, $0) < (-statistics.classes[$1].size, $1) }
    let named = largest.count <= 7 ? largest.sorted() : largest.prefix(6).sorted()
    var points = [[ScatterChart.Point]](repeating: [], count: named.count + 1)
    var groupOfClass = [Int](repeating: named.count, count: labels.classCount)
    for (group, index) in named.enumerated() { groupOfClass[index] = group }
    for (rows, isMarked) in [(statistics.drawnBackground, false), (statistics.drawnIssues, true)] {
      for row in rows {
        let position = statistics.components.positions[row]
        points[groupOfClass[labels[row]]].append(
          ScatterChart.Point(x: position.x, y: position.y, isMarked: isMarked))
      }
    }
    let names = named.map { labels.classNames[$0] } + ["other classes"]
    return zip(names, points).prefix(largest.count > named.count ? names.count : named.count).map {
      ScatterChart.Group(name: $0, points: $1)
    }
  }
}
