internal import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// Confident learning (Northcutt, Jiang and Chuang 2021): as many labels are issues as the confident joint counts.
///
/// The label quality score is the out-of-sample probability of the given label: 0...1, low means probably wrong. A
/// ``PruneRule`` tells which labels are issues; none is where the given label is the most probable class, or within
/// 1e-6 of it. Issues and scores are those of cleanlab's `find_label_issues` and `get_label_quality_scores`, up to
/// ties: the lowest rows come first among equals.
/// - Complexity: O(n · K), for ``PruneRule/pruneByNoiseRate`` O(n · K) as well; 4 · n bytes and a copy of the
///   probabilities of one class.
public struct ConfidentLearning: Detector, Equatable {
  /// Which labels are issues.
  public var pruneRule: PruneRule

  /// Makes the detector.
  ///
  /// - Parameter pruneRule: Which labels are issues; ``PruneRule/pruneByNoiseRate`` by default.
  public init(pruneRule: PruneRule = .pruneByNoiseRate) {
    self.pruneRule = pruneRule
  }

  /// The probabilities alone.
  public var needs: Set<Evidence.Kind> { [.probabilities] }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    let probabilities = try evidence.probabilities(for: labels)
    let joint = ConfidentJoint(labels, probabilities, execution: execution)
    let pruned = pruneRule.pruned(labels, probabilities, joint, execution: execution)
    return LabelIssues(
      labels, probabilities,
      flags: (0..<labels.count).map {
        pruned[$0] && !probabilities.isLikely(labels[$0], row: $0)
      }, execution: execution
    ) { probabilities[$0, labels[$0]] }
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "confident-learning",
    summary: "as many labels as the confident joint of the probabilities counts",
    cost: "O(n K)", failure: "a model that has learnt the wrong labels; use local probabilities",
    drawsAtRandom: false,
    variants: PruneRule.allCases.map { rule in
      Detectors.Variant(id: rule.rawValue, summary: rule.summary) { _ in
        ConfidentLearning(pruneRule: rule)
      }
    })
}
