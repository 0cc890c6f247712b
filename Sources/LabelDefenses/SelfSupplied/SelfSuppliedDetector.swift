public import LabelContracts
public import LabelData
public import VectorKernels

/// A detector that computes what it needs beyond features and neighbors of the labels that it judges.
///
/// An attacker who tries labels on a detector needs it in this form: evidence that was computed of other labels would
/// tell nothing of these.
public struct SelfSuppliedDetector: Detector {
  /// What judges the labels.
  public var base: any Detector
  /// How the rest of the evidence is computed.
  public var supply: SelfSupply

  /// Makes the detector.
  ///
  /// - Parameters:
  ///   - base: What judges the labels.
  ///   - supply: How the rest of the evidence is computed.
  public init(_ base: any Detector, supply: SelfSupply = SelfSupply()) {
    self.base = base
    self.supply = supply
  }

  /// What cannot be computed of the labels, and what the computation starts from.
  public var needs: Set<Evidence.Kind> { supply.needs(insteadOf: base.needs) }

  /// What it needs, and what else the base looks at.
  public var uses: Set<Evidence.Kind> { needs.union(base.uses) }

  /// The base's, or what the computation needs where that is more.
  public var neighborCount: Int {
    max(base.neighborCount, supply.neighborCount(for: base.needs))
  }

  /// Whether the base does.
  public var givesPosteriors: Bool { base.givesPosteriors }

  /// Scores every label, with evidence that is completed first.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    try base.detect(
      labels,
      evidence: supply.complete(
        evidence, for: base.needs, labels, seed: seed, execution: execution),
      seed: seed, execution: execution)
  }
}
