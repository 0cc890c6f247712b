import LabelContracts
import LabelData
import Neighbors
import VectorKernels

extension ScanReport {
  /// The worst rows, with their neighbors where these are known.
  var worstRows: Markup {
    let rows = result.rowsWorstFirst.prefix(20)
    let issueCount = rows.count { result.issues.isLabelIssue[$0] }
    let sentence =
      switch issueCount {
      case 0: "None of them is an issue; their scores are the lowest."
      case rows.count: "The issues with the lowest scores, worst first."
      default: "The issues, and below them the labels that come next, worst first."
      }
    let key = " Below each its nearest neighbors: given label, distance, row."
    return HTMLPage.section(
      "3. Which rows?",
      [
        HTMLPage.paragraph(result.rowsAnswer), precision,
        "<h3>The worst \(rows.count.text(of: "label"))</h3>",
        HTMLPage.paragraph(sentence + (result.evidence.neighborGraph == nil ? "" : key)),
      ] + rows.map(card))
  }

  /// How many of the labels reviewed are expected to be wrong, or why that cannot be told.
  private var precision: Markup {
    guard let expected = statistics.precision, let last = expected.points.last else {
      return HTMLPage.paragraph(
        "\(result.findings[0].detector) gives no probabilities, so no curve of the expected share of wrong labels "
          + "among those reviewed can be drawn.")
    }
    let count = result.issues.issueCount
    let atIssues =
      expected.amongIssues.map {
        "Of the \(count.text(of: "issue")) \($0.percentText()) are expected to be wrong. "
      } ?? ""
    let chart = LineChart(
      title: "Wrong labels among those reviewed",
      summary:
        "\(atIssues)Of the first \(Int(last.x).groupedText) labels \(last.y.percentText()) are expected to be wrong.",
      xTitle: "labels reviewed, worst first", yTitle: "expected share that is wrong (0 to 1)",
      series: [LineChart.Series(name: "expected", points: expected.points)])
    return HTMLPage.figure(
      chart.markup(identifier: "precision"),
      caption: atIssues
        + "The curve is the mean of the probabilities that the reviewed labels are wrong, as the detector states them; "
        + "it is as good as these are.")
  }

  private func card(ofRow row: Int) -> Markup {
    let (issues, labels) = (result.issues, result.rows.labels)
    let verdict = HTMLTable.verdict(!issues.isLabelIssue[row], "no issue", "issue")
    let given = labels.name(at: row)
    let predicted = labels.classNames[issues.predictedLabels[row]]
    let others = result.findings.dropFirst().map {
      " · \($0.detector) \($0.issues.labelScores[row].text(digits: 3))"
    }
    return """
      <div class="row">
      \(image(ofRow: row) ?? "")
      <p><strong>\(name(ofRow: row))</strong>: given <strong>\(given)</strong>, predicted \
      <strong>\(predicted)</strong> · score \(issues.labelScores[row].text(digits: 3))\
      \(others.joined()) · \(verdict)</p>
      <p>\(result.explanation(ofRow: row, listsNeighbors: false))</p>
      \(neighbors(ofRow: row) ?? "")
      </div>
      """
  }

  /// The nearest neighbors of a row with their labels.
  private func neighbors(ofRow row: Int) -> Markup? {
    guard let graph = result.evidence.neighborGraph else { return nil }
    let neighbors = Array(
      zip(graph.neighbors(of: row), graph.distances(of: row)).prefix(10))
    let left = graph.neighborCount - neighbors.count
    let heading =
      left > 0
      ? "The nearest \(neighbors.count) of \(graph.neighborCount) neighbors, with their distances"
      : "The nearest neighbors, with their distances"
    let items = neighbors.map { neighbor, distance -> Markup in
      let row = Int(neighbor)
      let id: Markup = result.rows.ids.map { "<br/>\($0[row])" } ?? ""
      return """
        <li>\(image(ofRow: row) ?? "")<strong>\(result.rows.labels.name(at: row))</strong><br/>\
        \(Double(distance).text(digits: 3))<br/><span class="note">row \(result.rows.fileRow(row))\(id)</span></li>
        """
    }
    return """
      <ul class="strip" aria-label="\(heading)" tabindex="0">
      \(Markup(items))
      </ul>
      """
  }

  /// A row by its number, and by its id if it has one.
  func name(ofRow row: Int) -> String {
    result.rows.ids.map { "row \(result.rows.fileRow(row)), \($0[row])" }
      ?? "row \(result.rows.fileRow(row))"
  }

  func image(ofRow row: Int) -> Markup? {
    guard let size = result.imageSize, let features = result.rows.features,
      let range = statistics.featureRange
    else { return nil }
    let picture = GrayPicture(
      width: size.width, height: size.height, values: features.row(row), range: range)
    return
      "<img class=\"picture\" alt=\"Row \(result.rows.fileRow(row)), labeled \(result.rows.labels.name(at: row))\" src=\"\(picture.dataAddress)\"/>"
  }
}
