public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// Greedy label flipping with exact retraining: Algorithm 1 of Paudice, Muñoz-González and Lupu (2018).
///
/// At each step every label not yet flipped is tried flipped; the learner is trained anew on the result, from
/// the same start and in the same order each time; and the flip with the largest mean hinge loss on the
/// attacker's validation set is kept (ties: lowest row). Exactly the flips of that plain loop are found:
/// candidates are trained together, and wherever rounding could decide otherwise the
/// plain loop is run and decides.
///
/// The budget is spent as far as the limits allow, even if the objective falls. Two classes only.
/// - Complexity: `sum over t < budget of (n - t)` retrainings.
public struct GreedyLabelFlip: Attack {
  /// The learner that the attacker retrains: the victim's, or a surrogate.
  public let learner: LinearHinge

  /// Makes the attack.
  ///
  /// - Parameter learner: The learner that the attacker retrains.
  public init(learner: LinearHinge = LinearHinge()) {
    self.learner = learner
  }

  /// The mean hinge loss.
  public var objectiveName: String? { "the mean hinge loss" }

  /// Candidates this close to the best objective, relative to its size where above 1, go to the plain loop.
  static let objectiveTolerance = 1e-9

  /// Chooses flips.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    try check(problem)
    let rowCount = problem.labels.count
    var allowance = problem.allowance(budget)
    let flipCount = allowance.remaining
    let order = EpochOrder.visits(rowCount: rowCount, epochs: learner.epochs, seed: seed)
    let plain = PlainTraining(problem, learner: learner, order: order)
    let initialObjective = plain.objective(labels: problem.labels)
    guard initialObjective.isFinite else { throw Self.divergence }
    var candidates = CandidateTraining.make(
      problem, learner: learner, order: order, execution: execution)
    var labels = problem.labels
    var remaining = Array(0..<rowCount)
    let trainings = flipCount * rowCount - flipCount * max(0, flipCount - 1) / 2
    var trained = 0
    var steps: [FlipPlan.Step] = []
    while true {
      remaining = remaining.filter(allowance.allows(row:))
      guard !remaining.isEmpty else { break }
      let tried = candidates.objectives(flipping: remaining, execution: execution.silent)
      guard let best = plain.best(of: tried, labels: labels, execution: execution.silent) else {
        throw Self.divergence
      }
      let flip = Flip(row: best.row, from: labels[best.row], to: 1 - labels[best.row])
      labels[flip.row] = flip.to
      allowance.take(row: flip.row)
      candidates.keep(flip)
      trained += remaining.count
      remaining.removeAll { $0 == flip.row }
      steps.append(FlipPlan.Step(flip: flip, objective: best.objective))
      execution.progress?(Double(trained) / Double(trainings))
    }
    // With limits there are fewer trainings than foreseen.
    if trained < trainings { execution.progress?(1) }
    return FlipPlan(steps: steps, initialObjective: initialObjective)
  }

  private static let divergence = AttackError.invalidProblem(
    "\(ClassifierError.diverged), so no flip can be told from another")

  private func check(_ problem: AttackProblem) throws(AttackError) {
    do throws(ClassifierError) { try learner.checkParameters(rowCount: problem.labels.count) } catch
    {
      throw .invalidProblem(error.description)
    }
    guard problem.labels.classCount == 2 else {
      throw .invalidProblem(
        "\(problem.labels.classCount) classes; this attack needs labels of exactly two classes")
    }
    try problem.requireValidation()
  }
}
