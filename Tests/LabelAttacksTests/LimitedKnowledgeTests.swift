import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Neighbors
import Testing
import VectorKernels

@testable import LabelAttacks

@Suite struct LimitedKnowledgeTests {
  private static let rowCount = 40

  private func problem(classes: Int = 2, seed: UInt64 = 1, limits: FlipLimits = .none) throws
    -> AttackProblem
  {
    let training = try SyntheticData.clusters(
      rowCount: Self.rowCount, featureCount: 3, classCount: classes, seed: seed)
    return AttackProblem(
      features: training.features, labels: training.labels,
      validation: try SyntheticData.clusters(
        rowCount: 30, featureCount: 3, classCount: classes, seed: seed + 50),
      neighborGraph: try ExactNeighbors.graph(
        of: training.features, count: 5, execution: .serial), limits: limits)
  }

  /// The rows of a sample, seen from outside: those of all flips of an attack that flips whatever it may.
  private func sample(_ share: Double, _ problem: AttackProblem) throws -> [Int] {
    try LimitedKnowledge(RandomFlip(), knowledge: .sample(share: share))
      .craft(problem, budget: .poisoningRate(1), seed: 3, execution: .serial)
      .flips.map(\.row).sorted()
  }

  @Test func `a sample is a share of the rows, and a larger one adds to it`() throws {
    let whole = try problem()
    let problem = AttackProblem(features: whole.features, labels: whole.labels)
    let samples = try [0.001, 0.3, 0.5, 1].map { try sample($0, problem) }
    #expect(samples.map(\.count) == [1, 12, 20, 40])
    for (less, more) in zip(samples, samples.dropFirst()) {
      #expect(Set(less).isSubset(of: more))
    }
  }

  @Test(
    arguments: [LeastSquaresFlip(), DetectabilityConstrainedFlip(neighborCount: 4)] as [any Attack])
  func `with a sample the attack is that on the sample alone`(attack: any Attack) throws {
    let groups = LabelGroups((0..<Self.rowCount).map { "g\($0 % 7)" })
    let limits = FlipLimits(
      perClass: [0: 3], perGroup: .init(groups: groups, most: [2, 0, 1, 1, 1, 2, 2]),
      fixedRows: [4, 9, 11, 30])
    let problem = try problem(limits: limits)
    let rows = try sample(0.6, try self.problem())
    #expect(rows.count == 24)
    let part = AttackProblem(
      features: problem.features.selecting(rows: rows),
      labels: problem.labels.selecting(rows: rows),
      validation: (problem.validationFeatures, problem.validationLabels),
      neighborGraph: try ExactNeighbors.graph(
        of: problem.features.selecting(rows: rows), count: 5, execution: .serial),
      limits: FlipLimits(
        perClass: [0: 3],
        perGroup: .init(
          groups: LabelGroups(rows.map { "g\($0 % 7)" }), most: [2, 0, 1, 1, 1, 2, 2]),
        fixedRows: Set(rows.indices.filter { [4, 9, 11, 30].contains(rows[$0]) })))
    let expected = try attack.craft(
      part, budget: .count(8), seed: 3, execution: .serial)
    // The budget is a fifth of all 40 rows.
    let plan = try LimitedKnowledge(attack, knowledge: .sample(share: 0.6)).craft(
      problem, budget: .poisoningRate(0.2), seed: 3, execution: .serial)
    #expect(plan.flips.map(\.row) == expected.flips.map { rows[$0.row] })
    #expect(plan.steps.map(\.objective) == expected.steps.map(\.objective))
    #expect(plan.initialObjective == expected.initialObjective && plan.steps.count > 3)
    #expect(PlainLimits(problem: problem).allow(plan.flips.map(\.row)))
  }

