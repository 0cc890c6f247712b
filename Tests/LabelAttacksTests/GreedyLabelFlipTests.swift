import Classifiers
import FlipguardTestSupport
import Foundation
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelAttacks

@Suite struct GreedyLabelFlipTests {
  /// Algorithm 1 as it is written: one training for each candidate, from the same start in the same order.
  private func naive(
    _ problem: AttackProblem, learner: LinearHinge, flipCount: Int, seed: UInt64
  ) throws -> FlipPlan {
    func objective(_ labels: Labels) throws -> Double {
      try learner.fit(problem.features, labels, seed: seed)
        .meanHingeLoss(problem.validationFeatures, problem.validationLabels)
    }
    var labels = problem.labels
    var steps: [FlipPlan.Step] = []
    for _ in 0..<flipCount {
      var best: (row: Int, objective: Double)?
      for row in PlainLimits(problem: problem).more(than: steps.map(\.flip.row)) {
        var flipped = labels
        flipped[row] = 1 - labels[row]
        let value = try objective(flipped)
        if value > best?.objective ?? -.infinity { best = (row, value) }
      }
      guard let chosen = best else { break }
      let flip = Flip(row: chosen.row, from: labels[chosen.row], to: 1 - labels[chosen.row])
      labels[chosen.row] = flip.to
      steps.append(FlipPlan.Step(flip: flip, objective: chosen.objective))
    }
    return FlipPlan(steps: steps, initialObjective: try objective(problem.labels))
  }

  private func compare(
    _ training: (features: Matrix, labels: Labels),
    _ validation: (features: Matrix, labels: Labels), learner: LinearHinge, flipCount: Int,
    seed: UInt64, limits: FlipLimits = .none
  ) throws {
    let problem = AttackProblem(
      features: training.features, labels: training.labels, validation: validation,
      limits: limits)
    let plan = try GreedyLabelFlip(learner: learner).craft(
      problem, budget: .count(flipCount), seed: seed, execution: Execution(threadCount: 2))
    #expect(plan == (try naive(problem, learner: learner, flipCount: flipCount, seed: seed)))
  }

  @Test(arguments: [(10, 2), (25, 6), (40, 60)], [1, 2, 3])
  func `finds the flips of the naive loop`(size: (rows: Int, features: Int), seed: Int) throws {
    let seed = UInt64(seed)
    try compare(
      try SyntheticData.clusters(
        rowCount: size.rows, featureCount: size.features, separation: 1.5, seed: seed),
      try SyntheticData.clusters(
        rowCount: 30, featureCount: size.features, separation: 1.5, seed: seed + 100),
      learner: LinearHinge(epochs: 15), flipCount: 5, seed: seed)
  }

  @Test(arguments: NamedLimits.all)
  func `finds the best among what the limits allow`(limits: NamedLimits) throws {
    try compare(
      try SyntheticData.clusters(rowCount: 20, featureCount: 3, separation: 1.5, seed: 3),
      try SyntheticData.clusters(rowCount: 30, featureCount: 3, separation: 1.5, seed: 103),
      learner: LinearHinge(epochs: 10), flipCount: 7, seed: 3, limits: limits.make(20))
  }

  /// Features of 0 and 1 and a rate of 1/4 put many margins at exactly 1, and equal rows make equal objectives.
  @Test(arguments: [1, 2, 3, 4])
  func `ties are decided as the naive loop decides them`(seed: Int) throws {
    let seed = UInt64(seed)
    for rate in [0.25, 0.1] {
      try compare(
        try SyntheticData.grid(
          rowCount: 20, featureCount: 3, levels: 2, classCount: 2, seed: seed),
        try SyntheticData.grid(
          rowCount: 15, featureCount: 3, levels: 2, classCount: 2, seed: seed + 100),
        learner: LinearHinge(learningRate: rate, epochs: 10), flipCount: 6, seed: seed)
    }
  }

  @Test(arguments: [1, 2])
  func `a regularized learner is attacked by its weights`(seed: Int) throws {
    let seed = UInt64(seed)
    try compare(
      try SyntheticData.clusters(rowCount: 21, featureCount: 5, separation: 1, seed: seed),
      try SyntheticData.clusters(rowCount: 20, featureCount: 5, separation: 1, seed: seed + 9),
      learner: LinearHinge(epochs: 10, regularization: 0.3), flipCount: 4, seed: seed)
  }

  /// Features in the thousands: rounding in the margins is then far above 1e-10.
  @Test func `raw features of any size are handled`() throws {
    let (features, labels) = try SyntheticData.clusters(rowCount: 24, featureCount: 4, seed: 6)
    let large = Matrix(
      rowCount: 24, columnCount: 4, elements: features.elements.map { $0 * 3000 + 1000 })
    try compare(
      (large, labels), (large, labels), learner: LinearHinge(epochs: 20), flipCount: 5, seed: 6)
  }

