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

  /// Removes or weights every row in whose neighborhood few carry its label.
  private struct Doubting: Sanitizer {
    let action: SanitizeAction
    let needs: Set<Evidence.Kind> = [.neighbors]
    let neighborCount = 8

    func sanitize(
      _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
    ) throws(DefenseError) -> SanitizedLabels {
      let graph = try evidence.graph(for: labels)
      let changes = (0..<labels.count).compactMap { row -> SanitizedLabels.Change? in
        let agreeing = graph.neighbors(of: row).count { labels[Int($0)] == labels[row] }
        let share = Double(agreeing) / Double(neighborCount)
        guard share < 0.5 else { return nil }
        return SanitizedLabels.Change(
          row: row, from: labels[row], to: labels[row], action: action,
          weight: action == .weight ? share : nil, reason: .figure(share, of: "agreement"),
          confidence: 1 - share)
      }
      return SanitizedLabels(repairing: labels, changes: changes)
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

  /// A weight of w is as good as w of eight copies, and a removed row is as good as none.
  @Test(arguments: [SanitizeAction.remove, .weight], [2, 3])
  func `rows that are removed or weighted count so`(action: SanitizeAction, classes: Int) throws {
    let problem = try problem(classes: classes, seed: 9)
    let sanitizer = Doubting(action: action)
    let plan = try SanitizerAdaptiveFlip(sanitizers: [sanitizer], restarts: 0, candidateCount: 4)
      .craft(problem, budget: .count(12), seed: 2, execution: Execution(threadCount: 2))
    var lastCopies: [Int] = []
    for count in [1, 12] {
      let sanitized = try sanitizer.sanitize(
        problem.labels.applying(plan.prefix(count).flips),
        evidence: Evidence(neighborGraph: problem.neighborGraph))
      lastCopies = sanitized.weights.map { Int(8 * $0) }
      let rows = lastCopies.indices.flatMap { [Int](repeating: $0, count: lastCopies[$0]) }
      let copied = AttackProblem(
        features: problem.features.selecting(rows: rows),
        labels: problem.labels.selecting(rows: rows),
        validation: (problem.validationFeatures, problem.validationLabels))
      let expected = try RetrainedRidge(problem: copied, learner: Ridge(regularization: 8))
        .losses(sanitized.labels.selecting(rows: rows)).squared
      #expect(abs((plan.steps[count - 1].objective ?? 0) - expected) < 1e-9)
    }
    // The sanitizer had something to do.
    #expect(lastCopies.contains { $0 < 8 })
  }

  @Test func `a sanitizer that leaves nothing is told`() throws {
    let everything = RemovingAll()
    #expect(throws: AttackError.self) {
      try SanitizerAdaptiveFlip(sanitizers: [everything]).craft(
        try problem(), budget: .count(1), seed: 1, execution: .serial)
    }
  }

  private struct RemovingAll: Sanitizer {
    let needs: Set<Evidence.Kind> = []
    let neighborCount = 0

    func sanitize(
      _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
    ) throws(DefenseError) -> SanitizedLabels {
      SanitizedLabels(
        repairing: labels,
        changes: (0..<labels.count).map { row in
          SanitizedLabels.Change(
            row: row, from: labels[row], to: labels[row], action: .remove,
            reason: .figure(0, of: "agreement"),
            confidence: 1)
        })
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
