public import Classifiers
public import LabelContracts
public import LabelData
internal import Neighbors
public import VectorKernels

/// An attack by someone who does not know all of the training data.
///
/// The budget counts all rows whatever is known, and the limits are those of the data. What a plan says of the
/// objective is what the attacker believes, not what happens to the model.
///
/// - ``Knowledge/whiteBox``: the attack as it is.
/// - ``Knowledge/sample(share:)``: the attacker sees a share of the rows, rounded down but at least one, drawn uniformly
///   without replacement. It crafts as if they were all, and flips no others. Neighbors are sought anew among
///   them. Without a validation set of its own it judges the damage on those of the sample.
/// - ``Knowledge/features``: the attacker guesses each label by a learner trained on its own validation set, crafts for
///   the guesses, and sets labels. A label that is set to what it is already, or that the limits forbid to change, is
///   no flip of the plan, but the budget is spent on it; so fewer labels may change than the budget allows.
///
/// Suciu, Mărginean, Kaya, Daumé and Dumitraș (2018) grade attackers by the features, the algorithm and the training
/// instances that they know, and by what they can change; the forms and the guesses here are this project's.
/// - Complexity: what the attack costs; a search for neighbors within the sample, or one training and n predictions.
public struct LimitedKnowledge: Attack {
  /// What is done with what is known.
  public let attack: any Attack
  /// What is known.
  public let knowledge: Knowledge
  /// What guesses labels that are not known.
  public let guesser: any Classifier
  /// Training features as the defender scales them for its search for neighbors; `nil` for the problem's own.
  public let neighborFeatures: Matrix?

  /// Makes the attack.
  ///
  /// - Parameters:
  ///   - attack: What is done with what is known.
  ///   - knowledge: What is known.
  ///   - guesser: What guesses labels that are not known; ridge regression by default.
  ///   - neighborFeatures: Training features, n rows, in which the neighbors within a sample are sought, where the
  ///     problem has any; its own features by default. The metric is that of its graph.
  public init(
    _ attack: any Attack, knowledge: Knowledge, guesser: any Classifier = Ridge(),
    neighborFeatures: Matrix? = nil
  ) {
    self.attack = attack
    self.knowledge = knowledge
    self.guesser = guesser
    self.neighborFeatures = neighborFeatures
  }

  /// The objective of the attack, as far as the attacker can tell.
  public var objectiveName: String? {
    guard let name = attack.objectiveName, knowledge != .whiteBox else {
      return attack.objectiveName
    }
    return "\(name) as far as the attacker can tell"
  }

