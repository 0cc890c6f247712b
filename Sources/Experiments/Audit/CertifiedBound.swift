internal import Classifiers
internal import LabelAttacks
internal import LabelCertificates
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// The error that a certified classifier has at most, whatever labels an attacker flips.
public struct CertifiedBound: Equatable, Sendable {
  /// Name of the certificate.
  public let certificate: String
  /// What it guarantees on each test row.
  let curve: CertifiedCurve
  /// For some numbers of flips, ascending, how many right predictions they can break at most together; empty where that
  /// is not known.
  let collective: [Collective]

  /// What so many flips can break together.
  struct Collective: Equatable, Sendable {
    let flips: Int
    let broken: Int
  }

  /// Test error without flips, 0...1; an abstention counts as an error.
  public var cleanError: Double { 1 - curve.cleanAccuracy }

  /// The share of test rows that some attacker may be able to get wrong with so many flips.
  func error(flips: Int) -> Double {
    let pointwise = 1 - curve.certifiedAccuracy(at: flips)
    // What more flips cannot break, fewer cannot either.
    guard let together = collective.first(where: { $0.flips >= flips }) else { return pointwise }
    return min(pointwise, cleanError + Double(together.broken) / Double(max(1, curve.count)))
  }

  /// How tables call the certificate of the learner that is attacked.
  static let victimName = "the attacked model"

  /// The bounds of all certificates of a plan, that of the victim first, where it is linear in the labels.
  ///
  /// - Throws: ``/LabelContracts/CertificateError``.
  static func all(
    _ plan: AuditPlan, _ parts: AuditParts, execution: Execution
  ) throws(CertificateError) -> [CertifiedBound] {
    let problem = CertificateProblem(
      features: parts.training, labels: parts.labels, queries: parts.test.features)
    var bounds = plan.victim == "ridge" ? [try victim(plan, parts, problem, execution)] : []
    for entry in Certificates.all where plan.certificates.contains(entry.id) {
      // A certificate for two classes says nothing of more.
      if entry.isBinary, parts.labels.classCount != 2 { continue }
      var options = Certificates.Options()
      options.namesAttacks = false
      let found = try entry.make(options).certify(problem, seed: plan.seed, execution: execution)
      bounds.append(
        CertifiedBound(
          certificate: entry.id, curve: try CertifiedCurve(found, truth: parts.test.labels),
          collective: []))
    }
    return bounds
  }

  /// The bound of least squares itself, row by row and together.
  private static func victim(
    _ plan: AuditPlan, _ parts: AuditParts, _ problem: CertificateProblem, _ execution: Execution
  ) throws(CertificateError) -> CertifiedBound {
    let classifier = TargetedFlip.leastSquares(Ridge())
    let found = try LabelLinearCertificate(classifier, namesAttacks: false)
      .certify(problem, seed: plan.seed, execution: execution)
    let right = found.indices.filter { found[$0].predictedLabel == parts.test.labels[$0] }
    let together = try CollectiveBound(
      classifier, problem, queries: right, seed: plan.seed, execution: execution)
    return CertifiedBound(
      certificate: victimName, curve: try CertifiedCurve(found, truth: parts.test.labels),
      collective: plan.poisoningRates.map { rate in
        let flips = FlipBudget.poisoningRate(rate).flipCount(rowCount: parts.labels.count)
        return Collective(
          flips: flips, broken: together.damage(budget: flips, execution: execution).most)
      })
  }
}
