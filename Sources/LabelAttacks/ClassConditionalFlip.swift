public import LabelContracts
public import LabelData
public import VectorKernels

/// Flips from one source class to one target class, rows chosen uniformly without replacement.
///
/// When the source class has fewer rows that may be flipped than the budget allows, all of these are. No objective.
/// - Complexity: O(n).
public struct ClassConditionalFlip: Attack {
  /// The class index whose labels are flipped.
  public let source: Int
  /// The class index that they are flipped to.
  public let target: Int

  /// Makes the attack.
  ///
  /// - Parameters:
  ///   - source: The class index whose labels are flipped.
  ///   - target: The class index that they are flipped to; another one.
  public init(source: Int, target: Int) {
    self.source = source
    self.target = target
  }

  /// Chooses flips.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    let classes = 0..<problem.labels.classCount
    for (name, value) in [("source class", source), ("target class", target)]
    where !classes.contains(value) {
      throw .invalidParameter(
        name: name, value: "\(value)", allowed: "a class index below \(classes.count)")
    }
    guard source != target else {
      throw .invalidParameter(
        name: "target class", value: "\(target)", allowed: "a class other than the source class")
    }
    var rows = problem.labels.classIndices.indices.filter { problem.labels[$0] == source }
    var generator = SeededGenerator(seed: seed, key: "class-conditional-flip")
    generator.shuffle(&rows)
    return FlipPlan(
      steps: problem.allowance(budget).allowed(among: rows).map {
        FlipPlan.Step(flip: Flip(row: $0, from: source, to: target))
      })
  }
}
