internal import LabelCertificates
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// The error that a certified classifier has at most, whatever labels an attacker flips.
public struct CertifiedBound: Equatable, Sendable {
  /// Name of the certificate.
  public let certificate: String
  /// Test error without flips, 0...1; an abstention counts as an error.
  public let cleanError: Double
  /// The largest number of flips that leave the prediction of each test row right; -1 where it is wrong.
  let radii: [Int]
  /// Number of training labels.
  let labelCount: Int

  /// The share of test rows that some attacker may be able to get wrong with so many flips.
  func error(flips: Int) -> Double {
    Double(radii.count { $0 < flips }) / Double(radii.count)
  }

  /// The largest number of flips with which at least half of the test rows are still right for certain; -1 for none.
  var medianRadius: Int {
    let sorted = radii.sorted(by: >)
    return sorted.isEmpty ? -1 : sorted[(sorted.count + 1) / 2 - 1]
  }

  /// The bounds of all certificates of a plan.
  ///
  /// - Throws: ``/LabelContracts/CertificateError``.
  static func all(
    _ plan: AuditPlan, _ parts: AuditParts, execution: Execution
  ) throws(CertificateError) -> [CertifiedBound] {
    let problem = CertificateProblem(
      features: parts.training, labels: parts.labels, queries: parts.test.features)
    var bounds: [CertifiedBound] = []
    for entry in Certificates.all where plan.certificates.contains(entry.id) {
      // A certificate for two classes says nothing of more.
      if entry.isBinary, parts.labels.classCount != 2 { continue }
      let found = try entry.make(Certificates.Options()).certify(
        problem, seed: plan.seed, execution: execution)
      bounds.append(
        CertifiedBound(
          certificate: entry.id,
          cleanError: Double(
            zip(found, parts.test.labels.classIndices).count { $0.predictedLabel != $1 })
            / Double(found.count),
          radii: zip(found, parts.test.labels.classIndices).map {
            $0.predictedLabel == $1 ? $0.radius : -1
          }, labelCount: parts.labels.count))
    }
    return bounds
  }
}
