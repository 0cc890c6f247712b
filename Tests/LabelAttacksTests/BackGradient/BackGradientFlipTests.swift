import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelAttacks

@Suite struct BackGradientFlipTests {
  private func problem(
    _ rowCount: Int, classes: Int, separation: Double = 2, seed: UInt64
  ) throws -> AttackProblem {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: rowCount, featureCount: 4, classCount: classes, separation: separation, seed: seed)
    return AttackProblem(
      features: features, labels: labels,
      validation: try SyntheticData.clusters(
        rowCount: 30, featureCount: 4, classCount: classes, separation: separation, seed: seed + 20)
    )
  }

  @Test(arguments: [2, 3], [1, 2, 3])
  func `the derivatives by shares are those of central differences`(
    classes: Int, seed: UInt64
  ) throws {
    let problem = try problem(12, classes: classes, seed: seed)
    let game = RelaxedTraining(
      problem, learner: LogisticDescent(regularization: 0.7, steps: 25))
    var generator = SeededGenerator(seed: seed)
    let movable = game.movable(problem.allowance(.count(12)))
    var shares = game.none
    for index in movable.indices where movable[index] {
      shares.values[index] = 0.3 * generator.unitInterval()
    }
    let slope = game.slope(shares, execution: .serial)
    #expect(slope.objective == game.objective(shares, execution: .serial))
    for index in movable.indices {
      guard movable[index] else {
        #expect(slope.byShare[index] == 0)
        continue
      }
      let step = 1e-4
      var (up, down) = (shares, shares)
      up.values[index] += step
      down.values[index] -= step
      let difference =
        (game.objective(up, execution: .serial) - game.objective(down, execution: .serial))
        / (2 * step)
      // Small numbers are held to what they are large against.
      #expect(abs(difference - slope.byShare[index]) < 1e-5 * max(abs(difference), 1e-3))
    }
    #expect(slope.byShare.contains { abs($0) > 1e-3 })
  }

  @Test(arguments: [2, 3])
  func `many steps end at logistic regression`(classes: Int) throws {
    let problem = try problem(40, classes: classes, separation: 1, seed: 4)
    let course = DescentCourse(
      problem.features, classCount: classes,
      learner: LogisticDescent(regularization: 3, steps: 2000))
    let labels = problem.labels
    let targets = labels.classIndices.map { label in
      classes == 2 ? [Double(label)] : (0..<classes).map { $0 == label ? 1.0 : 0 }
    }
    let path = course.forth(targets, execution: Execution(threadCount: 2))
    #expect(path.count == 2001)
    let model = LinearModel(weights: path[2000])
    let wanted = try LogisticRegression(regularization: 3).fit(problem.features, labels, seed: 1)
    let left = model.probabilities(problem.features, execution: .serial)
    let right = wanted.probabilities(problem.features, execution: .serial)
    for (a, b) in zip(left.elements, right.elements) { #expect(abs(a - b) < 1e-4) }
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `the projection is the nearest of all shares within the budget`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let classes = seed.isMultiple(of: 2) ? 3 : 2
    let count = 4 * classes
    // A row's own class stays at 0.
    let isOwn = (0..<count).map { $0 % classes == ($0 / classes) % classes }
    let given = FlipShares(
      values: isOwn.map { $0 ? 0 : 2.5 * generator.unitInterval() - 0.7 }, classCount: classes)
    let found = given.projected(budget: 1.5)
    func fits(_ values: [Double]) -> Bool {
      values.allSatisfy { $0 >= 0 } && values.reduce(0, +) <= 1.5
        && (0..<4).allSatisfy { row in
          values[row * classes..<(row + 1) * classes].reduce(0, +) <= 1 + 1e-12
        }
    }
    #expect(fits(found.values))
    #expect(zip(found.values, isOwn).allSatisfy { !$1 || $0 == 0 })
    // The nearest point of a convex set: no other point lies on the side of what was given.
    for _ in 0..<300 {
      var other = isOwn.map { $0 ? 0 : generator.unitInterval() * generator.unitInterval() }
      for row in 0..<4 where generator.below(2) == 0 {
        for label in 0..<classes { other[row * classes + label] = 0 }
      }
      guard fits(other) else { continue }
      let side = (0..<count).reduce(0) {
        $0 + (given.values[$1] - found.values[$1]) * (other[$1] - found.values[$1])
      }
      #expect(side <= 1e-9)
    }
    #expect(found.projected(budget: 1.5) == found)
  }

  @Test(arguments: [2, 3])
  func `it harms logistic regression more than random flips do, and than its first gradient`(
    classes: Int
  ) throws {
    var sums = [0.0, 0.0, 0.0]
    for seed in 1...5 as ClosedRange<UInt64> {
      let problem = try problem(40, classes: classes, seed: seed)
      let learner = LogisticDescent(steps: 40)
      let attacks: [any Attack] = [
        BackGradientFlip(learner: learner), BackGradientFlip(learner: learner, rounds: 0),
        RandomFlip(),
      ]
      let game = RelaxedTraining(problem, learner: learner)
      for (index, attack) in attacks.enumerated() {
        let plan = try attack.craft(problem, budget: .count(10), seed: seed, execution: .serial)
        #expect(plan.flips.count == 10)
        let objective = game.objective(game.shares(of: plan.flips), execution: .serial)
        if let last = plan.steps.last?.objective { #expect(last == objective) }
        sums[index] += objective
      }
    }
    #expect(sums[0] >= sums[1] && sums[1] > sums[2] + 0.5, "\(sums)")
  }

  @Test func `what cannot be attacked is refused`() throws {
    let problem = try problem(12, classes: 2, seed: 1)
    for attack in [
      BackGradientFlip(learner: LogisticDescent(regularization: -1)),
      BackGradientFlip(learner: LogisticDescent(steps: 0)), BackGradientFlip(rounds: -1),
      BackGradientFlip(stepSize: 0), BackGradientFlip(stepSize: 2),
    ] {
      #expect(throws: AttackError.self) {
        try attack.craft(problem, budget: .count(2), seed: 1, execution: .serial)
      }
    }
    var features = problem.features
    features[3, 1] = .nan
    #expect(throws: AttackError.self) {
      try BackGradientFlip().craft(
        AttackProblem(features: features, labels: problem.labels), budget: .count(1), seed: 1,
        execution: .serial)
    }
  }
}
