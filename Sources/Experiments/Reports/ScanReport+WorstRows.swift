import LabelContracts
import LabelData
import Neighbors
import VectorKernels

extension ScanReport {
  /// The worst rows with the neighbors that voted.
  var worstRows: Markup {
    let rows = result.issues.rowsWorstFirst.prefix(20)
    let issueCount = rows.count { result.issues.isLabelIssue[$0] }
    let sentence =
      switch issueCount {
      case 0: "None of them is an issue; their scores are the lowest."
      case rows.count: "The issues with the lowest scores, worst first."
      default: "The issues, and below them the labels that come next, worst first."
      }
    return HTMLPage.section(
      "The worst \(rows.count.text(of: "label"))",
      [
        HTMLPage.paragraph(
          sentence + " Below each its nearest neighbors: given label, distance, row.")
      ] + rows.map(card))
  }

  private func card(ofRow row: Int) -> Markup {
    let (issues, labels) = (result.issues, result.dataset.labels)
    let verdict = HTMLTable.verdict(!issues.isLabelIssue[row], "no issue", "issue")
    let neighbors = Array(
      zip(result.graph.neighbors(of: row), result.graph.distances(of: row)).prefix(10))
    let given = labels.name(at: row)
    let predicted = labels.classNames[issues.predictedLabels[row]]
    let left = result.graph.neighborCount - neighbors.count
    let heading =
      left > 0
      ? "The nearest \(neighbors.count) of \(result.graph.neighborCount) neighbors, with their distances"
      : "The nearest neighbors, with their distances"
    let items = neighbors.map { neighbor, distance -> Markup in
      let row = Int(neighbor)
      let id: Markup = result.dataset.ids.map { "<br/>\($0[row])" } ?? ""
      return """
        <li>\(image(ofRow: row) ?? "")<strong>\(labels.name(at: row))</strong><br/>\
        \(Double(distance).text(digits: 3))<br/><span class="note">row \(result.fileRow(row))\(id)</span></li>
        """
    }
    return """
      <div class="row">
      \(image(ofRow: row) ?? "")
      <p><strong>\(name(ofRow: row))</strong>: given <strong>\(given)</strong>, predicted \
      <strong>\(predicted)</strong> · score \(issues.labelScores[row].text(digits: 3)) · \(verdict)</p>
      <p>\(result.reason(ofRow: row))</p>
      <ul class="strip" aria-label="\(heading)" tabindex="0">
      \(Markup(items))
      </ul>
      </div>
      """
  }

  /// A row by its number, and by its id if it has one.
  private func name(ofRow row: Int) -> String {
    result.dataset.ids.map { "row \(result.fileRow(row)), \($0[row])" }
      ?? "row \(result.fileRow(row))"
  }

  private func image(ofRow row: Int) -> Markup? {
    guard let size = result.imageSize else { return nil }
    let picture = GrayPicture(
      width: size.width, height: size.height, values: result.dataset.features.row(row),
      range: statistics.featureRange)
    return
      "<img class=\"picture\" alt=\"Row \(result.fileRow(row)), labeled \(result.dataset.labels.name(at: row))\" src=\"\(picture.dataAddress)\"/>"
  }
}
