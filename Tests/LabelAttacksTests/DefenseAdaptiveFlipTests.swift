import Classifiers
import FlipguardTestSupport
import LabelAttacks
import LabelContracts
import LabelData
import Neighbors
import Testing
import VectorKernels

@Suite struct DefenseAdaptiveFlipTests {
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
    let plan = try DefenseAdaptiveFlip(
      defenses: sanitizers.map(KnownDefense.sanitizer), restarts: 1, candidateCount: 6
    )
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
      let adaptive = try DefenseAdaptiveFlip(
        defenses: sanitizers.map(KnownDefense.sanitizer), candidateCount: 8
      ).craft(
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
    let plan = try DefenseAdaptiveFlip(
      defenses: [.sanitizer(sanitizer)], restarts: 0, candidateCount: 4
    )
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
      try DefenseAdaptiveFlip(defenses: [.sanitizer(everything)]).craft(
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

  /// A learner whose probabilities fall with the squared distance to the mean of a class.
  private struct NearMeans: RobustLearner {
    struct Model: FittedClassifier {
      let means: [[Double]]
      var featureCount: Int { means[0].count }
      var classCount: Int { means.count }

      func probabilities(_ features: Matrix, execution: Execution) -> ClassProbabilities {
        let elements = (0..<features.rowCount).flatMap { row -> [Double] in
          let values = means.map { mean in
            1 / (1 + zip(mean, features.row(row)).reduce(0) { $0 + square($1.0, $1.1) })
          }
          return values.map { $0 / values.reduce(0, +) }
        }
        return ClassProbabilities(
          rowCount: features.rowCount, classCount: classCount, elements: elements)
      }

      private func square(_ first: Double, _ second: Float) -> Double {
        (first - Double(second)) * (first - Double(second))
      }
    }

    func fit(
      _ features: Matrix, _ labels: Labels, evidence: Evidence, seed: UInt64,
      execution: Execution
    ) throws(DefenseError) -> any FittedClassifier {
      let sizes = labels.classSizes
      // As the law of robust learners has it.
      guard sizes.count(where: { $0 > 0 }) > 1 else { throw .classifier(.tooFewClasses(1)) }
      var means = sizes.map { _ in [Double](repeating: 0, count: features.columnCount) }
      for row in 0..<labels.count {
        addScaled(1 / Double(sizes[labels[row]]), features, row: row, to: &means[labels[row]])
      }
      return Model(means: means)
    }
  }

  @Test(arguments: [2, 3])
  func `the objective of a robust learner is the squared loss of its probabilities`(
    classes: Int
  ) throws {
    let problem = try problem(classes: classes)
    let learner = NearMeans()
    let plan = try DefenseAdaptiveFlip(
      defenses: [.robustLearner(learner), .sanitizer(Idle())], restarts: 0, candidateCount: 3
    ).craft(problem, budget: .count(6), seed: 2, execution: Execution(threadCount: 2))
    #expect(plan.steps.count == 6)
    let flipped = problem.labels.applying(plan.flips)
    let targets = problem.validationLabels
    let model = try learner.fit(problem.features, flipped)
    let shares = model.probabilities(problem.validationFeatures, execution: .serial)
    var brier = 0.0
    for row in 0..<targets.count {
      for label in 0..<classes {
        let miss = (targets[row] == label ? 1 : 0) - shares[row, label]
        // With two classes one score of double width stands for both.
        brier += miss * miss * (classes == 2 ? 2 : 1) / Double(targets.count)
      }
    }
    let plain = try RetrainedRidge(problem: problem, learner: Ridge()).losses(flipped).squared
    #expect(abs((plan.steps.last?.objective ?? 0) - (brier + plain) / 2) < 1e-9)
  }

  @Test func `labels that a defense refuses are not tried`() throws {
    let base = try problem()
    // One row of class 1: once it is flipped, nothing can be learnt.
    let classes = [Int](repeating: 0, count: 79) + [1]
    let problem = AttackProblem(
      features: base.features,
      labels: try Labels(classIndices: classes, classNames: base.labels.classNames),
      validation: (base.validationFeatures, base.validationLabels),
      neighborGraph: base.neighborGraph)
    let plan = try DefenseAdaptiveFlip(
      defenses: [.robustLearner(NearMeans())], restarts: 0, candidateCount: 40
    ).craft(problem, budget: .count(3), seed: 2, execution: .serial)
    #expect(plan.steps.count == 3 && !plan.flips.contains { $0.row == 79 })
  }

  @Test func `it ends at least as high as the attack that knows no defense`() throws {
    for seed in [UInt64(1), 2, 3] {
      let problem = try problem(seed: seed)
      let blind = try LeastSquaresFlip().craft(
        problem, budget: .count(12), seed: 1, execution: .serial)
      // With one candidate the search is poor.
      for defense in [
        KnownDefense.sanitizer(PlainNeighborVote(neighborCount: 1)),
        .sanitizer(Idle()), .robustLearner(NearMeans()),
      ] {
        let search = DefenseAdaptiveFlip(defenses: [defense], restarts: 0, candidateCount: 1)
        let plan = try search.craft(problem, budget: .count(12), seed: 1, execution: .serial)
        let through = DefendedLoss(problem: problem, defense: defense)
        #expect(
          plan.steps.last?.objective ?? 0
            >= (try through.value(problem.labels.applying(blind.flips))) - 1e-9)
        #expect(
          abs(
            (plan.steps.last?.objective ?? 0)
              - (try through.value(problem.labels.applying(plan.flips)))) < 1e-9)
      }
    }
  }

