public import LabelCertificates
internal import LabelContracts
internal import LabelData

/// A flipped label as the user sees it.
public struct AuditFlip: Codable, Equatable, Sendable {
  /// The row of the data's file.
  public let row: Int
  /// The class before.
  public let from: String
  /// The class after.
  public let to: String
}

/// Everything that an audit found.
public struct AuditResults: Equatable, Sendable {
  /// Number of rows of each part.
  struct Counts: Equatable, Sendable {
    let training: Int
    let validation: Int
    let trusted: Int
    let test: Int
  }

  /// How the data are called.
  public let name: String
  /// How the test rows are called.
  public let testName: String
  /// What was run.
  public let plan: AuditPlan
  /// How features are scaled.
  let scaling: String
  /// Number of rows of each part.
  let counts: Counts
  /// The test error of every defense under every attack.
  public let rows: [AuditRow]
  /// What could not be measured.
  public let omissions: [BenchmarkOmission]
  /// The flips of every attack that adapts to no defense, at the largest rate, in the order chosen.
  let flips: [String: [AuditFlip]]
  /// What certified classifiers have at most.
  public let certified: [CertifiedBound]
  /// What kNN sanitization undoes for certain on the training rows; `nil` where it was not run.
  public let sanitization: KNNSanitizationGuarantee?
  /// A prediction with the fewest flips that change it; `nil` where none is right.
  public let fragile: FragilePrediction?
  /// Test error of always predicting the most frequent class.
  public let majorityError: Double
  /// Attacks that were left out, or left before their end, because the time was over.
  public let cutShort: [String]
  /// The version of Flipguard.
  public let version: String

  /// Puts the outcomes of all tasks together.
  init(
    source: AuditSource, plan: AuditPlan, parts: AuditParts, outcomes: [AuditTask.Outcome],
    certified: [CertifiedBound], sanitization: KNNSanitizationGuarantee?,
    fragile: FragilePrediction?, version: String
  ) {
    name = source.name
    testName = source.test?.name ?? "rows held out of \(source.name)"
    self.plan = plan
    scaling = source.scaling.rawValue
    let names = source.dataset.labels.classNames
    counts = Counts(
      training: parts.labels.count, validation: parts.validation.labels.count,
      trusted: parts.trusted?.labels.count ?? 0, test: parts.test.labels.count)
    rows = outcomes.flatMap(\.rows)
    omissions = outcomes.flatMap(\.omissions)
    flips = Dictionary(
      uniqueKeysWithValues: outcomes.filter { $0.key.hasSuffix("/") }.map { outcome in
        (
          String(outcome.key.dropLast()),
          outcome.flips.map {
            AuditFlip(
              row: source.fileRow(parts.trainingRows[$0.row]), from: names[$0.from],
              to: names[$0.to])
          }
        )
      })
    self.certified = certified
    self.sanitization = sanitization
    self.fragile = fragile
    majorityError = parts.majorityError
    cutShort = outcomes.filter(\.isCutShort).map { outcome in
      let parts = outcome.key.split(separator: "/", omittingEmptySubsequences: false)
      return parts[1].isEmpty ? String(parts[0]) : "\(parts[0]) to \(parts[1])"
    }
    self.version = version
  }
}
