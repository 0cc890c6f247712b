import LabelContracts
import LabelData

extension ScanReport {
  /// The data in the plane of their two principal components; nothing where there are no features.
  var picture: Markup? {
    guard let plane = statistics.plane else { return nil }
    let shares = plane.components.explainedShares
    let issueCount = result.issues.issueCount
    let backgroundCount = result.rows.count - issueCount
    var caption =
      """
      The two directions along which the scaled features vary most; together they hold \
      \((shares[0] + shares[1]).percentText()) of the variance. Colors and shapes are the given \
      labels.
      """
    if plane.sampleCount < result.rows.count {
      caption +=
        """
         The directions are those of a random sample of \(plane.sampleCount.groupedText) rows (seed \(result.seed)).
        """
    }
    if plane.background.count < backgroundCount {
      caption +=
        """
         Of the \(backgroundCount.groupedText) labels without an issue, a random sample of \
        \(plane.background.count.groupedText) is drawn (seed \(result.seed)).
        """
    }
    if plane.issues.count < issueCount {
      caption +=
        """
         Of the \(issueCount.groupedText) issues, the worst \
        \(plane.issues.count.groupedText) are drawn.
        """
    }
    return HTMLPage.figure(scatter(plane).markup(identifier: "plane"), caption: caption)
  }

  /// The chart of the plane.
  private func scatter(_ plane: ScanPlane) -> ScatterChart {
    let shares = plane.components.explainedShares
    return ScatterChart(
      title: "Labels and issues in two principal components",
      summary:
        """
        \(plane.background.count.groupedText) labels without an issue and \
        \(plane.issues.count.text(of: "issue")), placed by the two principal \
        components of the features.
        """,
      xTitle: "first principal component (\(shares[0].percentText()) of the variance)",
      yTitle: "second principal component (\(shares[1].percentText()))",
      groups: groups(of: plane), markName: "issue")
  }

  /// The drawn points by given label; the classes beyond the six largest share a group.
  private func groups(of plane: ScanPlane) -> [ScatterChart.Group] {
    let labels = result.rows.labels
    let largest = statistics.classes.indices.filter { statistics.classes[$0].size > 0 }
      .sorted { (-statistics.classes[$0].size, $0) < (-statistics.classes[$1].size, $1) }
    let named = largest.count <= 7 ? largest.sorted() : largest.prefix(6).sorted()
    var points = [[ScatterChart.Point]](repeating: [], count: named.count + 1)
    var groupOfClass = [Int](repeating: named.count, count: labels.classCount)
    for (group, index) in named.enumerated() { groupOfClass[index] = group }
    for (drawn, isMarked) in [(plane.background, false), (plane.issues, true)] {
      for point in drawn {
        points[groupOfClass[labels[point.row]]].append(
          ScatterChart.Point(x: point.position.x, y: point.position.y, isMarked: isMarked))
      }
    }
    let names = named.map { labels.classNames[$0] } + ["other classes"]
    return zip(names, points).prefix(largest.count > named.count ? names.count : named.count).map {
      ScatterChart.Group(name: $0, points: $1)
    }
  }
}
