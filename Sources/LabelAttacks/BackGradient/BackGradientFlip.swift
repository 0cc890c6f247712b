public import LabelContracts
public import LabelData
public import VectorKernels

/// Flips found by gradient ascent through the training of logistic regression.
///
/// After the back-gradient optimisation of Muñoz-González, Biggio, Demontis, Paudice, Wongrassamee, Lupu and Roli (2017), with
/// labels in the place of features. Labels are relaxed: `u_ic` in 0...1 is the share of row i's label that has gone to class
/// c, and the row's loss is `(1 - sum_c u_ic) loss(y_i) + sum_c u_ic loss(c)`. The learner takes T steps of gradient descent,
/// which are stored, and the attacker's objective A is the mean cross-entropy on the validation set of the last parameters. Its
/// derivatives by u come from going back through the steps: with g the derivatives by the last parameters, H_t the second
/// derivatives at step t and D_ic the row's gradient by class c less that by its own,
///
///     for t = T-1 ... 0:  du_ic -= rate D_ic . g / n,  g -= rate H_t g
///
/// They are exact for these T steps, not for the minimum. From u = 0, u is moved along du, so that the largest share
/// moves by the step size, and projected on `u >= 0, sum_c u_ic <= 1, sum u <= budget`; a move that does not raise A is
/// tried again with half the step, one that does doubles it, up to 1. At each u the rows of the largest shares are
/// flipped (ties: larger du, then lowest row and class), as far as budget and limits reach, and the flips of the largest A after training on them are kept.
/// Their order is that of the shares.
///
/// Any number of classes. The budget is spent whole, even if A falls. Nothing is random.
/// - Complexity: O(T · n · d · K) for each of about five passes in each round, and one for each flip; 8 · T · d · K bytes.
public struct BackGradientFlip: Attack {
  /// The learner that is attacked, or a surrogate of the victim's.
  public let learner: LogisticDescent
  /// The largest number of moves, 0 or more; with 0 the first gradient decides.
  public let rounds: Int
  /// By how much the largest share moves at first; above 0, at most 1.
  public let stepSize: Double

  /// Makes the attack.
  ///
  /// - Parameters:
  ///   - learner: The learner that is attacked; 200 steps with a penalty of 1 by default.
  ///   - rounds: The largest number of moves, 0 or more; 20 by default.
  ///   - stepSize: By how much the largest share moves at first, above 0 and at most 1; 0.5 by default.
  public init(
    learner: LogisticDescent = LogisticDescent(), rounds: Int = 20, stepSize: Double = 0.5
  ) {
    self.learner = learner
    self.rounds = rounds
    self.stepSize = stepSize
  }

  /// The mean cross-entropy.
  public var objectiveName: String? { "the mean cross-entropy" }

  /// The smallest step that is tried.
  private static let leastStep = 1e-3

  /// Chooses flips.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    try learner.checkParameters()
    guard rounds >= 0 else {
      throw .invalidParameter(name: "rounds", value: "\(rounds)", allowed: "0 or more")
    }
    guard stepSize > 0, stepSize <= 1 else {
      throw .invalidParameter(
        name: "step size", value: "\(stepSize)", allowed: "above 0, at most 1")
    }
    try problem.requireClasses()
    try problem.requireValidation()
    guard problem.labels.count > 0 else { return FlipPlan(steps: [], initialObjective: 0) }
    if let (row, column, value) = problem.features.firstNonFinite {
      throw .invalidProblem(
        "row \(row), feature \(column): found \(value); only finite numbers are allowed")
    }
    let game = RelaxedTraining(problem, learner: learner)
    let allowance = problem.allowance(budget)
    let best = search(game, allowance: allowance, execution: execution)
    let objectives = execution.silent.map(count: best.count + 1) { count in
      game.objective(game.shares(of: best.prefix(count)), execution: .serial)
    }
    execution.progress?(1)
    return FlipPlan(
      steps: best.indices.map {
        FlipPlan.Step(flip: best[$0], objective: objectives[$0 + 1])
      }, initialObjective: objectives[0])
  }

  /// The flips of the largest objective.
  private func search(
    _ game: RelaxedTraining, allowance: FlipAllowance, execution: Execution
  ) -> [Flip] {
    let mask = game.movable(allowance)
    let budget = Double(allowance.remaining)
    var shares = game.none
    var slope = game.slope(shares, execution: execution)
    var best = game.rounded(shares, slope: slope.byShare, allowance)
    guard !best.isEmpty else { return [] }
    var bestObjective = game.objective(game.shares(of: best), execution: execution)
    var step = stepSize
    for round in 0..<rounds {
      execution.progress?(0.99 * Double(round + 1) / Double(rounds))
      let largest = mask.indices.reduce(0) { mask[$1] ? max($0, abs(slope.byShare[$1])) : $0 }
      guard largest > 0, step >= Self.leastStep else { break }
      var moved = shares
      for index in mask.indices where mask[index] {
        moved.values[index] += step / largest * slope.byShare[index]
      }
      moved = moved.projected(budget: budget)
      let next = game.slope(moved, execution: execution)
      guard next.objective > slope.objective else {
        step /= 2
        continue
      }
      (shares, slope) = (moved, next)
      step = min(1, 2 * step)
      let flips = game.rounded(shares, slope: slope.byShare, allowance)
      guard flips != best else { continue }
      let objective = game.objective(game.shares(of: flips), execution: execution)
      if objective > bestObjective { (best, bestObjective) = (flips, objective) }
    }
    return best
  }
}