  /// The loss behind one defense, by trainings.
  private struct DefendedLoss {
    let problem: AttackProblem
    let defense: KnownDefense

    func value(_ labels: Labels) throws -> Double {
      switch defense {
      case .sanitizer(let sanitizer):
        let repaired = try sanitizer.sanitize(
          labels, evidence: Evidence(neighborGraph: problem.neighborGraph)
        ).labels
        return try RetrainedRidge(problem: problem, learner: Ridge()).losses(repaired).squared
      case .robustLearner(let learner):
        let shares = try learner.fit(problem.features, labels)
          .probabilities(problem.validationFeatures, execution: .serial)
        return problem.validationLabels.classIndices.enumerated().reduce(0) {
          let miss = 1 - shares[$1.offset, $1.element]
          return $0 + 4 * miss * miss / Double(shares.rowCount)
        }
      }
    }
  }

  @Test func `more runs never do worse`() throws {
    let problem = try problem(seed: 5)
    let sanitizers = [PlainNeighborVote(neighborCount: 4)]
    let objectives = try (0...2).map { restarts in
      try DefenseAdaptiveFlip(
        defenses: sanitizers.map(KnownDefense.sanitizer), restarts: restarts, candidateCount: 4
      )
      .craft(problem, budget: .count(10), seed: 1, execution: .serial).steps.last?.objective ?? 0
    }
    #expect(objectives == objectives.sorted())
  }

  @Test func `without a sanitizer in effect single flips suffice at first`() throws {
    let problem = try problem(seed: 6)
    let plan = try DefenseAdaptiveFlip(defenses: [.sanitizer(Idle())], restarts: 0).craft(
      problem, budget: .count(1), seed: 1, execution: .serial)
    let greedy = try LeastSquaresFlip().craft(
      problem, budget: .count(1), seed: 1, execution: .serial)
    #expect(plan.flips == greedy.flips)
  }

  @Test func `what is missing is refused by name`() throws {
    let problem = try problem()
    for attack in [
      DefenseAdaptiveFlip(defenses: []), .init(defenses: [.sanitizer(Idle())], restarts: -1),
      .init(defenses: [.sanitizer(Idle())], candidateCount: 0),
    ] {
      #expect(throws: AttackError.self) {
        try attack.craft(problem, budget: .count(1), seed: 1, execution: .serial)
      }
    }
  }
}
