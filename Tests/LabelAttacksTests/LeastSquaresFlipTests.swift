import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelAttacks

@Suite struct LeastSquaresFlipTests {
  /// Sizes that lead to each form: few validation rows, many, and fewer rows than features.
  struct Size: CustomTestStringConvertible, Sendable {
    let rows: Int
    let features: Int
    let validation: Int
    let classes: Int

    var testDescription: String {
      "\(rows) x \(features), \(validation) validation rows, \(classes) classes"
    }
  }

  static let sizes = [
    Size(rows: 25, features: 6, validation: 5, classes: 2),
    Size(rows: 25, features: 3, validation: 40, classes: 2),
    Size(rows: 12, features: 20, validation: 30, classes: 2),
    Size(rows: 24, features: 3, validation: 30, classes: 3),
    Size(rows: 24, features: 5, validation: 6, classes: 4),
    Size(rows: 9, features: 14, validation: 20, classes: 3),
  ]

  private func problem(_ size: Size, seed: UInt64, offset: Float = 0) throws -> AttackProblem {
    func rows(_ count: Int, _ seed: UInt64) throws -> (features: Matrix, labels: Labels) {
      var (features, labels) = try SyntheticData.clusters(
        rowCount: count, featureCount: size.features, classCount: size.classes, separation: 1.5,
        seed: seed)
      for index in features.elements.indices { features.elements[index] += offset }
      return (features, labels)
    }
    let training = try rows(size.rows, seed)
    return AttackProblem(
      features: training.features, labels: training.labels,
      validation: try rows(size.validation, seed + 100))
  }

  @Test(arguments: sizes, [0, 1000])
  func `gains are the differences of two trainings`(size: Size, offset: Int) throws {
    let problem = try problem(size, seed: 3, offset: Float(offset))
    let retrained = RetrainedRidge(problem: problem, learner: Ridge(regularization: 0.5))
    var current = try SquaredLossGains(
      problem, learner: retrained.learner, execution: Execution(threadCount: 2))
    // Numbers of a thousand leave less room for digits.
    let tolerance = offset == 0 ? 1e-9 : 1e-6
    let count = Double(size.validation)
    for kept in [nil, 4, 1] {
      if let kept {
        current.keep(
          Flip(
            row: kept, from: current.labels[kept],
            to: (current.labels[kept] + 1) % size.classes))
      }
      let before = try retrained.losses(current.labels).squared
      #expect(abs(current.objective - before) < tolerance)
      for row in 0..<size.rows {
        for (flip, gain) in current.flips(row: row) {
          let after = try retrained.losses(current.labels.applying([flip])).squared
          #expect(abs(gain / count - (after - before)) < tolerance)
        }
      }
      let block = [0, 2, 3, 7].map { row in
        Flip(row: row, from: current.labels[row], to: (current.labels[row] + 1) % size.classes)
      }
      let after = try retrained.losses(current.labels.applying(block)).squared
      #expect(abs(current.gain(block) / count - (after - before)) < tolerance)
      #expect(abs(current.objective(of: current.labels.applying(block)) - after) < tolerance)
    }
  }

  @Test(arguments: sizes, LeastSquaresFlip.Objective.allCases)
  func `finds the flips of greedy retraining`(
    size: Size, objective: LeastSquaresFlip.Objective
  ) throws {
    for seed in [UInt64(1), 2] {
      let problem = try problem(size, seed: seed)
      let learner = Ridge(regularization: 2)
      let plan = try LeastSquaresFlip(learner: learner, objective: objective).craft(
        problem, budget: .count(4), seed: 1, execution: Execution(threadCount: 2))
      let expected = try RetrainedRidge(problem: problem, learner: learner)
        .greedy(objective, flipCount: 4)
      #expect(plan.flips == expected.flips)
      for (found, wanted) in zip(plan.steps, expected.steps) {
        #expect(abs((found.objective ?? 0) - (wanted.objective ?? 1)) < 1e-9)
      }
      #expect(abs((plan.initialObjective ?? 0) - (expected.initialObjective ?? 1)) < 1e-9)
    }
  }

