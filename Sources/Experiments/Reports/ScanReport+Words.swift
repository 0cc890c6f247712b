import LabelContracts
import LabelData
import VectorKernels

extension ScanReport {
  /// The result for a terminal: how many issues, and the worst of them.
  ///
  /// - Parameter result: What was found.
  /// - Returns: A few lines of text.
  public static func words(_ result: ScanResult) -> String {
    let (issues, dataset) = (result.issues, result.dataset)
    let rate = Double(issues.issueCount) / Double(max(1, dataset.rowCount))
    var lines = [
      "\(issues.issueCount) of \(dataset.rowCount) labels of \(result.source) are probably wrong "
        + "(\(rate.percentText())).",
      "Setting: k \(result.k), threshold \(result.threshold), \(result.neighbors.words).",
    ]
    for row in issues.rowsWorstFirst.prefix(min(5, issues.issueCount)) {
      let name = dataset.ids.map { "id \($0[row])" } ?? "row \(result.fileRow(row))"
      lines.append(
        "  \(name): given \(dataset.labels.name(at: row)), "
          + "\(result.reason(ofRow: row)) (score \(issues.labelScores[row].text(digits: 2)))")
    }
    return lines.joined(separator: "\n")
  }
}