/// The training of ``BackGradientFlip`` as a function of relaxed labels.
struct RelaxedTraining: Sendable {
  private let problem: AttackProblem
  private let course: DescentCourse

  init(_ problem: AttackProblem, learner: LogisticDescent) {
    self.problem = problem
    course = DescentCourse(
      problem.features, classCount: problem.labels.classCount, learner: learner)
  }

  /// No share of any label gone.
  var none: FlipShares {
    FlipShares(
      values: [Double](repeating: 0, count: problem.labels.count * problem.labels.classCount),
      classCount: problem.labels.classCount)
  }

  /// The shares of labels that are flipped.
  func shares(of flips: some Sequence<Flip>) -> FlipShares {
    var shares = none
    for flip in flips { shares.values[flip.row * shares.classCount + flip.to] = 1 }
    return shares
  }

  /// Which shares may be more than 0.
  func movable(_ allowance: FlipAllowance) -> [Bool] {
    let labels = problem.labels
    return (0..<labels.count).flatMap { row in
      (0..<labels.classCount).map { $0 != labels[row] && allowance.allows(row: row) }
    }
  }

  /// The attacker's objective.
  func objective(_ shares: FlipShares, execution: Execution) -> Double {
    let path = course.forth(targets(shares), execution: execution)
    return loss(path[path.count - 1]).value
  }

  /// The attacker's objective and its derivatives by all shares; 0 for a row's own class.
  func slope(
    _ shares: FlipShares, execution: Execution
  ) -> (objective: Double, byShare: [Double]) {
    let path = course.forth(targets(shares), execution: execution)
    let (value, slope) = loss(path[path.count - 1])
    let byTarget = course.back(path, slope: slope, execution: execution)
    let labels = problem.labels
    let byShare = (0..<labels.count).flatMap { row in
      (0..<labels.classCount).map { label -> Double in
        // A share takes from the target of the row's own class what it gives to the other's.
        if byTarget[row].count == 1 { return byTarget[row][0] * Double(label - labels[row]) }
        return byTarget[row][label] - byTarget[row][labels[row]]
      }
    }
    return (value, byShare)
  }

  /// The flips of the largest shares.
  func rounded(
    _ shares: FlipShares, slope: [Double], _ allowance: FlipAllowance
  ) -> [Flip] {
    let labels = problem.labels
    let best = (0..<labels.count).map { row in
      (0..<labels.classCount).filter { $0 != labels[row] }
        .map { row * labels.classCount + $0 }
        .max {
          (shares.values[$0], slope[$0], $1) < (shares.values[$1], slope[$1], $0)
        } ?? 0
    }
    let order = best.indices.sorted {
      (-shares.values[best[$0]], -slope[best[$0]], $0)
        < (-shares.values[best[$1]], -slope[best[$1]], $1)
    }
    return allowance.allowed(among: order).map { row in
      Flip(row: row, from: labels[row], to: best[row] % labels.classCount)
    }
  }

  private func loss(_ parameters: [[Double]]) -> (value: Double, slope: [[Double]]) {
    course.loss(
      parameters, problem.validationFeatures, classes: problem.validationLabels.classIndices)
  }

  /// For each row the probability of each score's class.
  private func targets(_ shares: FlipShares) -> [[Double]] {
    let labels = problem.labels
    return (0..<labels.count).map { row in
      let start = row * labels.classCount
      var whole = Array(shares.values[start..<start + labels.classCount])
      whole[labels[row]] = 1 - whole.reduce(0, +)
      return course.outputCount == 1 ? [whole[1]] : whole
    }
  }
}
