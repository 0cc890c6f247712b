public import Classifiers
public import LabelContracts
public import LabelData
internal import Neighbors
public import VectorKernels

/// Label flipping against a classifier whose labels are sanitized first, by an attacker who knows the sanitizer.
///
/// The objective is the mean squared loss of ridge regression on the attacker's validation set, trained on the
/// labels that the sanitizer makes of the flipped ones, without the rows that it removes and with the weights that it
/// gives the others; with several sanitizers its mean over them, which is the expectation over what the attacker does
/// not know of the defense, such as k.
///
/// What a sanitizer undoes changes nothing, so the attacker tries blocks: a row and the rows of the same label
/// around it, found breadth-first through the neighbor graph and not flipped yet, in sizes 1, 2, 4, ... as far as the
/// budget and the limits go. At each step blocks around ``candidateCount`` rows are tried; each goes to the class with the
/// largest gain for its first row without a sanitizer. The block that raises the objective most for each flip is
/// kept (ties: what gains most for each flip without a sanitizer, then the earlier candidate), even if it falls.
/// In the first run the rows tried are those with the largest gains without a sanitizer; in each restart every other
/// one is drawn at random. The run that ends with the largest objective wins (ties: the earlier one).
///
/// It is a search, not a proof: where it fails another attacker may not. The budget is spent as far as there are rows
/// to flip; with a smaller one other flips may be chosen.
/// - Complexity: for each run at most one sanitization for each step, candidate, size and sanitizer, and one training
///   where it removes or weights rows; what ``LeastSquaresFlip`` costs once.
public struct SanitizerAdaptiveFlip: Attack {
  /// What the labels go through before training.
  public let sanitizers: [any Sanitizer]
  /// The learner that is attacked: the victim's, or a surrogate.
  public let learner: Ridge
  /// Number of runs after the first, 0 or more.
  public let restarts: Int
  /// Number of rows around which blocks are tried at each step, 1 or more.
  public let candidateCount: Int

  /// Makes the attack.
  ///
  /// - Parameters:
  ///   - sanitizers: What the labels go through before training; at least one.
  ///   - learner: The learner that is attacked.
  ///   - restarts: Number of runs after the first; 2 by default.
  ///   - candidateCount: Number of rows around which blocks are tried at each step; 16 by default.
  public init(
    sanitizers: [any Sanitizer], learner: Ridge = Ridge(), restarts: Int = 2,
    candidateCount: Int = 16
  ) {
    self.sanitizers = sanitizers
    self.learner = learner
    self.restarts = restarts
    self.candidateCount = candidateCount
  }

  /// The mean squared loss after sanitization.
  public var objectiveName: String? { "the mean squared loss after sanitization" }

  /// Chooses flips.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    for (name, value, least) in [
      ("number of sanitizers", sanitizers.count, 1), ("restarts", restarts, 0),
      ("candidates", candidateCount, 1),
    ] where value < least {
      throw .invalidParameter(name: name, value: "\(value)", allowed: "\(least) or more")
    }
    let graph = try problem.requireNeighbors(1)
    let start = try SquaredLossGains(problem, learner: learner, execution: execution)
    let victim = SanitizedVictim(
      sanitizers: sanitizers,
      evidence: Evidence(features: problem.features, neighborGraph: graph), problem: problem,
      learner: learner, clean: start)
    var best: FlipPlan?
    for run in 0...restarts {
      let plan = try AdaptiveRun(
        number: run, candidateCount: candidateCount, seed: seed, graph: graph, victim: victim,
        allowance: problem.allowance(budget)
      ).plan(from: start, execution: execution)
      if best == nil || (plan.finalObjective ?? 0) > (best?.finalObjective ?? 0) { best = plan }
      execution.progress?(Double(run + 1) / Double(restarts + 1))
    }
    return best ?? FlipPlan(steps: [])
  }
}

extension FlipPlan {
  /// The objective after the last flip.
  fileprivate var finalObjective: Double? { steps.last?.objective ?? initialObjective }
}