  /// Chooses flips.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    switch knowledge {
    case .whiteBox:
      return try attack.craft(problem, budget: budget, seed: seed, execution: execution)
    case .sample(let share):
      guard share > 0, share <= 1 else {
        throw .invalidParameter(
          name: "share of the rows that are known", value: "\(share)",
          allowed: "above 0, at most 1")
      }
      let rows = Self.sample(share, rowCount: problem.labels.count, seed: seed)
      let count = budget.flipCount(rowCount: problem.labels.count)
      let plan = try attack.craft(
        try part(problem, rows, execution), budget: .count(count), seed: seed,
        execution: execution)
      return FlipPlan(
        steps: plan.steps.map {
          FlipPlan.Step(
            flip: Flip(row: rows[$0.flip.row], from: $0.flip.from, to: $0.flip.to),
            objective: $0.objective)
        }, initialObjective: plan.initialObjective)
    case .features:
      let guessed = AttackProblem(
        features: problem.features, labels: try guesses(problem, seed: seed, execution),
        validation: (problem.validationFeatures, problem.validationLabels),
        neighborGraph: problem.neighborGraph, limits: problem.limits)
      let plan = try attack.craft(guessed, budget: budget, seed: seed, execution: execution)
      return Self.changes(plan, problem, problem.allowance(budget))
    }
  }

  /// The rows of a sample, ascending; a larger share only adds to them.
  private static func sample(_ share: Double, rowCount: Int, seed: UInt64) -> [Int] {
    var generator = SeededGenerator(seed: seed, key: "limited-knowledge/sample")
    let count = FlipBudget.poisoningRate(share).flipCount(rowCount: rowCount)
    return generator.permutation(count: rowCount).prefix(max(1, count)).sorted()
  }

  /// What the attacker sees of a problem.
  private func part(
    _ problem: AttackProblem, _ rows: [Int], _ execution: Execution
  ) throws(AttackError) -> AttackProblem {
    guard problem.features.rowCount == problem.labels.count else {
      throw .invalidProblem(
        "\(problem.features.rowCount) rows of features and \(problem.labels.count) labels")
    }
    let validation: (features: Matrix, labels: Labels)?
    switch problem.validationSource {
    case .ownSet: validation = (problem.validationFeatures, problem.validationLabels)
    case .trainingRows: validation = nil
    }
    let part = AttackProblem(
      features: problem.features.selecting(rows: rows),
      labels: problem.labels.selecting(rows: rows), validation: validation,
      neighborGraph: try graph(problem, rows, execution),
      limits: problem.limits.selecting(rows: rows))
    guard case .trainingRows(let judged) = problem.validationSource else { return part }
    let places = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1, $0) })
    let seen = judged.compactMap { places[$0] }
    guard !seen.isEmpty else {
      throw .invalidProblem(
        "none of the \(judged.count) rows on which the attacker judges the damage is among the "
          + "\(rows.count) that it knows; give a validation set")
    }
    return try part.judged(on: .rows(seen))
  }

  /// The neighbors within a sample, where the problem has a graph.
  private func graph(
    _ problem: AttackProblem, _ rows: [Int], _ execution: Execution
  ) throws(AttackError) -> NeighborGraph? {
    guard let whole = problem.neighborGraph else { return nil }
    let features = neighborFeatures ?? problem.features
    guard features.rowCount == problem.labels.count, rows.count >= 2 else {
      throw .invalidProblem(
        "\(features.rowCount) rows to seek neighbors among, \(rows.count) of them known; the known ones must be "
          + "2 or more of \(problem.labels.count)")
    }
    do throws(NeighborError) {
      return try ExactNeighbors.graph(
        of: features.selecting(rows: rows), count: min(whole.neighborCount, rows.count - 1),
        metric: whole.metric ?? .euclidean, execution: execution.silent)
    } catch {
      throw .invalidProblem("among the rows that the attacker knows: \(error.description)")
    }
  }

  /// The labels that the attacker takes the rows to have.
  private func guesses(
    _ problem: AttackProblem, seed: UInt64, _ execution: Execution
  ) throws(AttackError) -> Labels {
    try problem.requireValidation()
    guard case .ownSet(let features, let labels) = problem.validationSource else {
      throw .invalidProblem(
        "no validation set of the attacker's own; the labels that it does not see are guessed from one"
      )
    }
    var guessed = problem.labels
    do throws(ClassifierError) {
      let predictions = try Self.predictions(
        guesser, features, labels, of: problem.features, seed: seed, execution.silent)
      for (row, label) in predictions.enumerated() { guessed[row] = label }
    } catch {
      throw .invalidProblem("the labels cannot be guessed: \(error.description)")
    }
    return guessed
  }

  private static func predictions(
    _ guesser: some Classifier, _ features: Matrix, _ labels: Labels, of rows: Matrix,
    seed: UInt64, _ execution: Execution
  ) throws(ClassifierError) -> [Int] {
    try guesser.fit(features, labels, weights: nil, seed: seed, execution: execution)
      .predict(rows)
  }

  /// What becomes of the real labels when the labels of a plan are set.
  private static func changes(
    _ plan: FlipPlan, _ problem: AttackProblem, _ allowance: FlipAllowance
  ) -> FlipPlan {
    var allowance = allowance
    var steps: [FlipPlan.Step] = []
    for step in plan.steps {
      let (row, given) = (step.flip.row, problem.labels[step.flip.row])
      guard given != step.flip.to, allowance.allows(row: row) else { continue }
      allowance.take(row: row)
      steps.append(
        FlipPlan.Step(
          flip: Flip(row: row, from: given, to: step.flip.to), objective: step.objective))
    }
    return FlipPlan(steps: steps, initialObjective: plan.initialObjective)
  }
}
