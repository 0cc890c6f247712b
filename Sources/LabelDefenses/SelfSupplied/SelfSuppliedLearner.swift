public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// A robust learner that computes what it needs beyond features and neighbors of the labels that it learns from.
///
/// An attacker who tries labels on a robust learner needs it in this form: evidence that was computed of other labels
/// would tell nothing of these.
public struct SelfSuppliedLearner: RobustLearner {
  /// What learns.
  public var base: any RobustLearner
  /// How the rest of the evidence is computed.
  public var supply: SelfSupply

  /// Makes the learner.
  ///
  /// - Parameters:
  ///   - base: What learns.
  ///   - supply: How the rest of the evidence is computed.
  public init(_ base: any RobustLearner, supply: SelfSupply = SelfSupply()) {
    self.base = base
    self.supply = supply
  }

  /// What cannot be computed of the labels, and what the computation starts from, the features aside.
  public var needs: Set<Evidence.Kind> {
    supply.needs(insteadOf: base.needs).subtracting([.features])
  }

  /// What it needs, and what else the base looks at.
  public var uses: Set<Evidence.Kind> { needs.union(base.uses) }

  /// Learns from examples, with evidence that is completed first.
  public func fit(
    _ features: Matrix, _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> any FittedClassifier {
    var known = evidence
    known.features = features
    return try base.fit(
      features, labels,
      evidence: supply.complete(
        known, for: base.needs, labels, seed: seed, execution: execution),
      seed: seed, execution: execution)
  }
}
