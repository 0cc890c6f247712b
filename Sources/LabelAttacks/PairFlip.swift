public import LabelContracts
public import LabelData
public import VectorKernels

/// Flips of every class to the next one: class a to a + 1, the last to the first; rows chosen uniformly.
///
/// Pair noise as in Han et al. (2018), of exactly the budget: annotators who mix up neighboring classes. With two
/// classes it is symmetric noise. No objective.
/// - Complexity: O(n).
public struct PairFlip: Attack {
  /// Makes the attack.
  public init() {}

  /// Chooses flips.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    let labels = problem.labels
    try problem.requireClasses()
    var generator = SeededGenerator(seed: seed, key: "pair-flip")
    let rows = problem.allowance(budget)
      .allowed(among: generator.permutation(count: labels.count))
    return FlipPlan(
      steps: rows.map { row in
        let given = labels[row]
        return FlipPlan.Step(
          flip: Flip(row: row, from: given, to: (given + 1) % labels.classCount))
      })
  }
}
