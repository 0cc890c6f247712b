public import Classifiers
public import LabelContracts
internal import LabelData
public import VectorKernels

/// The certificate of a classifier whose scores are linear in the labels.
///
/// The weights of the training labels come from features alone, so what an attacker can gain by changing each label is
/// known, and the largest gains together give the fewest changes that break a prediction: ``/Classifiers/LabelRadiusSearch``
/// tells how, in which units, and where rounding makes a radius smaller than the truth, never larger. A query that no
/// training row has a weight for is abstained from, whatever the labels.
public struct LabelLinearCertificate<Member: LabelLinear>: Certificate {
  /// The classifier.
  public var classifier: Member
  /// Whether the smallest attack is told for every prediction; each takes as many changes as its radius and one.
  public var namesAttacks: Bool

  /// Makes the certificate of a classifier.
  ///
  /// - Parameters:
  ///   - classifier: The classifier, with parameters that were chosen without looking at the labels.
  ///   - namesAttacks: Whether the smallest attack is told for every prediction; by default it is.
  public init(_ classifier: Member, namesAttacks: Bool = true) {
    self.classifier = classifier
    self.namesAttacks = namesAttacks
  }

  /// Predicts and certifies every query.
  ///
  /// - Complexity: that of the classifier, and O(n · K) for each query.
  public func certify(
    _ problem: CertificateProblem, seed: UInt64, execution: Execution
  ) throws(CertificateError) -> [CertifiedPrediction] {
    try problem.check()
    do throws(ClassifierError) {
      let search = try LabelRadiusSearch(problem.labels, threat: problem.threat)
      let fitted = try classifier.fit(problem.features, seed: seed, execution: execution)
      let namesAttacks = namesAttacks
      return try fitted.mapWeights(problem.queries, execution: execution) { weights in
        guard weights.speaks else { return .abstention }
        let found = search.radius(weights, namingAttack: namesAttacks)
        return CertifiedPrediction(
          predictedLabel: found.predictedLabel, radius: found.radius, attack: found.attack)
      }
    } catch {
      throw CertificateError(error)
    }
  }
}
