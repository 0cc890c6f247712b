public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// Greedy label flipping against a least-squares classifier, in closed form.
///
/// Algorithm 1 of Paudice, Muñoz-González and Lupu (2018) with ridge regression as the learner: at each step the
/// flip is kept after which the classifier trained anew does worst on the attacker's validation set (ties: lowest
/// row, then class). Nothing is trained, though: the scores of ridge regression are linear in the labels, S = M s
/// with M fixed by the features, so what a flip of row i does to the scores is a multiple of M's column i. Any
/// number of classes.
///
/// The budget is spent as far as the limits allow, even if the objective falls, and the plan of a smaller budget is a
/// prefix of that of a larger one.
/// - Complexity: for the squared loss O(n · d · min(d, m)) time once, then O(n · min(d, m)) at most for a flip, and
///   8 n · min(d, m) bytes; n · m in the place of n · min(d, m) for the other objectives. m is the number of
///   validation rows, or d the number of features with one more for the bias.
public struct LeastSquaresFlip: Attack {
  /// What the attacker raises on the validation set.
  public enum Objective: String, CaseIterable, Sendable {
    /// The mean of (t - f(x))² with t = -1 or +1; for more than two classes summed over the outputs.
    case squaredLoss = "squared-loss"
    /// The mean of max(0, 1 - s f(x)); for more than two classes of max(0, 1 - margin), the margin being the score
    /// of the label less the largest of the others.
    case hingeLoss = "hinge-loss"
    /// The share of wrong predictions; among equals the mean hinge loss decides.
    case error
  }

  /// The learner that is attacked: the victim's, or a surrogate.
  public let learner: Ridge
  /// What the attacker raises.
  public let objective: Objective

  /// Makes the attack.
  ///
  /// - Parameters:
  ///   - learner: The learner that is attacked.
  ///   - objective: What the attacker raises; the squared loss by default, which is by far the fastest.
  public init(learner: Ridge = Ridge(), objective: Objective = .squaredLoss) {
    self.learner = learner
    self.objective = objective
  }

  /// The objective's name.
  public var objectiveName: String? {
    switch objective {
    case .squaredLoss: "the mean squared loss"
    case .hingeLoss: "the mean hinge loss"
    case .error: "the share of wrong predictions"
    }
  }

  /// Chooses flips.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    switch objective {
    case .squaredLoss:
      return try raiseSquaredLoss(
        problem, allowance: problem.allowance(budget), execution: execution)
    case .hingeLoss, .error:
      return try raiseMarginLoss(
        problem, allowance: problem.allowance(budget), execution: execution)
    }
  }

  private func raiseSquaredLoss(
    _ problem: AttackProblem, allowance: FlipAllowance, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    let flipCount = allowance.remaining
    var allowance = allowance
    var current = try SquaredLossGains(problem, learner: learner, execution: execution)
    let initialObjective = current.objective
    var bounds = GainBounds(current, execution: execution)
    var steps: [FlipPlan.Step] = []
    while let best = bounds.best(current, within: allowance) {
      allowance.take(row: best.flip.row)
      current.keep(best.flip)
      bounds.keep(best.flip)
      steps.append(FlipPlan.Step(flip: best.flip, objective: current.objective))
      execution.progress?(Double(steps.count) / Double(flipCount))
    }
    // Where the limits leave nothing more, the work is done all the same.
    if steps.count < flipCount { execution.progress?(1) }
    return FlipPlan(steps: steps, initialObjective: initialObjective)
  }

  private func raiseMarginLoss(
    _ problem: AttackProblem, allowance: FlipAllowance, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    let flipCount = allowance.remaining
    var allowance = allowance
    var current = try MarginLosses(problem, learner: learner, execution: execution)
    func value(_ losses: MarginLosses.Losses) -> Double {
      objective == .error ? losses.error : losses.hinge
    }
    let initialObjective = value(current.losses)
    var remaining = Array(0..<problem.labels.count)
    var steps: [FlipPlan.Step] = []
    while true {
      remaining = remaining.filter(allowance.allows(row:))
      let tried = current.losses(flipping: remaining, execution: execution.silent)
      let best = tried.max {
        objective == .error
          ? ($0.losses.error, $0.losses.hinge, -$0.flip.row, -$0.flip.to)
            < ($1.losses.error, $1.losses.hinge, -$1.flip.row, -$1.flip.to)
          : ($0.losses.hinge, -$0.flip.row, -$0.flip.to)
            < ($1.losses.hinge, -$1.flip.row, -$1.flip.to)
      }
      guard let best else { break }
      allowance.take(row: best.flip.row)
      current.keep(best.flip)
      remaining.removeAll { $0 == best.flip.row }
      steps.append(FlipPlan.Step(flip: best.flip, objective: value(best.losses)))
      execution.progress?(Double(steps.count) / Double(flipCount))
    }
    if steps.count < flipCount { execution.progress?(1) }
    return FlipPlan(steps: steps, initialObjective: initialObjective)
  }
}
