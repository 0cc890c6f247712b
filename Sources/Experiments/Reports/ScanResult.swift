internal import Classifiers
public import LabelContracts
internal import LabelData
internal import Neighbors
internal import VectorKernels

/// What a scan found, with all that its report tells.
public struct ScanResult: Sendable {
  /// Width and height of the pictures whose pixels the features are.
  public struct ImageSize: Equatable, Sendable {
    /// Pixels in a row.
    public let width: Int
    /// Number of rows.
    public let height: Int

    /// Makes a size.
    ///
    /// - Precondition: both are positive.
    public init(width: Int, height: Int) {
      precondition(width > 0 && height > 0, "a picture has pixels")
      self.width = width
      self.height = height
    }
  }

  /// What one detector found.
  public struct Finding: Sendable {
    /// The name of the detector.
    public let detector: String
    /// What it scores, in half a sentence.
    public let summary: String
    /// Where it is known to fail, in half a sentence.
    public let failure: String
    /// The findings.
    public let issues: LabelIssues

    /// Makes a finding.
    public init(detector: String, summary: String, failure: String, issues: LabelIssues) {
      self.detector = detector
      self.summary = summary
      self.failure = failure
      self.issues = issues
    }
  }

  /// What was scanned, as the user named it.
  public let source: String
  /// The rows with their given labels.
  public let rows: ScannedRows
  /// What each detector found; the first one leads: it tells the issues and their order.
  public let findings: [Finding]
  /// What the detectors looked at besides the labels.
  public let evidence: Evidence
  /// What follows from the findings.
  public let conclusions: ScanConclusions
  /// Where that comes from.
  public let sources: EvidenceSources
  /// The rows in the order of the leading findings, worst first.
  let rowsWorstFirst: [Int]
  /// The sources of the labels with their issues; `nil` where no sources are known.
  let groupRanking: GroupRanking?
  /// What the user should know of how the data were read, a sentence each.
  public let notes: [String]
  /// Size of the pictures; `nil` when the features are no pixels.
  public let imageSize: ImageSize?
  /// Where randomness started.
  public let seed: UInt64
  /// The version of Flipguard that ran.
  public let version: String

  /// Makes a result.
  ///
  /// - Precondition: there is a finding; findings and evidence are about the rows; the picture has a pixel for each
  ///   feature.
  public init(
    source: String, rows: ScannedRows, findings: [Finding], evidence: Evidence,
    sources: EvidenceSources, conclusions: ScanConclusions = ScanConclusions(),
    notes: [String] = [], imageSize: ImageSize? = nil, seed: UInt64,
    version: String
  ) {
    precondition(!findings.isEmpty, "a detector leads")
    precondition(
      findings.allSatisfy { $0.issues.labelScores.count == rows.count }
        && [
          evidence.neighborGraph?.rowCount, evidence.probabilities?.rowCount,
          evidence.groups?.count, conclusions.discoveries?.isRejected.count,
        ].allSatisfy { $0.map { $0 == rows.count } ?? true },
      "findings and evidence must be about the rows")
    precondition(
      imageSize.map { $0.width * $0.height == rows.features?.columnCount } ?? true,
      "a picture has a pixel for each feature")
    self.source = source
    self.rows = rows
    self.findings = findings
    self.evidence = evidence
    self.conclusions = conclusions
    self.sources = sources
    rowsWorstFirst = findings[0].issues.rowsWorstFirst
    groupRanking = evidence.groups.map { GroupRanking($0, findings[0].issues, rows.labels) }
    self.notes = notes
    self.imageSize = imageSize
    self.seed = seed
    self.version = version
  }

  /// What the leading detector found.
  public var issues: LabelIssues { findings[0].issues }

  /// How features are scaled for the picture: as for the neighbors, where that is known.
  var pictureScaling: Scaling {
    sources.neighbors?.source.scaling ?? rows.featureKind.defaultScaling
  }
}
