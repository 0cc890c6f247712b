public import Classifiers
public import LabelContracts
public import LabelData
internal import Neighbors
public import VectorKernels

/// Greedy label flipping that a detector does not see, whichever it is.
///
/// ``LeastSquaresFlip`` under a constraint: of the flipped labels the detector takes at most so many for wrong in the
/// labels that come out. ``DetectabilityConstrainedFlip`` is the same against the vote of the nearest neighbors, whose flags
/// it knows without running it, with the best move at every step and blocks of a neighborhood at most.
///
/// A detector is costly, so many moves are tried at once. A move flips a row, or a block of it and the rows of the same
/// label around it in the neighbor graph, to one class. The moves that gain most for each flip in the mean squared loss
/// on the attacker's validation set are put together until the budget is spent, each with the gain after those before
/// it; then the detector runs:
///
/// - The constraint is met: all of them are kept, and it goes on from there.
/// - Flips of theirs are flagged: a block of which at most a quarter is flagged loses these rows, the other moves with
///   flagged flips go, and it runs anew; from the ninth time on with half of the moves.
/// - No flip of theirs is to blame, but flips kept before or alarms are: it runs anew with half of the moves, and the
///   next ones are half as many.
///
/// What stays hidden is learnt on the way: a move's gain counts times the share of moves of its kind that stayed hidden,
/// which is 1 before any was seen. A kind is a fifth of the scores that the detector gives before the flip, and a fifth
/// of how far the rows of the move stand out: the share of their neighbors that carry their old label and stay. The row
/// of a move that fails is tried with a block of twice the size next, as far as the budget goes, and after that with
/// the next class: those that gain more come first. Sizes of a kind that hardly ever stays hidden are passed over where
/// a larger one is of another kind. Where flips are kept, the rows next to them in the graph start over. It ends when
/// the budget or ``trialCount`` is spent or no move is left, so the budget may not be spent.
/// Labels that the detector refuses to judge count as seen.
///
/// Only labels that the detector was run on are ever kept, so the constraint is met by what comes out; by a part of it
/// that ends inside a batch perhaps not. Against a detector that never flags, the flips are those of
/// ``LeastSquaresFlip``. The detector sees the features and the neighbor graph, and draws from seed 1 as a defender's
/// does by default; what else it needs it must bring along.
/// - Complexity: at most ``trialCount`` runs of the detector; what ``LeastSquaresFlip`` costs for each of them.
public struct DetectorConstrainedFlip: Attack {
  /// The learner that is attacked: the victim's, or a surrogate.
  public let learner: Ridge
  /// What the defender judges labels by.
  public let detector: any Detector
  /// Largest number of flipped labels that may be flagged in the end.
  public let allowedFlags: Int
  /// By how many the flagged labels that were not flipped may grow in number; `nil` for any.
  public let allowedAlarms: Int?
  /// Most runs of the detector on flipped labels, 1 or more.
  public let trialCount: Int

  /// Makes the attack.
  ///
  /// - Parameters:
  ///   - learner: The learner that is attacked.
  ///   - detector: What the defender judges labels by; it needs features and neighbors at most.
  ///   - allowedFlags: Largest number of flipped labels that may be flagged; none by default.
  ///   - allowedAlarms: By how many the other flagged labels may grow in number; any by default.
  ///   - trialCount: Most runs of the detector on flipped labels, 1 or more; 100 by default.
  public init(
    learner: Ridge = Ridge(), detector: any Detector, allowedFlags: Int = 0,
    allowedAlarms: Int? = nil, trialCount: Int = 100
  ) {
    self.learner = learner
    self.detector = detector
    self.allowedFlags = allowedFlags
    self.allowedAlarms = allowedAlarms
    self.trialCount = trialCount
  }

  /// The mean squared loss.
  public var objectiveName: String? { "the mean squared loss" }

  /// Chooses flips.
  ///
  /// - Parameters:
  ///   - problem: Its neighbor graph lists as many neighbors of each row as the detector asks, and at least one.
  ///   - budget: The largest number of flips.
  ///   - seed: Without effect.
  ///   - execution: Threads and progress.
  /// - Returns: The flips, those of a move one after the other.
  /// - Throws: ``/LabelContracts/AttackError``, also where the detector refuses the labels before the attack.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    try checkParameters()
    let graph = try problem.requireNeighbors(max(1, detector.neighborCount))
    var current = try SquaredLossGains(problem, learner: learner, execution: execution)
    let initialObjective = current.objective
    var allowance = problem.allowance(budget)
    let flipCount = allowance.remaining
    guard flipCount > 0 else { return FlipPlan(steps: [], initialObjective: initialObjective) }
    var trials = DetectorTrials(
      detector, evidence: Evidence(features: problem.features, neighborGraph: graph),
      allowedFlags: allowedFlags, most: trialCount, execution: execution.silent)
    var moves = BatchedMoves(current, graph: graph, flipCount: flipCount, execution: execution)
    moves.rank(try trials.start(problem.labels, allowedAlarms: allowedAlarms))
    var steps: [FlipPlan.Step] = []
    var size = flipCount
    while trials.left > 0 {
      let batch = moves.batch(current, most: size, within: allowance, execution: execution)
      guard !batch.isEmpty else { break }
      let tried = trials.hide(batch, behind: steps.map(\.flip), current.labels) {
        execution.progress?(
          max(Double(steps.count) / Double(flipCount), $0))
      }
      moves.fail(tried.failed)
      for flip in tried.hidden.flatMap(\.flips) {
        allowance.take(row: flip.row)
        current.keep(flip)
        steps.append(FlipPlan.Step(flip: flip, objective: current.objective))
      }
      moves.keep(tried.hidden)
      if let scores = tried.scores { moves.rank(scores) }
      // After blame that could not be placed, fewer moves at once tell more.
      size = tried.isBlameless ? min(flipCount, 2 * size) : max(1, size / 2)
    }
    execution.progress?(1)
    return FlipPlan(steps: steps, initialObjective: initialObjective)
  }

  private func checkParameters() throws(AttackError) {
    for (name, value, least) in [
      ("flipped labels that may be flagged", allowedFlags, 0),
      ("other labels that may be flagged", allowedAlarms ?? 0, 0),
      ("runs of the detector", trialCount, 1),
    ] where value < least {
      throw .invalidParameter(name: name, value: "\(value)", allowed: "\(least) or more")
    }
  }
}
