import LabelContracts
public import VectorKernels

/// The documents of a scan: every label's score for machines, a summary, and a page for people.
public struct ScanReport: Sendable {
  /// The names that the documents may have, but for ``askName``.
  public static let documentNames = ["issues.csv", "groups.csv", "summary.json", "report.html"]
  /// The name of the table of rows to ask about, which people fill in.
  public static let askName = "ask.csv"

  /// What was found.
  let result: ScanResult
  /// What was counted from it.
  let statistics: ScanStatistics

  /// All documents: `issues.csv`, `groups.csv` where the sources of the labels are known, `ask.csv` where rows are asked
  /// about, `summary.json` and `report.html`.
  ///
  /// - Parameters:
  ///   - result: What was found.
  ///   - onlyIssues: Whether `issues.csv` leaves out the rows that are no issues.
  ///   - execution: Threads; the documents do not depend on them.
  /// - Returns: The documents, in that order.
  /// - Throws: `EncodingError` when a number is not finite.
  public static func documents(
    _ result: ScanResult, onlyIssues: Bool = false, execution: Execution
  ) throws -> [ReportDocument] {
    let report = ScanReport(
      result: result, statistics: ScanStatistics(result, execution: execution))
    var documents = [
      ReportDocument(
        name: "issues.csv",
        contents: ScanTable(result).text(onlyIssues: onlyIssues, execution: execution))
    ]
    if let ranking = result.groupRanking {
      documents.append(ReportDocument(name: "groups.csv", contents: ranking.csv))
    }
    let asked = result.conclusions.askedRows
    if !asked.isEmpty {
      documents.append(
        ReportDocument(
          name: Self.askName,
          contents: CSVText.document(
            header: ["row", "label"], rows: asked.map { ["\(result.rows.fileRow($0))", ""] })))
    }
    return documents + [
      ReportDocument(name: "summary.json", contents: try JSONText.document(report.summary)),
      ReportDocument(name: "report.html", contents: report.page.text),
    ]
  }

  /// Share of the labels that are issues.
  var issueRate: Double { Double(result.issues.issueCount) / Double(max(1, result.rows.count)) }
}
