import Classifiers
import FlipguardTestSupport
import LabelAttacks
import LabelContracts
import LabelData
import Testing
import VectorKernels

@Suite struct TargetedFlipTests {
  /// Victims that are linear in the labels, with negative weights and without.
  private static let victims: [any LabelLinear] = [
    NearestVote(neighborCount: 5), NearestVote(neighborCount: 4), KernelSmoother(width: 1),
    TargetedFlip.leastSquares(Ridge()), RidgeSmoother(regularization: 3),
  ]

  private func problem(
    rows: Int, classes: Int = 2, validation: Int = 1, seed: UInt64, limits: FlipLimits = .none
  ) throws -> AttackProblem {
    let training = try SyntheticData.clusters(
      rowCount: rows, featureCount: 2, classCount: classes, separation: 1.5, seed: seed)
    return AttackProblem(
      features: training.features, labels: training.labels,
      validation: try SyntheticData.clusters(
        rowCount: validation, featureCount: 2, classCount: classes, separation: 1.5,
        seed: seed + 30), limits: limits)
  }

  private func weights(_ victim: any LabelLinear, _ problem: AttackProblem, row: Int = 0) throws
    -> LabelWeights
  {
    func fit(_ victim: some LabelLinear) throws -> LabelWeights {
      try victim.fit(problem.features, seed: 1, execution: .serial).labelWeights(
        problem.validationFeatures, rows: row..<row + 1, execution: .serial)[0]
    }
    return try fit(victim)
  }

  /// The fewest flips after which a prediction is as wanted, by trying every relabelling; `nil` where none is.
  private func fewest(
    _ weights: LabelWeights, _ problem: AttackProblem, isWanted: (Int) -> Bool
  ) -> Int? {
    let (n, classes) = (problem.labels.count, problem.labels.classCount)
    let plain = PlainLimits(problem: problem)
    var best: Int?
    var labels = problem.labels
    func assign(_ row: Int, _ flipped: [Int]) {
      guard flipped.count < best ?? .max else { return }
      guard row < n else {
        if plain.allow(flipped), isWanted(weights.predictedLabel(labels)) { best = flipped.count }
        return
      }
      for label in 0..<classes {
        labels[row] = label
        assign(row + 1, label == problem.labels[row] ? flipped : flipped + [row])
      }
      labels[row] = problem.labels[row]
    }
    assign(0, [])
    return best
  }

  private static let limits: [FlipLimits] = [
    .none, FlipLimits(perClass: [0: 1]), FlipLimits(perClass: [0: 2, 1: 0]),
    FlipLimits(fixedRows: [0, 2, 3]),
    FlipLimits(
      perGroup: .init(groups: LabelGroups((0..<10).map { "\($0 % 3)" }), most: [1, 0, 1])),
  ]

  @Test(arguments: victims.indices, limits.indices)
  func `no fewer flips change a prediction`(victim: Int, limits: Int) throws {
    for (rows, classes, seeds) in [(9, 2, 1...6), (6, 3, 1...4)] {
      for seed in seeds {
        var limits = Self.limits[limits]
        limits.perGroup = limits.perGroup.map {
          .init(
            groups: $0.groups.selecting(rows: Array(0..<rows)), most: $0.most)
        }
        let problem = try problem(
          rows: rows, classes: classes, seed: UInt64(seed), limits: limits)
        let weights = try weights(Self.victims[victim], problem)
        let right = problem.validationLabels[0]
        let plan = try TargetedFlip(victim: .labelLinear(Self.victims[victim])).craft(
          problem, budget: .count(rows), seed: 1, execution: .serial)
        #expect(PlainLimits(problem: problem).allow(plan.flips.map(\.row)))
        let after = weights.predictedLabel(problem.labels.applying(plan.flips))
        let objective = plan.steps.last?.objective ?? plan.initialObjective ?? .nan
        if let needed = fewest(weights, problem, isWanted: { $0 != right }) {
          #expect(plan.flips.count == needed && after != right && objective >= 0)
        } else {
          // The objective tells that it cannot be done, where anything was.
          #expect(after == right && (objective < 0 || plan.flips.isEmpty))
        }
      }
    }
  }

