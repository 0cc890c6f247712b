import Classifiers
import FlipguardTestSupport
import LabelAttacks
import LabelContracts
import LabelData
import Neighbors
import Testing
import VectorKernels

@Suite struct SanitizerAdaptiveFlipTests {
  /// A sanitizer that changes nothing.
  private struct Idle: Sanitizer {
    let needs: Set<Evidence.Kind> = []
    let neighborCount = 0

    func sanitize(
      _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
    ) throws(DefenseError) -> SanitizedLabels {
      SanitizedLabels(repairing: labels, changes: [], ending: .stable)
    }
  }

  private func problem(classes: Int = 2, seed: UInt64 = 1) throws -> AttackProblem {
    let training = try SyntheticData.clusters(
      rowCount: 80, featureCount: 2, classCount: classes, separation: 3, seed: seed)
    return AttackProblem(
      features: training.features, labels: training.labels,
      validation: try SyntheticData.clusters(
        rowCount: 50, featureCount: 2, classCount: classes, separation: 3, seed: seed + 70),
      neighborGraph: try ExactNeighbors.graph(
        of: training.features, count: 8, execution: .serial))
  }

  /// The squared loss on the validation set after sanitizing and training.
  private func loss(
    _ problem: AttackProblem, _ plan: FlipPlan, _ sanitizers: [any Sanitizer]
  ) throws -> Double {
    let evidence = Evidence(features: problem.features, neighborGraph: problem.neighborGraph)
    let retrained = RetrainedRidge(problem: problem, learner: Ridge())
    let losses = try sanitizers.map {
      try retrained.losses(
        $0.sanitize(problem.labels.applying(plan.flips), evidence: evidence).labels
      ).squared
    }
    return losses.reduce(0, +) / Double(losses.count)
  }

  @Test(arguments: [2, 3])
  func `the objective is the loss after sanitizing and training`(classes: Int) throws {
    let problem = try problem(classes: classes)
    let sanitizers: [any Sanitizer] = [
      PlainNeighborVote(neighborCount: 3), PlainNeighborVote(neighborCount: 8),
    ]
    let plan = try SanitizerAdaptiveFlip(sanitizers: sanitizers, restarts: 1, candidateCount: 6)
      .craft(problem, budget: .count(12), seed: 2, execution: Execution(threadCount: 2))
    #expect(plan.steps.count == 12)
    #expect(
      abs((plan.initialObjective ?? 0) - (try loss(problem, FlipPlan(steps: []), sanitizers)))
        < 1e-9)
    for count in [1, 5, 12] {
      let expected = try loss(problem, plan.prefix(count), sanitizers)
      #expect(abs((plan.steps[count - 1].objective ?? 0) - expected) < 1e-9)
    }
  }

  @Test func `it survives a sanitizer that undoes what does not know of it`() throws {
    for seed in [UInt64(1), 2, 3] {
      let problem = try problem(seed: seed)
      let sanitizers = [PlainNeighborVote(neighborCount: 5)]
      let adaptive = try SanitizerAdaptiveFlip(sanitizers: sanitizers, candidateCount: 8).craft(
        problem, budget: .count(16), seed: 1, execution: .serial)
      let blind = try LeastSquaresFlip().craft(
        problem, budget: .count(16), seed: 1, execution: .serial)
      let random = try RandomFlip().craft(
        problem, budget: .count(16), seed: 1, execution: .serial)
      let losses = try [adaptive, blind, random].map { try loss(problem, $0, sanitizers) }
      #expect(losses[0] > losses[1] && losses[0] > losses[2])
    }
  }

  @Test func `more runs never do worse`() throws {
    let problem = try problem(seed: 5)
    let sanitizers = [PlainNeighborVote(neighborCount: 4)]
    let objectives = try (0...2).map { restarts in
      try SanitizerAdaptiveFlip(sanitizers: sanitizers, restarts: restarts, candidateCount: 4)
        .craft(problem, budget: .count(10), seed: 1, execution: .serial).steps.last?.objective ?? 0
    }
    #expect(objectives == objectives.sorted())
  }

  @Test func `without a sanitizer in effect single flips suffice at first`() throws {
    let problem = try problem(seed: 6)
    let plan = try SanitizerAdaptiveFlip(sanitizers: [Idle()], restarts: 0).craft(
      problem, budget: .count(1), seed: 1, execution: .serial)
    let greedy = try LeastSquaresFlip().craft(
      problem, budget: .count(1), seed: 1, execution: .serial)
    #expect(plan.flips == greedy.flips)
  }

  @Test func `what is missing is refused by name`() throws {
    let problem = try problem()
    for attack in [
      SanitizerAdaptiveFlip(sanitizers: []), .init(sanitizers: [Idle()], restarts: -1),
      .init(sanitizers: [Idle()], candidateCount: 0),
    ] {
      #expect(throws: AttackError.self) {
        try attack.craft(problem, budget: .count(1), seed: 1, execution: .serial)
      }
    }
  }
}