  @Test func `without a validation set the sample is judged by itself`() throws {
    let whole = try problem()
    let problem = AttackProblem(features: whole.features, labels: whole.labels)
    let rows = try sample(0.5, problem)
    let part = AttackProblem(
      features: problem.features.selecting(rows: rows),
      labels: problem.labels.selecting(rows: rows))
    let attack = LimitedKnowledge(LeastSquaresFlip(), knowledge: .sample(share: 0.5))
    func craft(_ problem: AttackProblem) throws -> FlipPlan {
      try attack.craft(problem, budget: .count(4), seed: 3, execution: .serial)
    }
    let plan = try craft(problem)
    let expected = try LeastSquaresFlip().craft(
      part, budget: .count(4), seed: 3, execution: .serial)
    #expect(plan.initialObjective == expected.initialObjective)
    #expect(plan.flips.map(\.row) == expected.flips.map { rows[$0.row] })
    // Of the rows by which it judges, those outside of the sample are not known to it.
    let outside = try #require((0..<40).first { !rows.contains($0) })
    let judged = try craft(problem.judged(on: .rows([outside, rows[2], rows[0]])))
    let same = try craft(problem.judged(on: .rows([rows[2], rows[0]])))
    #expect(judged == same)
    #expect(throws: AttackError.self) { try craft(problem.judged(on: .rows([outside]))) }
  }

  @Test func `neighbors within a sample are sought in the space of the defender`() throws {
    let problem = try problem()
    let stretched = Matrix(
      rowCount: 40, columnCount: 3,
      elements: problem.features.elements.enumerated().map { $0 % 3 == 1 ? $1 * 50 : $1 })
    let attack = DetectabilityConstrainedFlip(neighborCount: 5)
    let plans = try [nil, problem.features, stretched].map {
      try LimitedKnowledge(attack, knowledge: .sample(share: 0.7), neighborFeatures: $0).craft(
        problem, budget: .count(10), seed: 3, execution: .serial)
    }
    #expect(plans[0] == plans[1] && plans[0] != plans[2])
  }

  /// A guesser that knows the rows makes the guesses that it is told.
  @Test(arguments: [2, 3])
  func `labels that are guessed are set, and change what is not so already`(classes: Int) throws {
    let limits = FlipLimits(perClass: [1: 2], fixedRows: [2])
    let real = try problem(classes: classes, limits: limits)
    var guesses = real.labels
    for row in stride(from: 0, to: 40, by: 2) { guesses[row] = (guesses[row] + 1) % classes }
    func faced(_ labels: Labels) -> AttackProblem {
      AttackProblem(
        features: real.features, labels: labels, validation: (real.features, guesses),
        limits: limits)
    }
    let believed = try LeastSquaresFlip().craft(
      faced(guesses), budget: .count(14), seed: 3, execution: .serial)
    let attack = LimitedKnowledge(
      LeastSquaresFlip(), knowledge: .features, guesser: KNearest(neighborCount: 1))
    let plan = try attack.craft(
      faced(real.labels), budget: .count(14), seed: 3, execution: .serial)
    var expected: [Flip] = []
    for flip in believed.flips where real.labels[flip.row] != flip.to {
      guard PlainLimits(problem: real).allow(expected.map(\.row) + [flip.row]) else { continue }
      expected.append(Flip(row: flip.row, from: real.labels[flip.row], to: flip.to))
    }
    #expect(plan.flips == expected && (1..<14).contains(plan.flips.count))
    #expect(plan.initialObjective == believed.initialObjective)
  }

  @Test func `guesses come from the whole set, whatever part of it the damage is judged on`() throws
  {
    let problem = try problem().judged(on: .ofClass(0))
    let plan = try LimitedKnowledge(LeastSquaresFlip(), knowledge: .features).craft(
      problem, budget: .count(10), seed: 1, execution: .serial)
    let whiteBox = try LeastSquaresFlip().craft(
      problem, budget: .count(10), seed: 1, execution: .serial)
    // From rows of one class all would be guessed to be of it.
    #expect(Set(plan.flips.map(\.row)).intersection(whiteBox.flips.map(\.row)).count >= 6)
  }

  @Test func `what is missing or out of range is refused by name`() throws {
    let problem = try problem()
    for share in [0, -0.5, 1.1, .nan] {
      #expect(throws: AttackError.self) {
        try LimitedKnowledge(RandomFlip(), knowledge: .sample(share: share))
          .craft(problem, budget: .count(1), seed: 1, execution: .serial)
      }
    }
    let own = AttackProblem(features: problem.features, labels: problem.labels)
    #expect(throws: AttackError.self) {
      try LimitedKnowledge(RandomFlip(), knowledge: .features)
        .craft(own, budget: .count(1), seed: 1, execution: .serial)
    }
    // A single row has no neighbors.
    #expect(throws: AttackError.self) {
      try LimitedKnowledge(RandomFlip(), knowledge: .sample(share: 0.02))
        .craft(problem, budget: .count(1), seed: 1, execution: .serial)
    }
  }
}