  @Test(arguments: victims.indices)
  func `a target class is reached, with two classes by the fewest flips`(victim: Int) throws {
    for (rows, classes) in [(9, 2), (6, 3)] {
      for seed in 1...4 {
        let problem = try problem(rows: rows, classes: classes, seed: UInt64(seed))
        let weights = try weights(Self.victims[victim], problem)
        for target in 0..<classes {
          let plan = try TargetedFlip(victim: .labelLinear(Self.victims[victim]), target: target)
            .craft(problem, budget: .count(rows), seed: 1, execution: .serial)
          let needed = fewest(weights, problem, isWanted: { $0 == target })
          let after = weights.predictedLabel(problem.labels.applying(plan.flips))
          #expect(after == target)
          if classes == 2 { #expect(plan.flips.count == needed) }
          if let needed { #expect(plan.flips.count >= needed) }
        }
      }
    }
  }

  @Test func `least squares by its weights is ridge regression trained anew`() throws {
    for (classes, seed) in [(2, UInt64(1)), (2, 2), (3, 3), (4, 4)] {
      let problem = try problem(rows: 60, classes: classes, validation: 25, seed: seed)
      let plan = try TargetedFlip().craft(
        problem, budget: .count(60), seed: 1, execution: Execution(threadCount: 2))
      func predictions(_ count: Int) throws -> [Int] {
        try Ridge().fit(
          problem.features, problem.labels.applying(plan.prefix(count).flips), seed: 1
        ).predict(problem.validationFeatures)
      }
      let before = try predictions(0)
      let after = try predictions(plan.flips.count)
      let right = problem.validationLabels.classIndices
      let broken = right.indices.filter { before[$0] == right[$0] && after[$0] != right[$0] }
      #expect(!broken.isEmpty && !plan.flips.isEmpty)
      #expect((plan.steps.last?.objective ?? -1) >= 0 && (plan.initialObjective ?? 0) < 0)
      // One flip less leaves the attacked row, and so at least one of them, as it was.
      let almost = try predictions(plan.flips.count - 1)
      #expect(broken.contains { almost[$0] == right[$0] })
    }
  }

  @Test func `the row nearest to the border is attacked, and the radius is one less`() throws {
    let problem = try problem(rows: 40, classes: 3, validation: 30, seed: 7)
    let victim = NearestVote(neighborCount: 7)
    let search = try LabelRadiusSearch(problem.labels)
    let radii = try (0..<30).compactMap { row in
      let found = search.radius(try weights(victim, problem, row: row))
      return found.predictedLabel == problem.validationLabels[row] ? found.radius : nil
    }
    let plan = try TargetedFlip(victim: .labelLinear(victim)).craft(
      problem, budget: .count(40), seed: 1, execution: .serial)
    #expect(plan.flips.count == (radii.min() ?? -2) + 1)
    // A row that is judged alone is the one.
    for row in [3, 11] {
      let found = search.radius(try weights(victim, problem, row: row))
      let one = try TargetedFlip(victim: .labelLinear(victim)).craft(
        problem.judged(on: .rows([row])), budget: .count(40), seed: 1, execution: .serial)
      let isRight = found.predictedLabel == problem.validationLabels[row]
      #expect(one.flips.count == (isRight ? found.radius + 1 : 0))
    }
  }

  @Test func `what the budget does not reach is told by the objective`() throws {
    let problem = try problem(rows: 40, validation: 1, seed: 2)
    let attack = TargetedFlip(victim: .labelLinear(NearestVote(neighborCount: 15)))
    let whole = try attack.craft(problem, budget: .count(40), seed: 1, execution: .serial)
    #expect(whole.flips.count > 1)
    let part = try attack.craft(
      problem, budget: .count(whole.flips.count - 1), seed: 1, execution: .serial)
    #expect(part == whole.prefix(whole.flips.count - 1))
    #expect((part.steps.last?.objective ?? 1) <= 0 && (whole.steps.last?.objective ?? -1) >= 0)
  }

  @Test(arguments: [2, 3])
  func `any other victim is trained until its prediction has changed`(classes: Int) throws {
    let victims: [any Classifier] = [
      LogisticRegression(), LinearHinge(epochs: 20), GaussianNaiveBayes(),
    ]
    for victim in victims where classes == 2 || !(victim is LinearHinge) {
      let limits = FlipLimits(perClass: [0: 18], fixedRows: [0, 3, 6])
      let problem = try problem(
        rows: 40, classes: classes, validation: 12, seed: 5, limits: limits)
      func predictions(_ flips: [Flip]) throws -> [Int] {
        func fit(_ victim: some Classifier) throws -> [Int] {
          try victim.fit(problem.features, problem.labels.applying(flips), seed: 4)
            .predict(problem.validationFeatures)
        }
        return try fit(victim)
      }
      let right = problem.validationLabels.classIndices
      let before = try predictions([])
      for target in [nil, 1] as [Int?] {
        let plan = try TargetedFlip(
          victim: .retrained(victim, surrogate: TargetedFlip.leastSquares(Ridge())), target: target
        ).craft(problem, budget: .count(40), seed: 4, execution: .serial)
        #expect(PlainLimits(problem: problem).allow(plan.flips.map(\.row)))
        func isWanted(_ label: Int, _ right: Int) -> Bool {
          target.map { label == $0 } ?? (label != right)
        }
        func changed(_ predicted: [Int]) -> [Int] {
          right.indices.filter {
            before[$0] != predicted[$0]
              && isWanted(predicted[$0], right[$0])
          }
        }
        #expect(!plan.flips.isEmpty)
        let (last, almost) = (
          try predictions(plan.flips), try predictions(plan.flips.dropLast())
        )
        #expect(!Set(changed(last)).subtracting(changed(almost)).isEmpty)
      }
    }
  }

  @Test func `a prediction that is so already needs nothing`() throws {
    let problem = try problem(rows: 30, validation: 1, seed: 3)
    let victim = NearestVote(neighborCount: 5)
    let predicted = try weights(victim, problem).predictedLabel(problem.labels)
    let plan = try TargetedFlip(victim: .labelLinear(victim), target: predicted).craft(
      problem, budget: .count(5), seed: 1, execution: .serial)
    #expect(plan.steps.isEmpty && (plan.initialObjective ?? -1) > 0)
  }

  @Test func `what does not fit is refused`() throws {
    let problem = try problem(rows: 10, seed: 1)
    for attack in [
      TargetedFlip(target: 2), .init(target: -1),
      .init(victim: .labelLinear(NearestVote(neighborCount: 0))),
      .init(victim: .retrained(KNearest(neighborCount: 0), surrogate: NearestVote())),
    ] {
      #expect(throws: AttackError.self) {
        try attack.craft(problem, budget: .count(1), seed: 1, execution: .serial)
      }
    }
  }
}
