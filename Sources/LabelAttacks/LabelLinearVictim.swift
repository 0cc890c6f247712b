internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// Flips that change a prediction of a classifier that is linear in the labels.
struct LabelLinearVictim {
  private let goal: TargetedGoal
  private let problem: AttackProblem

  /// Number of validation rows whose weights are held at a time.
  private static let blockSize = 64

  init(_ goal: TargetedGoal, _ problem: AttackProblem) {
    self.goal = goal
    self.problem = problem
  }

  /// Chooses the row and the flips.
  func plan(
    _ victim: some LabelLinear, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> FlipPlan {
    let fitted = try victim.fit(problem.features, seed: seed, execution: execution)
    let row = try row(fitted, execution)
    let weights = try fitted.labelWeights(
      problem.validationFeatures, rows: row..<row + 1, execution: execution)[0]
    // The budget has no say in the choice, so that plans nest: it only ends them.
    var labels = problem.labels
    var steps = flips(weights, row: row).map { flip in
      labels[flip.row] = flip.to
      return FlipPlan.Step(flip: flip, objective: goal.lead(weights.scores(labels), row: row))
    }
    // A tie that the right class wins is no more than the step before it.
    if !goal.isReached(weights.predictedLabel(labels), row: row) {
      while steps.last?.objective == 0 { steps.removeLast() }
    }
    return FlipPlan(
      steps: Array(steps.prefix(budget.flipCount(rowCount: problem.labels.count))),
      initialObjective: goal.lead(weights.scores(problem.labels), row: row))
  }

  /// The row that needs the fewest flips where no class or group is limited.
  private func row(
    _ fitted: some FittedLabelLinear, _ execution: Execution
  ) throws(ClassifierError) -> Int {
    let rows = problem.labels.classIndices.indices
    let search = try LabelRadiusSearch(
      problem.labels,
      threat: LabelThreat(trustedRows: problem.limits.fixedRows.filter(rows.contains)))
    var found: [(predicted: Int, needed: Int)] = []
    let (goal, count) = (goal, goal.right.count)
    guard count > 1 else { return 0 }
    while found.count < count {
      let block = found.count..<min(found.count + Self.blockSize, count)
      let weights = try fitted.labelWeights(
        problem.validationFeatures, rows: block, execution: execution)
      found += execution.map(count: block.count) { place in
        guard let target = goal.target else {
          let radius = search.radius(weights[place], namingAttack: false)
          return (radius.predictedLabel, radius.radius + 1)
        }
        return (
          weights[place].predictedLabel(search.labels),
          search.changes(weights[place], toward: target)?.attackCount ?? .max
        )
      }
    }
    let candidates = goal.candidates(found.map(\.predicted))
    return candidates.reduce(candidates[0]) { found[$1].needed < found[$0].needed ? $1 : $0 }
  }

  /// The flips for a row, whatever the budget; empty where there is nothing to do.
  private func flips(_ weights: LabelWeights, row: Int) -> [Flip] {
    let leader = weights.predictedLabel(problem.labels)
    guard !goal.isReached(leader, row: row) else { return [] }
    if let target = goal.target { return climb(weights, to: target) }
    var best: (flips: [Flip], lead: Double, passes: Bool)?
    for rival in 0..<problem.labels.classCount where rival != leader {
      let found = overtake(weights, leader: leader, rival: rival)
      guard let known = best else {
        best = found
        continue
      }
      let isBetter =
        found.passes && known.passes
        ? found.flips.count < known.flips.count
        : found.passes || (!known.passes && found.lead > known.lead)
      if isBetter { best = found }
    }
    return best?.flips ?? []
  }

  /// The fewest flips with which a rival passes the leader; all that help where it cannot.
  private func overtake(
    _ weights: LabelWeights, leader: Int, rival: Int
  ) -> (flips: [Flip], lead: Double, passes: Bool) {
    let labels = problem.labels
    let all = weights.changes(labels, leader: leader, rival: rival)
    let allowed = Set(
      problem.allowance(.count(labels.count)).allowed(among: all.map(\.row)))
    let flips = all.filter { allowed.contains($0.row) }
    func lead(_ count: Int) -> Double {
      let scores = weights.scores(labels.applying(flips[..<count]))
      return scores[rival] - scores[leader]
    }
    func passes(_ lead: Double) -> Bool { rival < leader ? lead >= 0 : lead > 0 }
    let most = lead(flips.count)
    guard passes(most) else { return (flips, most, false) }
    var (low, high) = (0, flips.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if passes(lead(middle)) { high = middle } else { low = middle }
    }
    return (Array(flips[..<high]), lead(high), true)
  }

  /// One flip after the other that gains most on the class ahead, until the target is ahead.
  private func climb(_ weights: LabelWeights, to target: Int) -> [Flip] {
    var labels = problem.labels
    var allowance = problem.allowance(.count(labels.count))
    var flips: [Flip] = []
    var flipped: Set<Int> = []
    while true {
      let leader = weights.predictedLabel(labels)
      guard leader != target else { return flips }
      let next = weights.changes(labels, leader: leader, rival: target).first {
        !flipped.contains($0.row) && allowance.allows(row: $0.row)
      }
      guard let next else { return flips }
      allowance.take(row: next.row)
      labels[next.row] = next.to
      flipped.insert(next.row)
      flips.append(next)
    }
  }
}
