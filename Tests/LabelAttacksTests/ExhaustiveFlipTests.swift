import Classifiers
import FlipguardTestSupport
import LabelAttacks
import LabelContracts
import LabelData
import Testing
import VectorKernels

@Suite struct ExhaustiveFlipTests {
  private func problem(
    rowCount: Int = 9, classCount: Int = 2, seed: UInt64 = 1, limits: FlipLimits = .none
  ) throws -> AttackProblem {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: rowCount, featureCount: 2, classCount: classCount, separation: 2, seed: seed)
    return AttackProblem(
      features: features, labels: labels,
      validation: try SyntheticData.clusters(
        rowCount: 14, featureCount: 2, classCount: classCount, separation: 2, seed: seed + 50),
      limits: limits)
  }

  private func final(_ attack: some Attack, _ problem: AttackProblem, _ budget: Int) throws
    -> Double
  {
    let plan = try attack.craft(problem, budget: .count(budget), seed: 1, execution: .serial)
    return try #require(plan.steps.last?.objective ?? plan.initialObjective)
  }

  /// Every subset as bits, not by size.
  @Test(arguments: LeastSquaresFlip.Objective.allCases.filter { $0 != .hingeLoss }, [2, 3])
  func `the plan is the best of all subsets`(
    objective: LeastSquaresFlip.Objective, classCount: Int
  ) throws {
    let problem = try problem(
      rowCount: 6, classCount: classCount, limits: FlipLimits(perClass: [0: 1], fixedRows: [4]))
    let plain = RetrainedRidge(problem: problem, learner: Ridge())
    var best = 0.0
    let codes = (0..<6).reduce(1) { product, _ in product * classCount }
    for code in 0..<codes {
      var rest = code
      let classes = (0..<6).map { _ in
        defer { rest /= classCount }
        return rest % classCount
      }
      let rows = (0..<6).filter { classes[$0] != problem.labels[$0] }
      guard rows.count <= 3, PlainLimits(problem: problem).allow(rows) else { continue }
      let labels = try Labels(classIndices: classes, classNames: problem.labels.classNames)
      best = max(best, try plain.value(objective, labels))
    }
    let attack = ExhaustiveFlip(objective: objective == .error ? .error : .loss)
    let plan = try attack.craft(problem, budget: .count(3), seed: 1, execution: .serial)
    #expect(abs((plan.steps.last?.objective ?? 0) - best) < 1e-9)
    #expect(PlainLimits(problem: problem).allow(plan.flips.map(\.row)))
    for count in 1...max(1, plan.steps.count) where count <= plan.steps.count {
      let labels = problem.labels.applying(plan.prefix(count).flips)
      #expect(
        abs((plan.steps[count - 1].objective ?? 0) - (try plain.value(objective, labels))) < 1e-9)
    }
  }

  @Test(arguments: [1, 2, 3])
  func `one flip is what the greedy attacks choose`(seed: Int) throws {
    let problem = try problem(seed: UInt64(seed))
    let optimum = try final(ExhaustiveFlip(), problem, 1)
    #expect(abs(try final(LeastSquaresFlip(), problem, 1) - optimum) < 1e-9)
    #expect(try final(GreedyLabelFlip(learner: Ridge()), problem, 1) == optimum)
    let hinge = LinearHinge(epochs: 10)
    #expect(
      try final(GreedyLabelFlip(learner: hinge), problem, 1)
        == final(ExhaustiveFlip(learner: hinge), problem, 1))
    for objective in FlipObjective.allCases {
      #expect(
        try final(InfluenceFlip(learner: hinge, objective: objective), problem, 1)
          == final(ExhaustiveFlip(learner: hinge, objective: objective), problem, 1))
      let logistic = ExhaustiveFlip(learner: LogisticRegression(), objective: objective)
      let found = try final(InfluenceFlip(objective: objective), problem, 1)
      #expect(abs(found - (try final(logistic, problem, 1))) < 1e-6)
    }
  }

  /// What greedy attacks reach of the optimum of three flips; the shares are measured, over five problems.
  @Test func `greedy attacks come close to the optimum and never above`() throws {
    let hinge = LinearHinge(epochs: 10)
    let pairs: [(name: String, attack: any Attack, oracle: ExhaustiveFlip, least: Double)] = [
      ("lfa", GreedyLabelFlip(learner: hinge), ExhaustiveFlip(learner: hinge), 0.7),
      ("lfa-least-squares", LeastSquaresFlip(), ExhaustiveFlip(), 0.7),
      ("influence", InfluenceFlip(), ExhaustiveFlip(learner: LogisticRegression()), 0.75),
      ("influence", InfluenceFlip(learner: hinge), ExhaustiveFlip(learner: hinge), 0.99),
    ]
    for (name, attack, oracle, least) in pairs {
      var shares: [Double] = []
      for seed in 1...5 {
        let problem = try problem(seed: UInt64(seed))
        let optimum = try final(oracle, problem, 3)
        let reached = try final(attack, problem, 3)
        #expect(reached <= optimum * (1 + 1e-6), "\(name)")
        shares.append(reached / optimum)
      }
      #expect(shares.allSatisfy { $0 >= least }, "\(name) \(shares)")
    }
  }

  @Test func `where no flip does harm none is chosen`() throws {
    let base = try problem(rowCount: 4)
    // All labels are wrong already: every flip makes the model better.
    let inverted = base.labels.classIndices.map { 1 - $0 }
    let problem = AttackProblem(
      features: base.features,
      labels: try Labels(classIndices: inverted, classNames: base.labels.classNames),
      validation: (base.features, base.labels))
    let plan = try ExhaustiveFlip().craft(
      problem, budget: .count(4), seed: 1, execution: .serial)
    #expect(plan.steps.isEmpty && (plan.initialObjective ?? 0) > 1)
  }

  @Test func `too many rows or plans are refused`() throws {
    let large = try problem(rowCount: 13)
    #expect(
      throws: AttackError.invalidProblem("13 rows; every plan is tried, for at most 12 rows")
    ) {
      try ExhaustiveFlip().craft(large, budget: .count(1), seed: 1, execution: .serial)
    }
    let many = try problem(rowCount: 12, classCount: 4)
    let error = #expect(throws: AttackError.self) {
      try ExhaustiveFlip().craft(many, budget: .count(12), seed: 1, execution: .serial)
    }
    #expect(error?.description.contains("more than 100000 plans") == true)
  }
}
