import FlipguardTestSupport
import LabelCertificates
import LabelContracts
import LabelData
import VectorKernels

@testable import Experiments

/// Audits of clusters, and results that nobody measured.
enum MadeUpAudit {
  /// Clusters of two classes, or more.
  static func source(
    rows: Int = 120, classCount: Int = 2, fileRows: [Int]? = nil,
    test: (name: String, features: Matrix, labels: Labels)? = nil, name: String = "clusters",
    digest: String = "1"
  ) throws -> AuditSource {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: rows, featureCount: 3, classCount: classCount, separation: 3, seed: 1)
    return AuditSource(
      try Dataset(features: features, labels: labels), name: name, digest: digest,
      fileRows: fileRows, test: test)
  }

  /// A plan that is run in no time.
  static let plan = AuditPlan(
    attacks: ["random", "lfa-least-squares"], defenses: ["none", "knn", "trusted-only"],
    certificates: ["ridge", "knn-vote"], poisoningRates: [0.1, 0.3])

  /// An error under an attack; the attack of rate 0 is none.
  struct Error {
    var attack = "none"
    var adaptedTo: String?
    var rate = 0.0
    var defense = "none"
    var trusted = 0
    let error: Double
  }

  /// Results with given errors.
  static func results(
    _ errors: [Error], plan: AuditPlan = plan, rows: Int = 120, name: String = "clusters",
    cutShort: Set<String> = [], omissions: [BenchmarkOmission] = [], isMeasured: Bool = true
  ) throws -> AuditResults {
    let source = try source(rows: rows, name: name)
    let parts = try AuditParts(source, plan: plan)
    let keys = errors.map { "\($0.attack)/\($0.adaptedTo ?? "")" }
    let outcomes = distinct(keys + cutShort.sorted()).map { key in
      var outcome = AuditTask.Outcome(key: key)
      outcome.rows = zip(keys, errors).filter { $0.0 == key }.map { _, error in
        AuditRow(
          poisoningRate: error.rate, attack: error.attack, adaptedTo: error.adaptedTo,
          defense: error.defense, trusted: error.trusted,
          flips: Int(error.rate * Double(parts.labels.count)), error: error.error)
      }
      outcome.flips = [
        AuditTask.Outcome.Step(row: 0, from: parts.labels[0], to: 1 - parts.labels[0]),
        AuditTask.Outcome.Step(row: 5, from: parts.labels[5], to: 1 - parts.labels[5]),
      ]
      outcome.isCutShort = cutShort.contains(key)
      return outcome
    }
    var last = outcomes
    if !last.isEmpty { last[last.count - 1].omissions = omissions }
    return AuditResults(
      source: source, plan: plan, parts: parts, outcomes: last,
      certified: isMeasured ? try bounds(parts) : [], sanitization: nil, fragile: nil,
      version: "test")
  }

  /// Three right predictions of radius 1, 5 and 20, and a wrong one, for every four test rows.
  private static func bounds(_ parts: AuditParts) throws -> [CertifiedBound] {
    let truth = parts.test.labels
    let predictions = (0..<truth.count).map { row in
      row % 4 == 3
        ? CertifiedPrediction(predictedLabel: 1 - truth[row], radius: 9)
        : CertifiedPrediction(predictedLabel: truth[row], radius: [1, 5, 20][row % 4])
    }
    return [
      CertifiedBound(
        certificate: "knn-vote", curve: try CertifiedCurve(predictions, truth: truth),
        collective: [])
    ]
  }

  /// Every key once, in the order of their first appearance.
  private static func distinct(_ keys: [String]) -> [String] {
    var seen: Set<String> = []
    return keys.filter { seen.insert($0).inserted }
  }
}
