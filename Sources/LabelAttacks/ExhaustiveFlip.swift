public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// The flips that do most harm of all that a budget allows, found by trying every plan.
///
/// The learner is trained anew for each, from the same seed, and the plan is kept after which it does worst on the
/// attacker's validation set. Fewer flips than the budget are chosen where more would do less harm; among equals the
/// plan with fewest flips wins, then that of the lowest rows, then of the lowest classes. Its flips come in the order
/// of rows. Greedy attacks can be held against it. For very small data: at most ``mostRows`` rows and ``mostPlans``
/// plans.
/// - Complexity: a training for each of `sum over q ≤ budget of (n choose q) (K - 1)^q` plans.
public struct ExhaustiveFlip: Attack {
  /// The learner that is trained anew: the victim's, or a surrogate.
  public let learner: any Classifier
  /// What the attacker raises.
  public let objective: FlipObjective

  /// The largest number of rows.
  public static let mostRows = 12
  /// The largest number of plans.
  public static let mostPlans = 100_000

  /// Makes the attack.
  ///
  /// - Parameters:
  ///   - learner: The learner that is trained anew; ridge regression in closed form by default.
  ///   - objective: What the attacker raises; the learner's mean loss by default.
  public init(learner: any Classifier = Ridge(), objective: FlipObjective = .loss) {
    self.learner = learner
    self.objective = objective
  }

  /// The learner's mean loss, or the share of wrong predictions.
  public var objectiveName: String? { LearnerLoss(of: learner).name(objective) }

  /// Chooses flips.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    try problem.requireClasses()
    try problem.requireValidation()
    guard problem.labels.count <= Self.mostRows else {
      throw .invalidProblem(
        "\(problem.labels.count) rows; every plan is tried, for at most \(Self.mostRows) rows")
    }
    let plans = try plans(problem, budget: budget)
    let training = Retraining(problem: problem, learner: learner, seed: seed)
    let damages = try training.damages(count: plans.count, execution: execution) {
      problem.labels.applying(plans[$0])
    }
    let best = damages.indices.reduce(0) {
      damages[$1].exceeds(damages[$0], objective) ? $1 : $0
    }
    var steps: [FlipPlan.Step] = []
    for count in 0..<plans[best].count {
      let damage = try training.damage(
        problem.labels.applying(plans[best].prefix(count + 1)), execution: .serial)
      steps.append(FlipPlan.Step(flip: plans[best][count], objective: damage.value(objective)))
    }
    return FlipPlan(steps: steps, initialObjective: damages[0].value(objective))
  }

  /// Every plan that is allowed, the empty one first, then by size, rows and classes.
  private func plans(
    _ problem: AttackProblem, budget: FlipBudget
  ) throws(AttackError) -> [[Flip]] {
    let labels = problem.labels
    var all: [[Flip]] = [[]]
    var latest: [(flips: [Flip], allowance: FlipAllowance)] = [([], problem.allowance(budget))]
    while !latest.isEmpty {
      var next: [(flips: [Flip], allowance: FlipAllowance)] = []
      for (flips, allowance) in latest {
        let first = (flips.last?.row ?? -1) + 1
        for row in first..<max(first, labels.count) where allowance.allows(row: row) {
          var rest = allowance
          rest.take(row: row)
          for to in 0..<labels.classCount where to != labels[row] {
            next.append((flips + [Flip(row: row, from: labels[row], to: to)], rest))
          }
        }
        guard all.count + next.count <= Self.mostPlans else {
          throw .invalidProblem(
            "more than \(Self.mostPlans) plans for \(labels.count) rows and \(labels.classCount) "
              + "classes; every plan is tried, so give a smaller budget or fewer rows")
        }
      }
      all += next.map(\.flips)
      latest = next
    }
    return all
  }
}
