public import LabelContracts
public import LabelData
public import VectorKernels

/// Flips of rows chosen uniformly without replacement; the new label is uniform over the other classes.
///
/// Symmetric label noise of exactly the budget, for any number of classes. No objective.
/// - Complexity: O(n).
public struct RandomFlip: Attack {
  /// Makes the attack.
  public init() {}

  /// Chooses flips.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    let labels = problem.labels
    try problem.requireClasses()
    var generator = SeededGenerator(seed: seed, key: "random-flip")
    let rows = problem.allowance(budget)
      .allowed(among: generator.permutation(count: labels.count))
    return FlipPlan(
      steps: rows.map { row in
        let given = labels[row]
        let other = generator.below(labels.classCount - 1)
        return FlipPlan.Step(
          flip: Flip(row: row, from: given, to: other < given ? other : other + 1))
      })
  }
}
