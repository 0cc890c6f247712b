internal import LabelCertificates
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// The error that a certified classifier has at most, whatever labels an attacker flips.
public struct CertifiedBound: Equatable, Sendable {
  /// Name of the certificate.
  public let certificate: String
  /// What it guarantees on the test rows.
  let curve: CertifiedCurve

  /// Test error without flips, 0...1; an abstention counts as an error.
  public var cleanError: Double { 1 - curve.cleanAccuracy }

  /// The share of test rows that some attacker may be able to get wrong with so many flips.
  func error(flips: Int) -> Double { 1 - curve.certifiedAccuracy(at: flips) }

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
      var options = Certificates.Options()
      options.namesAttacks = false
      let found = try entry.make(options).certify(
        problem, seed: plan.seed, execution: execution)
      bounds.append(
        CertifiedBound(
          certificate: entry.id, curve: try CertifiedCurve(found, truth: parts.test.labels)))
    }
    return bounds
  }
}
