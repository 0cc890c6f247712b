internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// Flips that change a prediction of a classifier that is trained anew after each.
struct RetrainedVictim {
  private let goal: TargetedGoal
  private let problem: AttackProblem

  init(_ goal: TargetedGoal, _ problem: AttackProblem) {
    self.goal = goal
    self.problem = problem
  }

  /// Chooses the row and the flips.
  func plan(
    _ victim: some Classifier, _ surrogate: some LabelLinear, budget: FlipBudget, seed: UInt64,
    execution: Execution
  ) throws(ClassifierError) -> FlipPlan {
    func train(_ labels: Labels) throws(ClassifierError) -> any FittedClassifier {
      try victim.fit(
        problem.features, labels, weights: nil, seed: seed, execution: execution)
    }
    var labels = problem.labels
    let row = row(try train(labels), execution)
    let point = problem.validationFeatures.selecting(rows: [row])
    let weights = try surrogate.fit(problem.features, seed: seed, execution: execution)
      .labelWeights(point, rows: 0..<1, execution: execution)[0]
    func look(_ model: any FittedClassifier) -> (predicted: Int, shares: [Double]) {
      (model.predict(point)[0], Array(model.probabilities(point, execution: execution).row(0)))
    }
    var (predicted, shares) = look(try train(labels))
    let initial = goal.lead(shares, row: row)
    let rival = goal.target ?? Self.largest(shares, but: goal.right[row])
    var allowance = problem.allowance(budget)
    var flipped: Set<Int> = []
    var steps: [FlipPlan.Step] = []
    while !goal.isReached(predicted, row: row) {
      let next = weights.changes(labels, leader: predicted, rival: rival).first {
        !flipped.contains($0.row) && allowance.allows(row: $0.row)
      }
      guard let next else { break }
      allowance.take(row: next.row)
      labels[next.row] = next.to
      flipped.insert(next.row)
      (predicted, shares) = look(try train(labels))
      steps.append(FlipPlan.Step(flip: next, objective: goal.lead(shares, row: row)))
    }
    // A tie that the right class wins is no more than the step before it, unless the budget ends there.
    if allowance.remaining > 0, !goal.isReached(predicted, row: row) {
      while steps.last?.objective == 0 { steps.removeLast() }
    }
    return FlipPlan(steps: steps, initialObjective: initial)
  }

  /// The row that is nearest to the border of what it is to be.
  private func row(_ model: some FittedClassifier, _ execution: Execution) -> Int {
    let features = problem.validationFeatures
    let probabilities = model.probabilities(features, execution: execution)
    let leads = goal.right.indices.map { goal.lead(Array(probabilities.row($0)), row: $0) }
    let candidates = goal.candidates(model.predict(features))
    return candidates.reduce(candidates[0]) { leads[$1] > leads[$0] ? $1 : $0 }
  }

  private static func largest(_ shares: [Double], but label: Int) -> Int {
    let others = shares.indices.filter { $0 != label }
    return others.reduce(others[0]) { shares[$1] > shares[$0] ? $1 : $0 }
  }
}
