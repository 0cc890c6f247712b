import LabelContracts
import LabelData
import Neighbors
import VectorKernels

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

  /// One detector.
  struct DetectorSummary: Encodable {
    let id: String
    let issueCount: Int
    let commonIssueCount: Int

    private enum CodingKeys: String, CodingKey {
      case id
      case issueCount = "issue_count"
      case commonIssueCount = "common_issue_count"
    }
  }

  /// How the data were scanned.
  struct Settings: Encodable {
    let detector: String
    let scaling: String?
    let metric: String?
    let k: Int?
    let threshold: Double?
    let seed: UInt64
    let graph: String?
    let recall: RecallSummary?
    let probabilities: String?
    let dynamics: String?
    let noiseRate: Double?
    let noiseRateSource: String?
    let trusted: String?
    let trustedCount: Int?

    private enum CodingKeys: String, CodingKey {
      case detector, scaling, metric, k, threshold, seed, graph, recall, probabilities, dynamics
      case trusted
      case noiseRate = "noise_rate"
      case noiseRateSource = "noise_rate_source"
      case trustedCount = "trusted_count"
    }
  }

  let source: String
  let rows: Int
  let features: Int?
  let classes: [ClassSummary]
  let issueCount: Int
  let issueRate: Double
  let detectors: [DetectorSummary]
  let groupCount: Int?
  let conclusions: ConclusionsSummary
  let settings: Settings
  let notes: [String]
  let version: String

  private enum CodingKeys: String, CodingKey {
    case source, rows, features, classes, detectors, conclusions, settings, notes, version
    case issueCount = "issue_count"
    case issueRate = "issue_rate"
    case groupCount = "group_count"
  }
}

extension ScanReport {
  /// `summary.json`.
  var summary: ScanSummary {
    ScanSummary(
      source: result.source, rows: result.rows.count, features: result.rows.features?.columnCount,
      classes: statistics.classes.map {
        ScanSummary.ClassSummary(name: $0.name, size: $0.size, issueCount: $0.issueCount)
      },
      issueCount: result.issues.issueCount, issueRate: issueRate,
      detectors: result.findings.map {
        ScanSummary.DetectorSummary(
          id: $0.detector, issueCount: $0.issues.issueCount,
          commonIssueCount: result.commonIssueCount($0))
      },
      groupCount: result.groupRanking?.entries.count,
      conclusions: ConclusionsSummary(result, statistics),
      settings: ScanSummary.Settings(
        detector: result.findings[0].detector, evidence: result.evidence,
        sources: result.sources, seed: result.seed),
      notes: result.notes, version: result.version)
  }
}

extension ScanSummary.Settings {
  /// What a detector looked at.
  init(detector: String, evidence: Evidence, sources: EvidenceSources, seed: UInt64) {
    let neighbors = sources.neighbors
    self.init(
      detector: detector, scaling: neighbors?.source.scalingName,
      metric: neighbors?.source.metricName, k: neighbors?.count, threshold: neighbors?.threshold,
      seed: seed, graph: neighbors?.source.graphFile,
      recall: neighbors?.source.recall.map(RecallSummary.init),
      probabilities: sources.probabilities, dynamics: sources.dynamics,
      noiseRate: sources.noiseRate == nil ? nil : evidence.noiseRate,
      noiseRateSource: sources.noiseRate, trusted: sources.trusted,
      trustedCount: sources.trusted == nil ? nil : sources.trustedCount)
  }
}

extension ScanResult {
  /// How many labels both a detector and the leading one take for wrong.
  func commonIssueCount(_ finding: Finding) -> Int {
    zip(finding.issues.isLabelIssue, issues.isLabelIssue).count { $0 && $1 }
  }
}