  @Test func `both forms agree with the plain loop on every candidate`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 45, featureCount: 7, separation: 1, seed: 8)
    let problem = AttackProblem(features: features, labels: labels)
    let learner = LinearHinge(epochs: 12)
    let order = EpochOrder.visits(rowCount: 45, epochs: 12, seed: 8)
    let plain = PlainTraining(problem, learner: learner, order: order)
    var forms: [any CandidateTraining.Form] = [
      DualCandidates(problem, learner: learner, order: order, execution: .serial),
      WeightCandidates(problem, learner: learner, order: order),
    ]
    var current = labels
    for kept in [3, 17] {
      let flip = Flip(row: kept, from: current[kept], to: 1 - current[kept])
      current[kept] = flip.to
      for index in forms.indices { forms[index].keep(flip) }
      for form in forms {
        let outcomes = form.outcomes(flipping: Array(20..<45), execution: .serial)
        #expect(outcomes.map(\.row) == Array(20..<45))
        for outcome in outcomes {
          var flipped = current
          flipped[outcome.row] = 1 - current[outcome.row]
          let damage = plain.damage(labels: flipped)
          #expect(abs(outcome.damage.loss - damage.loss) < 1e-11)
          #expect(outcome.damage.error == damage.error)
        }
      }
    }
  }

  @Test func `the cheaper form is chosen`() throws {
    let narrow = try SyntheticData.clusters(rowCount: 1100, featureCount: 2, seed: 1)
    let problem = AttackProblem(features: narrow.features, labels: narrow.labels)
    func form(_ learner: LinearHinge, rows: Int) -> any CandidateTraining.Form {
      let part = AttackProblem(
        features: narrow.features.selecting(rows: 0..<rows),
        labels: narrow.labels.selecting(rows: 0..<rows))
      return CandidateTraining.make(part, learner: learner, order: [], execution: .serial)
    }
    #expect(form(LinearHinge(), rows: 100) is DualCandidates)
    #expect(form(LinearHinge(regularization: 1), rows: 100) is WeightCandidates)
    #expect(form(LinearHinge(), rows: problem.labels.count) is WeightCandidates)
  }

  @Test func `greedy is worse than no pair of flips and better than random ones`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 8, featureCount: 2, separation: 3, seed: 5)
    let problem = AttackProblem(features: features, labels: labels)
    let learner = LinearHinge(epochs: 10)
    let greedy = try GreedyLabelFlip(learner: learner).craft(
      problem, budget: .count(2), seed: 1, execution: .serial)
    var all: [Double] = []
    for first in 0..<8 {
      for second in first + 1..<8 {
        var flipped = labels
        flipped[first] = 1 - labels[first]
        flipped[second] = 1 - labels[second]
        all.append(
          try learner.fit(features, flipped, seed: 1).meanHingeLoss(features, labels))
      }
    }
    let reached = try #require(greedy.steps.last?.objective)
    #expect(reached <= (all.max() ?? 0))
    #expect(reached >= all.reduce(0, +) / Double(all.count))
  }

  @Test func `an objective that is not finite is an error`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 12, featureCount: 2, separation: 1, seed: 5)
    let large = Matrix(
      rowCount: 12, columnCount: 2, elements: features.elements.map { $0 * 1e6 })
    for learner in [LinearHinge(learningRate: 1e308), LinearHinge(epochs: .max)] {
      #expect(throws: AttackError.self) {
        try GreedyLabelFlip(learner: learner).craft(
          AttackProblem(features: large, labels: labels), budget: .count(1), seed: 1,
          execution: .serial)
      }
    }
  }

  /// Algorithm 1 for any learner: one training for each row and class.
  private func naive(
    _ problem: AttackProblem, learner: some Classifier, objective: FlipObjective, flipCount: Int,
    harm: (any FittedClassifier) -> Double
  ) throws -> FlipPlan {
    func key(_ labels: Labels) throws -> (first: Double, second: Double) {
      let model = try learner.fit(problem.features, labels, seed: 4)
      let loss = harm(model)
      return objective == .loss
        ? (loss, loss) : (model.error(problem.validationFeatures, problem.validationLabels), loss)
    }
    var labels = problem.labels
    var steps: [FlipPlan.Step] = []
    for _ in 0..<flipCount {
      var best: (flip: Flip, key: (first: Double, second: Double))?
      for row in PlainLimits(problem: problem).more(than: steps.map(\.flip.row)) {
        for to in 0..<labels.classCount where to != labels[row] {
          let flip = Flip(row: row, from: labels[row], to: to)
          let key = try key(labels.applying([flip]))
          if best.map({ key > $0.key }) ?? true { best = (flip, key) }
        }
      }
      guard let best else { break }
      labels[best.flip.row] = best.flip.to
      steps.append(FlipPlan.Step(flip: best.flip, objective: best.key.first))
    }
    return FlipPlan(steps: steps, initialObjective: try key(problem.labels).first)
  }

  private func crossEntropy(_ model: any FittedClassifier, _ problem: AttackProblem) -> Double {
    let probabilities = model.probabilities(problem.validationFeatures, execution: .serial)
    let losses = problem.validationLabels.classIndices.enumerated().map { row, label in
      -log(max(probabilities[row, label], 1e-12))
    }
    return losses.reduce(0, +) / Double(losses.count)
  }

  private func problem(classCount: Int, rowCount: Int, seed: UInt64) throws -> AttackProblem {
    let training = try SyntheticData.clusters(
      rowCount: rowCount, featureCount: 3, classCount: classCount, separation: 1.5, seed: seed)
    return AttackProblem(
      features: training.features, labels: training.labels,
      validation: try SyntheticData.clusters(
        rowCount: 21, featureCount: 3, classCount: classCount, separation: 1.5, seed: seed + 100),
      limits: FlipLimits(perClass: [0: 2], fixedRows: [3]))
  }

  @Test(arguments: [2, 3], FlipObjective.allCases)
  func `any learner is trained anew for every row and class`(
    classCount: Int, objective: FlipObjective
  ) throws {
    let problem = try problem(classCount: classCount, rowCount: 18, seed: 3)
    let learners: [any Classifier] = [LogisticRegression(), GaussianNaiveBayes(), KNearest()]
    for learner in learners {
      let plan = try GreedyLabelFlip(learner: learner, objective: objective).craft(
        problem, budget: .count(3), seed: 4, execution: Execution(threadCount: 2))
      let expected = try naive(
        problem, learner: learner, objective: objective, flipCount: 3
      ) { crossEntropy($0, problem) }
      #expect(plan.flips == expected.flips)
      #expect(
        plan.initialObjective.map { abs($0 - (expected.initialObjective ?? 0)) < 1e-12 } == true)
      for (step, wanted) in zip(plan.steps, expected.steps) {
        #expect(abs((step.objective ?? 0) - (wanted.objective ?? 1)) < 1e-12)
      }
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5])
  func `by the error the hinge learner's flips are those of the plain loop`(seed: Int) throws {
    let seed = UInt64(seed)
    let grid = try SyntheticData.grid(
      rowCount: 18, featureCount: 3, levels: 2, classCount: 2, seed: seed)
    let clusters = try SyntheticData.clusters(
      rowCount: 18, featureCount: 3, separation: 1, seed: seed)
    for (features, labels) in [grid, clusters] {
      for learner in [
        LinearHinge(learningRate: 0.25, epochs: 8), LinearHinge(epochs: 8, regularization: 0.2),
      ] {
        let problem = AttackProblem(features: features, labels: labels)
        let plan = try GreedyLabelFlip(learner: learner, objective: .error).craft(
          problem, budget: .count(5), seed: 4, execution: .serial)
        let expected = try naive(
          problem, learner: learner, objective: .error, flipCount: 5
        ) { ($0 as? LinearModel)?.meanHingeLoss(features, labels) ?? .nan }
        #expect(plan == expected)
      }
    }
  }

  @Test(arguments: [2, 3])
  func `against least squares it finds the flips of the closed form`(classCount: Int) throws {
    let problem = try problem(classCount: classCount, rowCount: 20, seed: 6)
    let plan = try GreedyLabelFlip(learner: Ridge()).craft(
      problem, budget: .count(4), seed: 1, execution: .serial)
    let closed = try LeastSquaresFlip().craft(
      problem, budget: .count(4), seed: 1, execution: .serial)
    #expect(plan.flips == closed.flips)
    for (step, wanted) in zip(plan.steps, closed.steps) {
      #expect(abs((step.objective ?? 0) - (wanted.objective ?? 1)) < 1e-9)
    }
  }

  @Test func `the hinge learner of more classes is trained anew`() throws {
    let problem = try problem(classCount: 3, rowCount: 15, seed: 5)
    let learner = LinearHinge(epochs: 5)
    let plan = try GreedyLabelFlip(learner: learner).craft(
      problem, budget: .count(2), seed: 4, execution: .serial)
    let expected = try naive(problem, learner: learner, objective: .loss, flipCount: 2) {
      ($0 as? LinearModel)?.meanHingeLoss(problem.validationFeatures, problem.validationLabels)
        ?? .nan
    }
    #expect(plan == expected)
  }
}
