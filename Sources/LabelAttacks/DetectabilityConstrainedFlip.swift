public import Classifiers
public import LabelContracts
public import LabelData
internal import Neighbors
public import VectorKernels

/// Greedy label flipping that kNN sanitization does not see.
///
/// ``LeastSquaresFlip`` under a constraint: in the labels that come out, no flipped label is one that Algorithm 2 of
/// Paudice, Muñoz-González and Lupu (2018) would change with the given k and eta, or at most so many. The paper names such
/// attackers as future work; the construction is this project's.
///
/// At each step the move with the largest gain for each flip in the mean squared loss on the attacker's
/// validation set is kept, among those that leave the constraint met (ties: lowest row, smallest block, lowest
/// class). A move flips a row; or, where that row alone breaks the constraint, a block of it and its m nearest
/// neighbors with the same label that the limits allow, for m = 1 ... k/2 rounded up, to one class. It ends when the budget is spent or no
/// move is left, so the budget may not be spent; and with a smaller budget other moves may be made.
///
/// With a threshold above 1 nothing is ever flagged, and the flips are those of ``LeastSquaresFlip``.
/// - Complexity: what ``LeastSquaresFlip`` costs, and O(k · (k + indegree)) for each move tried.
public struct DetectabilityConstrainedFlip: Attack {
  /// The learner that is attacked: the victim's, or a surrogate.
  public let learner: Ridge
  /// Number of neighbors that the defender asks, k.
  public let neighborCount: Int
  /// Smallest share of the neighbors with which the defender acts, eta.
  public let threshold: Double
  /// Largest number of flipped labels that may be flagged in the end.
  public let allowedFlags: Int
  /// By how many the flagged labels that were not flipped may grow in number; `nil` for any.
  public let allowedAlarms: Int?

  /// Makes the attack.
  ///
  /// - Parameters:
  ///   - learner: The learner that is attacked.
  ///   - neighborCount: k, 1 or more; 10 by default.
  ///   - threshold: eta, 0.5 or more; 0.5 by default, the strictest.
  ///   - allowedFlags: Largest number of flipped labels that may be flagged; none by default.
  ///   - allowedAlarms: By how many the other flagged labels may grow in number; any by default.
  public init(
    learner: Ridge = Ridge(), neighborCount: Int = 10, threshold: Double = 0.5,
    allowedFlags: Int = 0, allowedAlarms: Int? = nil
  ) {
    self.learner = learner
    self.neighborCount = neighborCount
    self.threshold = threshold
    self.allowedFlags = allowedFlags
    self.allowedAlarms = allowedAlarms
  }

  /// The mean squared loss.
  public var objectiveName: String? { "the mean squared loss" }

  /// Chooses flips.
  ///
  /// - Parameters:
  ///   - problem: Its neighbor graph lists at least k neighbors of each row.
  ///   - budget: The largest number of flips.
  ///   - seed: Without effect.
  ///   - execution: Threads and progress.
  /// - Returns: The flips, those of a block one after the other.
  /// - Throws: ``/LabelContracts/AttackError``.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    try checkParameters()
    let graph = try problem.requireNeighbors(neighborCount)
    var current = try SquaredLossGains(problem, learner: learner, execution: execution)
    let initialObjective = current.objective
    var moves = HiddenMoves(
      current, graph: graph,
      rule: NeighborFlags.Rule(neighborCount: neighborCount, threshold: threshold),
      allowedFlags: allowedFlags, allowedAlarms: allowedAlarms, execution: execution)
    var allowance = problem.allowance(budget)
    let flipCount = allowance.remaining
    var steps: [FlipPlan.Step] = []
    while let flips = moves.best(current, within: allowance) {
      moves.keep(flips)
      for flip in flips {
        allowance.take(row: flip.row)
        current.keep(flip)
        steps.append(FlipPlan.Step(flip: flip, objective: current.objective))
      }
      execution.progress?(Double(steps.count) / Double(flipCount))
    }
    // Where no move is left, the work is done all the same.
    if steps.count < flipCount { execution.progress?(1) }
    return FlipPlan(steps: steps, initialObjective: initialObjective)
  }

  private func checkParameters() throws(AttackError) {
    guard neighborCount >= 1 else {
      throw .invalidParameter(name: "k", value: "\(neighborCount)", allowed: "1 or more")
    }
    guard threshold >= 0.5 else {
      throw .invalidParameter(name: "threshold", value: "\(threshold)", allowed: "0.5 or more")
    }
    guard allowedFlags >= 0 else {
      throw .invalidParameter(
        name: "flipped labels that may be flagged", value: "\(allowedFlags)", allowed: "0 or more")
    }
    if let allowedAlarms, allowedAlarms < 0 {
      throw .invalidParameter(
        name: "other labels that may be flagged", value: "\(allowedAlarms)", allowed: "0 or more")
    }
  }
}