  @Test(arguments: LeastSquaresFlip.Objective.allCases, NamedLimits.all)
  func `finds the best among what the limits allow`(
    objective: LeastSquaresFlip.Objective, limits: NamedLimits
  ) throws {
    for size in Self.sizes {
      let problem = try problem(size, seed: 4).limited(by: limits.make(size.rows))
      let learner = Ridge(regularization: 2)
      let plan = try LeastSquaresFlip(learner: learner, objective: objective).craft(
        problem, budget: .count(7), seed: 1, execution: .serial)
      let expected = try RetrainedRidge(problem: problem, learner: learner)
        .greedy(objective, flipCount: 7)
      #expect(plan.flips == expected.flips)
    }
  }

  /// Whole numbers as features make equal rows, and so equal gains.
  @Test(arguments: [2, 3], [10, 200])
  func `looking only where a bound allows finds what looking everywhere finds`(
    classes: Int, validation: Int
  ) throws {
    for seed in [UInt64(1), 2, 3] {
      let training = try SyntheticData.grid(
        rowCount: 150, featureCount: 9, levels: seed == 1 ? 2 : 5, classCount: classes, seed: seed)
      let problem = AttackProblem(
        features: training.features, labels: training.labels,
        validation: try SyntheticData.grid(
          rowCount: validation, featureCount: 9, levels: 5, classCount: classes, seed: seed + 9))
      let plan = try LeastSquaresFlip().craft(
        problem, budget: .count(100), seed: 1, execution: .serial)
      var current = try SquaredLossGains(problem, learner: Ridge(), execution: .serial)
      var remaining = Array(0..<150)
      for step in plan.steps {
        let all = remaining.map { current.best(row: $0) }
        let best = all.reduce(all[0]) { $1.gain > $0.gain ? $1 : $0 }
        #expect(step.flip == best.flip)
        current.keep(best.flip)
        remaining.removeAll { $0 == best.flip.row }
      }
      #expect(plan.steps.count == 100)
    }
  }

  @Test func `the attack is worse than flips at random, and the loss than the clean one`() throws {
    let problem = try problem(
      Size(rows: 100, features: 4, validation: 60, classes: 2), seed: 5)
    let retrained = RetrainedRidge(problem: problem, learner: Ridge())
    let plan = try LeastSquaresFlip().craft(
      problem, budget: .poisoningRate(0.2), seed: 1, execution: .serial)
    let random = try RandomFlip().craft(
      problem, budget: .poisoningRate(0.2), seed: 1, execution: .serial)
    let losses = try [plan, random, FlipPlan(steps: [])].map {
      try retrained.losses(problem.labels.applying($0.flips)).squared
    }
    #expect(losses[0] > losses[1] + 0.1 && losses[1] > losses[2])
  }

  @Test func `what does not fit is refused`() throws {
    let fitting = try problem(
      Size(rows: 10, features: 3, validation: 4, classes: 2), seed: 5)
    let none = fitting.features.selecting(rows: [Int]())
    let other = try problem(
      Size(rows: 10, features: 2, validation: 4, classes: 2), seed: 5)
    let more = try problem(
      Size(rows: 10, features: 3, validation: 4, classes: 3), seed: 5)
    let problems = [
      AttackProblem(
        features: fitting.features, labels: fitting.labels,
        validation: (none, fitting.labels.selecting(rows: [Int]()))),
      AttackProblem(
        features: fitting.features, labels: fitting.labels,
        validation: (other.features, other.labels)),
      AttackProblem(
        features: fitting.features, labels: fitting.labels,
        validation: (more.features, more.labels)),
    ]
    for objective in LeastSquaresFlip.Objective.allCases {
      for problem in problems {
        #expect(throws: AttackError.self) {
          try LeastSquaresFlip(objective: objective).craft(
            problem, budget: .count(1), seed: 1, execution: .serial)
        }
      }
      #expect(throws: AttackError.self) {
        try LeastSquaresFlip(learner: Ridge(regularization: -1), objective: objective).craft(
          fitting, budget: .count(1), seed: 1, execution: .serial)
      }
    }
  }
}
