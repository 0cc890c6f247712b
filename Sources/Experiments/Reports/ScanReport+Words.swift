import LabelContracts
import LabelData
import LabelDefenses

extension ScanReport {
  /// The result for a terminal: the answers of the page, with the worst rows.
  ///
  /// - Parameter result: What was found.
  /// - Returns: A few lines of text.
  public static func words(_ result: ScanResult) -> String {
    let (issues, rows) = (result.issues, result.rows)
    var lines = [
      "\(result.source): \(result.problemAnswer)",
      result.discoveriesSentence.map { "Sure: \($0)" },
      "Kind: \(result.kindAnswer)",
      "Rows: \(result.rowsAnswer)",
    ].compactMap(\.self)
    for row in result.rowsWorstFirst.prefix(min(5, issues.issueCount)) {
      lines.append(
        "  \(rows.name(ofRow: row)): given \(rows.labels.name(at: row)), "
          + "\(result.explanation(ofRow: row, listsNeighbors: false)) "
          + "(score \(issues.labelScores[row].text(digits: 2)))")
    }
    for finding in result.findings.dropFirst() {
      lines.append(
        "\(finding.detector): \(finding.issues.issueCount.text(of: "issue")), "
          + "\(result.commonIssueCount(finding).groupedText) of them also of "
          + "\(result.findings[0].detector).")
    }
    if let worst = result.groupRanking?.entries.first, worst.issueCount > 0 {
      lines.append(
        "Most evidence of errors: \(worst.name), \(worst.issueCount.text(of: "issue")) in "
          + "\(worst.labelCount.text(of: "label")), error rate about "
          + "\(worst.evidence.errorRate.percentText()) "
          + "(\(worst.interval.lowerBound.percentText()) to \(worst.interval.upperBound.percentText()))."
      )
    }
    lines.append("To do: \(result.repairAnswer)")
    if let command = result.conclusions.repairCommand { lines.append("  \(command)") }
    lines += [
      "Not known: \(result.limitsAnswer)",
      "Setting: \(result.settingWords).",
    ]
    return lines.joined(separator: "\n")
  }
}
