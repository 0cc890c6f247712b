public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// Label flipping by influence functions, with every decision made by exact retraining.
///
/// The change of the attacker's objective that a flip makes is told to first order by the influence of the label (Koh and
/// Liang 2017) at the model trained on the labels as they are: -u.D with u = H⁻¹ v, v the gradient of the objective, H
/// the second derivatives of the training loss and D what the flip does to its gradient. For linear learners that is one
/// product for each row and class. Influence proposes flips, the learner is trained anew on each proposal, and the most
/// harmful is kept:
///
/// 1. Greedy, in blocks of a twentieth of the budget (at least one flip), with the influence taken anew for each.
/// 2. All flips at once, chosen anew by the influence at the model that they make, as long as that does more harm; from
///    the greedy flips, from no flips, and from two sets that are aimed at the margin of one validation row.
/// 3. From each of these (the best two, where a block has several flips) every block is taken back and chosen anew, in
///    up to three passes, and kept where that does more harm.
///
/// The learner is logistic regression with any number of classes, or ``/Classifiers/LinearHinge`` with two, whose loss is
/// smoothed for H alone. The plan lists the flips by their influence, block after block, from the model without flips,
/// and tells the objective, by retraining, after the last flip of every block. The budget is spent as far as the limits
/// allow. Plans do not nest.
/// - Complexity: some hundred to about 1,500 trainings, however many rows there are, and O(n · d · K) for each; O(n · d² · K² + p³)
///   for each of some fifty curvatures and 16 · p² bytes, p = K (d + 1) or d + 1 for two classes.
public struct InfluenceFlip: Attack {
  private enum Learner: Sendable {
    case logistic(LogisticRegression)
    case hinge(LinearHinge)
  }

  private let learner: Learner
  /// What the attacker raises.
  public let objective: FlipObjective

  /// The largest number of parameters of the learner, p.
  public static let mostParameters = 8192

  /// Makes an attack on logistic regression.
  ///
  /// - Parameters:
  ///   - learner: The learner that is attacked: the victim's, or a surrogate.
  ///   - objective: What the attacker raises; the mean cross-entropy by default.
  public init(
    learner: LogisticRegression = LogisticRegression(), objective: FlipObjective = .loss
  ) {
    self.learner = .logistic(learner)
    self.objective = objective
  }

  /// Makes an attack on the linear hinge learner.
  ///
  /// - Parameters:
  ///   - learner: The learner that is attacked: the victim's, or a surrogate.
  ///   - objective: What the attacker raises; the mean hinge loss by default.
  public init(learner: LinearHinge, objective: FlipObjective = .loss) {
    self.learner = .hinge(learner)
    self.objective = objective
  }

  /// Makes an attack on one of the learners that it knows.
  ///
  /// - Throws: ``/LabelContracts/AttackError`` for others.
  init(anyLearner: any Classifier, objective: FlipObjective) throws(AttackError) {
    switch anyLearner {
    case let learner as LogisticRegression: self.init(learner: learner, objective: objective)
    case let learner as LinearHinge: self.init(learner: learner, objective: objective)
    default:
      throw .invalidParameter(
        name: "learner that is attacked by influence", value: "\(type(of: anyLearner))",
        allowed: "logistic regression or the linear hinge learner")
    }
  }

  /// The learner's mean loss, or the share of wrong predictions.
  public var objectiveName: String? {
    switch learner {
    case .logistic: LearnerLoss.crossEntropy.name(objective)
    case .hinge: LearnerLoss.hinge.name(objective)
    }
  }

  /// Chooses flips.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    try problem.requireClasses()
    try problem.requireValidation()
    let classCount = problem.labels.classCount
    let outputCount = classCount == 2 ? 1 : classCount
    guard outputCount * (problem.features.columnCount + 1) <= Self.mostParameters else {
      throw .invalidProblem(
        "\(problem.features.columnCount) features and \(classCount) classes; at most "
          + "\(Self.mostParameters) parameters of all scores are allowed")
    }
    let victim: any InfluenceVictim =
      switch learner {
      case .logistic(let learner): try LogisticVictim(problem, learner: learner)
      case .hinge(let learner):
        try HingeVictim(problem, learner: learner, seed: seed, execution: execution)
      }
    let search = InfluenceSearch(
      victim: victim, objective: objective,
      flipCount: problem.allowance(budget).remaining, execution: execution)
    let clean = try search.poisoned(problem.labels, near: nil, execution: execution.silent)
    guard search.flipCount > 0 else {
      return FlipPlan(steps: [], initialObjective: clean.damage.value(objective))
    }
    let report = { execution.progress?(min(1, $0)) ?? () }
    let best = try search.best(from: clean) { report(0.9 * $0) }
    let plan = try search.plan(of: best.labels, from: clean) { report(0.9 + 0.1 * $0) }
    execution.progress?(1)
    return plan
  }
}

extension InfluenceSearch {
  /// The flips that do most harm of all that are found.
  func best(
    from clean: PoisonedModel, progress: (Double) -> Void
  ) throws(AttackError) -> PoisonedModel {
    let greedy = try greedy(clean) { progress(0.2 * $0) }
    var starts = [try rechosen(greedy), try rechosen(clean)]
    for start in try targeted(clean) {
      var state = start
      try refresh(&state)
      starts.append(try rechosen(state))
    }
    var distinct: [PoisonedModel] = []
    for start in sorted(starts, by: \.damage)
    where !distinct.contains(where: { $0.labels == start.labels }) {
      distinct.append(start)
    }
    let tried = blockSize == 1 ? distinct : Array(distinct.prefix(2))
    var best = distinct[0]
    for (index, start) in tried.enumerated() {
      let found = try exchanged(start) {
        progress(0.3 + 0.7 * (Double(index) + $0) / Double(tried.count))
      }
      if found.damage.exceeds(best.damage, objective) { best = found }
    }
    // Exchanges may have left room where there are limits.
    return try self.greedy(best)
  }

  /// The flips in order, with the objective where it is measured.
  func plan(
    of labels: Labels, from clean: PoisonedModel, progress: (Double) -> Void
  ) throws(AttackError) -> FlipPlan {
    var remaining = Set(flippedRows(labels))
    let total = remaining.count
    var state = clean
    var steps: [FlipPlan.Step] = []
    while !remaining.isEmpty {
      let worths = worths(state)
      let block = remaining.map { row in
        (row: row, worth: worths.worth(row: row, to: labels[row]))
      }.sorted { ($0.worth, $1.row) > ($1.worth, $0.row) }.prefix(blockSize).map(\.row)
      remaining.subtract(block)
      let flips = block.map { Flip(row: $0, from: problem.labels[$0], to: labels[$0]) }
      state = try poisoned(
        state.labels.applying(flips), near: state, execution: execution.silent)
      for (index, flip) in flips.enumerated() {
        steps.append(
          FlipPlan.Step(
            flip: flip,
            objective: index == flips.count - 1 ? state.damage.value(objective) : nil))
      }
      progress(Double(steps.count) / Double(total))
    }
    return FlipPlan(
      steps: steps, initialObjective: clean.damage.value(objective))
  }
}
