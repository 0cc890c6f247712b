public import Classifiers
public import LabelContracts
public import LabelData
internal import Neighbors
public import VectorKernels

/// Label flipping against a model that is trained behind a defense, by an attacker who knows the defense.
///
/// The objective is the mean squared loss on the attacker's validation set: behind a sanitizer that of ridge regression,
/// trained on the labels that the sanitizer makes of the flipped ones, without the rows that it removes and with the
/// weights that it gives the others; behind a robust learner that of its class probabilities p, as scores 2 p - 1 of
/// class 1 for two classes and p - 1/K of every class for more, on the codes of ridge regression. With several defenses
/// it is its mean over them, which is the expectation over what the attacker does not know, such as k.
///
/// What a defense undoes changes nothing, so the attacker tries blocks: a row and the rows of the same label
/// around it, found breadth-first through the neighbor graph and not flipped yet, in sizes 1, 2, 4, ... as far as the
/// budget and the limits go. At each step blocks around ``candidateCount`` rows are tried; each goes to the class with
/// the largest gain for its first row without a defense. The block that raises the objective most for each flip is
/// kept (ties: what gains most for each flip without a defense, then the earlier candidate), even if it falls; blocks
/// whose labels a defense refuses are left out.
/// In the first run the rows tried are those with the largest gains without a defense; in each restart every other
/// one is drawn at random. The plan of ``LeastSquaresFlip``, which knows no defense, is tried too. What ends with the
/// largest objective wins (ties: the earlier one, that plan being the last).
///
/// It is a search, not a proof: where it fails another attacker may not. The budget is spent as far as there are rows
/// to flip that no defense refuses; with a smaller one other flips may be chosen. Defenses see the features and the
/// neighbor graph, and draw from seed 1 as they do by default; what else they need they must bring along.
/// - Complexity: for each run at most one sanitization or fit for each step, candidate, size and defense, and one
///   training where a sanitizer removes or weights rows; what ``LeastSquaresFlip`` costs twice.
public struct DefenseAdaptiveFlip: Attack {
  /// What stands between the labels and the model.
  public let defenses: [KnownDefense]
  /// The learner behind a sanitizer that is attacked: the victim's, or a surrogate.
  public let learner: Ridge
  /// Number of runs after the first, 0 or more.
  public let restarts: Int
  /// Number of rows around which blocks are tried at each step, 1 or more.
  public let candidateCount: Int

  /// Makes the attack.
  ///
  /// - Parameters:
  ///   - defenses: What stands between the labels and the model; at least one.
  ///   - learner: The learner behind a sanitizer that is attacked.
  ///   - restarts: Number of runs after the first; 2 by default.
  ///   - candidateCount: Number of rows around which blocks are tried at each step; 16 by default.
  public init(
    defenses: [KnownDefense], learner: Ridge = Ridge(), restarts: Int = 2,
    candidateCount: Int = 16
  ) {
    self.defenses = defenses
    self.learner = learner
    self.restarts = restarts
    self.candidateCount = candidateCount
  }

  /// The mean squared loss behind the defense.
  public var objectiveName: String? { "the mean squared loss behind the defense" }

  /// Chooses flips.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    for (name, value, least) in [
      ("number of defenses", defenses.count, 1), ("restarts", restarts, 0),
      ("candidates", candidateCount, 1),
    ] where value < least {
      throw .invalidParameter(name: name, value: "\(value)", allowed: "\(least) or more")
    }
    let graph = try problem.requireNeighbors(defenses.map(\.neighborCount).max() ?? 1)
    let start = try SquaredLossGains(problem, learner: learner, execution: execution)
    let victim = DefendedVictim(
      defenses: defenses,
      evidence: Evidence(features: problem.features, neighborGraph: graph), problem: problem,
      learner: learner, clean: start)
    var best: FlipPlan?
    for run in 0...restarts {
      let plan = try AdaptiveRun(
        number: run, candidateCount: candidateCount, seed: seed, graph: graph, victim: victim,
        allowance: problem.allowance(budget)
      ).plan(
        from: start,
        execution: Execution(threadCount: execution.threadCount) {
          execution.progress?((Double(run) + $0) / Double(restarts + 2))
        })
      if best == nil || plan.finalObjective > best?.finalObjective ?? 0 { best = plan }
    }
    let blind = try LeastSquaresFlip(learner: learner).craft(
      problem, budget: budget, seed: seed, execution: execution.silent)
    if let after = try? victim.objective(problem.labels.applying(blind.flips)),
      after > best?.finalObjective ?? 0,
      let behind = victim.plan(of: blind.flips, from: problem.labels)
    {
      best = behind
    }
    if budget.flipCount(rowCount: problem.labels.count) > 0 { execution.progress?(1) }
    return best ?? FlipPlan(steps: [])
  }
}

extension FlipPlan {
  /// The objective after the last flip; 0 where there is none.
  fileprivate var finalObjective: Double { steps.last?.objective ?? initialObjective ?? 0 }
}
