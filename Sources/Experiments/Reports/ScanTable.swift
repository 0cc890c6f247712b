import LabelContracts
import LabelData
import VectorKernels

/// The table of a scan, `issues.csv`: a line for each row, worst first.
struct ScanTable {
  private let result: ScanResult
  /// The cell of each class.
  private let classCells: [String]
  /// The cell of each group; none where there are no groups.
  private let groupCells: [String]
  private let votesAreKnown: Bool

  init(_ result: ScanResult) {
    self.result = result
    classCells = result.rows.labels.classNames.map(CSVText.quoted)
    groupCells = result.evidence.groups?.names.map(CSVText.quoted) ?? []
    votesAreKnown = result.sources.neighbors != nil
  }

  /// The columns.
  var header: [String] {
    [
      "row", "id", "is_label_issue", "label_score", "given_label", "predicted_label", "reason",
      "votes",
    ] + (groupCells.isEmpty ? [] : ["group"])
      + (result.conclusions.discoveries == nil ? [] : ["fdr_rejected"])
      + result.findings.dropFirst().map { "\($0.detector)_score" }
  }

  /// The whole table.
  ///
  /// - Parameters:
  ///   - onlyIssues: Whether rows that are no issues are left out.
  ///   - execution: Threads; the table does not depend on them.
  /// - Returns: The text of `issues.csv`.
  func text(onlyIssues: Bool, execution: Execution) -> String {
    let issueCount = result.issues.issueCount
    let rows = result.rowsWorstFirst.prefix(onlyIssues ? issueCount : result.rows.count)
    let blocks = execution.silent.mapBlocks(of: rows.count, size: 1 << 13) { places in
      var text = ""
      for place in places { appendLine(ofRow: rows[place], to: &text) }
      return text
    }
    var text = CSVText.document(header: header, rows: [])
    text.reserveCapacity(text.utf8.count + blocks.reduce(0) { $0 + $1.utf8.count })
    for block in blocks { text += block }
    return text
  }

  private func appendLine(ofRow row: Int, to text: inout String) {
    let (issues, rows) = (result.issues, result.rows)
    let number = "\(rows.fileRow(row))"
    text += number
    text += ","
    text += rows.ids.map { CSVText.quoted($0[row]) } ?? number
    text += issues.isLabelIssue[row] ? ",true," : ",false,"
    text += "\(issues.labelScores[row])"
    text += ","
    text += classCells[rows.labels[row]]
    text += ","
    text += classCells[issues.predictedLabels[row]]
    text += ","
    text += CSVText.quoted(result.explanation(ofRow: row, listsNeighbors: true))
    text += ","
    if votesAreKnown { text += votesCell(ofRow: row) }
    if let groups = result.evidence.groups {
      text += ","
      text += groupCells[groups.groupIndices[row]]
    }
    if let discoveries = result.conclusions.discoveries {
      text += discoveries.isRejected[row] ? ",true" : ",false"
    }
    for finding in result.findings.dropFirst() {
      text += ","
      text += "\(finding.issues.labelScores[row])"
    }
    text += "\n"
  }

  /// The neighbors' votes as `class:count`, where neighbors voted.
  private func votesCell(ofRow row: Int) -> String {
    let names = result.rows.labels.classNames
    let votes = result.votes(ofRow: row)?.entries.map { "\(names[$0.label]):\($0.count)" } ?? []
    return CSVText.quoted(votes.joined(separator: ";"))
  }
}
