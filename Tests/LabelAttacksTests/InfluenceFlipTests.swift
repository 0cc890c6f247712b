import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelAttacks

@Suite struct InfluenceFlipTests {
  private func problem(
    rowCount: Int, classCount: Int = 2, featureCount: Int = 4, separation: Double = 1.5,
    seed: UInt64 = 1, limits: FlipLimits = .none
  ) throws -> AttackProblem {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: rowCount, featureCount: featureCount, classCount: classCount,
      separation: separation, seed: seed)
    return AttackProblem(
      features: features, labels: labels,
      validation: try SyntheticData.clusters(
        rowCount: 40, featureCount: featureCount, classCount: classCount,
        separation: separation, seed: seed + 50), limits: limits)
  }

  private func search(
    _ problem: AttackProblem, hinge: LinearHinge? = nil, objective: FlipObjective = .loss,
    flipCount: Int, blockSize: Int? = nil
  ) throws -> InfluenceSearch {
    let victim: any InfluenceVictim =
      if let hinge {
        try HingeVictim(problem, learner: hinge, seed: 1, execution: .serial)
      } else {
        try LogisticVictim(problem, learner: LogisticRegression())
      }
    return InfluenceSearch(
      victim: victim, objective: objective, flipCount: flipCount, blockSize: blockSize,
      execution: .serial)
  }

  /// A row of which a share has another label, as two rows with weights.
  private func fractional(
    _ problem: AttackProblem, _ flip: Flip, share: Double
  ) throws -> LinearModel {
    let rows = Array(0..<problem.labels.count) + [flip.row]
    var weights = [Double](repeating: 1, count: rows.count)
    weights[flip.row] = 1 - share
    weights[rows.count - 1] = share
    var labels = problem.labels.selecting(rows: rows)
    labels[rows.count - 1] = flip.to
    return try LogisticRegression().fit(
      problem.features.selecting(rows: rows), labels, weights: weights, seed: 1,
      execution: .serial)
  }

  /// What the gradient is of: the loss, or the mean of 1 - p in the place of the error.
  private func smooth(
    _ model: LinearModel, _ problem: AttackProblem, _ objective: FlipObjective
  ) -> Double {
    guard objective == .error else {
      return LearnerLoss.crossEntropy.damage(
        model, problem.validationFeatures, problem.validationLabels
      ).loss
    }
    let probabilities = model.probabilities(problem.validationFeatures, execution: .serial)
    let labels = problem.validationLabels
    return (0..<labels.count).reduce(0.0) { $0 + 1 - probabilities[$1, labels[$1]] }
      / Double(labels.count)
  }

  @Test(arguments: [2, 3], FlipObjective.allCases)
  func `worths are derivatives by the share of a row that is flipped`(
    classCount: Int, objective: FlipObjective
  ) throws {
    let problem = try problem(rowCount: 30, classCount: classCount)
    let search = try search(problem, objective: objective, flipCount: 1)
    let clean = try search.poisoned(problem.labels, near: nil, execution: .serial)
    let worths = search.worths(clean)
    let largest = worths.table.map(abs).max() ?? 0
    let base = smooth(clean.model, problem, objective)
    for row in [0, 7, 13, 29] {
      for to in 0..<classCount where to != problem.labels[row] {
        let flip = Flip(row: row, from: problem.labels[row], to: to)
        let step = 1e-3
        let near = try fractional(problem, flip, share: step)
        let far = try fractional(problem, flip, share: 2 * step)
        let slope =
          (4 * smooth(near, problem, objective) - smooth(far, problem, objective) - 3 * base)
          / (2 * step)
        #expect(abs(slope - worths.worth(row: row, to: to)) < 1e-4 * largest)
        let predicted = LabelInfluence(search.victim, at: clean).model(after: [flip])
        for output in predicted.weights.indices {
          for place in predicted.weights[output].indices {
            let start = clean.model.weights[output][place]
            let move =
              (4 * near.weights[output][place] - far.weights[output][place] - 3 * start)
              / (2 * step)
            #expect(abs(predicted.weights[output][place] - start - move) < 1e-4)
          }
        }
      }
    }
  }

  private func ranks(_ values: [Double]) -> [Double] {
    var ranks = [Double](repeating: 0, count: values.count)
    for (rank, index) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
      ranks[index] = Double(rank)
    }
    return ranks
  }

  /// Spearman's correlation of worths and what retraining shows, over all flips.
  private func rankCorrelation(
    _ problem: AttackProblem, _ search: InfluenceSearch
  ) throws -> Double {
    let clean = try search.poisoned(problem.labels, near: nil, execution: .serial)
    let worths = search.worths(clean)
    var pairs: [(worth: Double, gain: Double)] = []
    for row in 0..<problem.labels.count {
      for to in 0..<problem.labels.classCount where to != problem.labels[row] {
        let labels = problem.labels.applying([Flip(row: row, from: problem.labels[row], to: to)])
        let model = try search.victim.train(labels, near: nil, execution: .serial)
        let damage = search.victim.loss.damage(
          model, problem.validationFeatures, problem.validationLabels)
        pairs.append((worths.worth(row: row, to: to), damage.loss))
      }
    }
    let (left, right) = (ranks(pairs.map(\.worth)), ranks(pairs.map(\.gain)))
    let mean = Double(pairs.count - 1) / 2
    let spread = left.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return zip(left, right).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) } / spread
  }

  @Test func `worths rank the flips of 200 rows as exact retraining does`() throws {
    let two = try problem(rowCount: 200)
    #expect(try rankCorrelation(two, try search(two, flipCount: 1)) > 0.9)
    let three = try problem(rowCount: 45, classCount: 3)
    #expect(try rankCorrelation(three, try search(three, flipCount: 1)) > 0.9)
  }

  @Test func `with a smoothed hinge they rank them nearly so`() throws {
    let problem = try problem(rowCount: 100)
    let search = try search(problem, hinge: LinearHinge(epochs: 30), flipCount: 1)
    #expect(try rankCorrelation(problem, search) > 0.8)
  }

  @Test(arguments: FlipObjective.allCases)
  func `the objective told is that of training anew`(objective: FlipObjective) throws {
    let hinge = LinearHinge(epochs: 5)
    let three = try problem(rowCount: 24, classCount: 3)
    let two = try problem(rowCount: 40)
    let cases: [(AttackProblem, InfluenceFlip, any Classifier)] = [
      (three, InfluenceFlip(objective: objective), LogisticRegression()),
      (two, InfluenceFlip(learner: hinge, objective: objective), hinge),
    ]
    for (problem, attack, learner) in cases {
      let plan = try attack.craft(problem, budget: .count(5), seed: 1, execution: .serial)
      #expect(plan.steps.count == 5)
      let retraining = Retraining(problem: problem, learner: learner, seed: 1)
      for (index, step) in plan.steps.enumerated() {
        let told = try #require(step.objective)
        let labels = problem.labels.applying(plan.prefix(index + 1).flips)
        let damage = try retraining.damage(labels, execution: .serial)
        #expect(abs(told - damage.value(objective)) < 1e-6)
      }
      let before = try retraining.damage(problem.labels, execution: .serial).value(objective)
      #expect(abs((plan.initialObjective ?? -1) - before) < 1e-6)
    }
  }

  @Test(arguments: FlipObjective.allCases, [1, 2, 3])
  func `it does as much harm as greedy flipping with exact retraining`(
    objective: FlipObjective, seed: Int
  ) throws {
    let problem = try problem(rowCount: 36, separation: 2, seed: UInt64(seed))
    let hinge = LinearHinge(epochs: 5)
    for (influence, exact) in [
      (
        InfluenceFlip(learner: hinge, objective: objective),
        GreedyLabelFlip(learner: hinge, objective: objective)
      ),
      (
        InfluenceFlip(objective: objective),
        GreedyLabelFlip(learner: LogisticRegression(), objective: objective)
      ),
    ] {
      let reached = try influence.craft(problem, budget: .count(4), seed: 1, execution: .serial)
      let wanted = try exact.craft(problem, budget: .count(4), seed: 1, execution: .serial)
      #expect(
        (reached.steps.last?.objective ?? 0) >= 0.98 * (wanted.steps.last?.objective ?? 1))
    }
  }

  @Test(arguments: [1, 2, 3])
  func `blocks of several flips do as much, and are told as such`(seed: Int) throws {
    let problem = try problem(rowCount: 40, separation: 2, seed: UInt64(seed))
    let hinge = LinearHinge(epochs: 5)
    for (learner, victim) in [
      (LogisticRegression() as any Classifier, nil), (hinge, hinge),
    ] {
      let search = try search(problem, hinge: victim, flipCount: 11, blockSize: 4)
      let clean = try search.poisoned(problem.labels, near: nil, execution: .serial)
      let best = try search.best(from: clean) { _ in }
      let exact = try GreedyLabelFlip(learner: learner).craft(
        problem, budget: .count(11), seed: 1, execution: .serial)
      #expect(best.damage.loss >= 0.98 * (exact.steps.last?.objective ?? 1))
      let plan = try search.plan(of: best.labels, from: clean) { _ in }
      #expect(plan.steps.map { $0.objective != nil } == (0..<11).map { [3, 7, 10].contains($0) })
      #expect(problem.labels.applying(plan.flips) == best.labels)
      #expect(abs((plan.steps[10].objective ?? 0) - best.damage.loss) < 1e-6)
    }
  }

  @Test func `no part of the search makes less of what it starts from`() throws {
    let problem = try problem(rowCount: 50, limits: FlipLimits(perClass: [0: 5]))
    let search = try search(problem, flipCount: 9)
    let clean = try search.poisoned(problem.labels, near: nil, execution: .serial)
    let greedy = try search.greedy(clean)
    #expect(search.flippedRows(greedy.labels).count == 9)
    let rechosen = try search.rechosen(greedy)
    #expect(rechosen.damage.loss >= greedy.damage.loss)
    let exchanged = try search.exchanged(rechosen) { _ in }
    #expect(exchanged.damage.loss >= rechosen.damage.loss)
    for state in [greedy, rechosen, exchanged] {
      #expect(PlainLimits(problem: problem).allow(search.flippedRows(state.labels)))
    }
  }

  /// A row far out whose label is right with confidence hardly enters the gradient, but flips can turn it over.
  @Test func `starts are aimed at rows that the gradient does not see`() throws {
    let base = try problem(rowCount: 40, featureCount: 2, separation: 3)
    var far = base.validationFeatures
    let row = try #require((0..<40).first { base.validationLabels[$0] == 1 })
    for column in 0..<2 { far.elements[row * 2 + column] *= 50 }
    let problem = AttackProblem(
      features: base.features, labels: base.labels, validation: (far, base.validationLabels))
    let search = try search(problem, flipCount: 12)
    let clean = try search.poisoned(problem.labels, near: nil, execution: .serial)
    let damages = try search.targeted(clean).map(\.damage.loss)
    #expect(damages.count == InfluenceSearch.targetedStarts)
    #expect(damages.allSatisfy { $0 > clean.damage.loss })
  }

  @Test func `a class that no row has is no trap`() throws {
    let base = try problem(rowCount: 30, classCount: 3)
    let rows = (0..<30).filter { base.labels[$0] != 2 }
    let problem = AttackProblem(
      features: base.features.selecting(rows: rows), labels: base.labels.selecting(rows: rows),
      validation: (base.validationFeatures, base.validationLabels))
    let plan = try InfluenceFlip().craft(
      problem, budget: .count(5), seed: 1, execution: .serial)
    #expect(plan.steps.count == 5)
    #expect(plan.steps.allSatisfy { $0.objective?.isFinite == true })
  }

  @Test func `what influence cannot tell is refused`() throws {
    let three = try problem(rowCount: 12, classCount: 3)
    #expect(throws: AttackError.self) {
      try InfluenceFlip(learner: LinearHinge()).craft(
        three, budget: .count(1), seed: 1, execution: .serial)
    }
    let wide = Matrix(
      rowCount: 4, columnCount: 8192, elements: [Float](repeating: 1, count: 4 * 8192))
    let labels = try Labels(classIndices: [0, 1, 0, 1], classNames: ["a", "b"])
    #expect(throws: AttackError.self) {
      try InfluenceFlip().craft(
        AttackProblem(features: wide, labels: labels), budget: .count(1), seed: 1,
        execution: .serial)
    }
    #expect(throws: AttackError.self) {
      try Attacks.all.first { $0.id == "influence" }?.make(.init(retrained: KNearest()))
    }
    #expect(throws: AttackError.self) {
      try InfluenceFlip(learner: LogisticRegression(regularization: 0)).craft(
        try problem(rowCount: 8), budget: .count(1), seed: 1, execution: .serial)
    }
  }
}
