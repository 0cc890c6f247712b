import LabelContracts
import LabelData
public import VectorKernels

/// The documents of a scan: every label's score for machines, a summary, and a page for people.
public struct ScanReport: Sendable {
  /// What was found.
  let result: ScanResult
  /// What was counted from it.
  let statistics: ScanStatistics

  /// All documents: `issues.csv`, `summary.json` and `report.html`.
  ///
  /// - Parameters:
  ///   - result: What was found.
  ///   - onlyIssues: Whether `issues.csv` leaves out the rows that are no issues.
  ///   - execution: Threads for the picture of the data; the documents do not depend on them.
  /// - Returns: The documents, in that order.
  /// - Throws: `EncodingError` when a number is not finite.
  public static func documents(
    _ result: ScanResult, onlyIssues: Bool = false, execution: Execution
  ) throws -> [ReportDocument] {
    let report = ScanReport(
      result: result, statistics: ScanStatistics(result, execution: execution))
    return [
      ReportDocument(name: "issues.csv", contents: report.csv(onlyIssues: onlyIssues)),
      ReportDocument(name: "summary.json", contents: try JSONText.document(report.summary)),
      ReportDocument(name: "report.html", contents: report.page.text),
    ]
  }

  /// `issues.csv`: every row, worst first.
  func csv(onlyIssues: Bool) -> String {
    let (issues, dataset) = (result.issues, result.dataset)
    let names = dataset.labels.classNames
    let rows = issues.rowsWorstFirst.prefix(onlyIssues ? issues.issueCount : dataset.rowCount)
    return CSVText.document(
      header: [
        "row", "id", "is_label_issue", "label_score", "given_label", "predicted_label", "reason",
        "votes",
      ],
      rows: rows.map { row in
        [
          "\(result.fileRow(row))", dataset.ids?[row] ?? "\(result.fileRow(row))",
          "\(issues.isLabelIssue[row])",
          "\(issues.labelScores[row])", dataset.labels.name(at: row),
          names[issues.predictedLabels[row]], result.explanation(ofRow: row),
          votesText(ofRow: row),
        ]
      })
  }

  /// The neighbors' votes as `class:count`, where neighbors voted.
  private func votesText(ofRow row: Int) -> String {
    guard case .neighbors(let votes) = result.issues.reasons[row] else { return "" }
    let names = result.dataset.labels.classNames
    return votes.entries.map { "\(names[$0.label]):\($0.count)" }.joined(separator: ";")
  }

  /// `summary.json`.
  var summary: ScanSummary {
    ScanSummary(
      source: result.source, rows: result.dataset.rowCount, features: result.dataset.featureCount,
      classes: statistics.classes.map {
        ScanSummary.ClassSummary(name: $0.name, size: $0.size, issueCount: $0.issueCount)
      },
      issueCount: result.issues.issueCount, issueRate: issueRate,
      settings: ScanSummary.Settings(
        detector: result.detector, scaling: result.neighbors.scalingName,
        metric: result.neighbors.metricName, k: result.k, threshold: result.threshold,
        seed: result.seed, graph: result.neighbors.graphFile,
        recall: result.neighbors.recall.map(RecallSummary.init)),
      notes: result.notes, version: result.version)
  }

  /// Share of the labels that are issues.
  var issueRate: Double {
    Double(result.issues.issueCount) / Double(result.dataset.rowCount)
  }
}

/// The contents of a scan's `summary.json`.
struct ScanSummary: Encodable {
  /// One class.
  struct ClassSummary: Encodable {
    let name: String
    let size: Int
    let issueCount: Int

    private enum CodingKeys: String, CodingKey {
      case name, size
      case issueCount = "issue_count"
    }
  }

  /// How the data were scanned.
  struct Settings: Encodable {
    let detector: String
    let scaling: String
    let metric: String
    let k: Int
    let threshold: Double
    let seed: UInt64
    let graph: String?
    let recall: RecallSummary?
  }

  let source: String
  let rows: Int
  let features: Int
  let classes: [ClassSummary]
  let issueCount: Int
  let issueRate: Double
  let settings: Settings
  let notes: [String]
  let version: String

  private enum CodingKeys: String, CodingKey {
    case source, rows, features, classes, settings, notes, version
    case issueCount = "issue_count"
    case issueRate = "issue_rate"
  }
}
