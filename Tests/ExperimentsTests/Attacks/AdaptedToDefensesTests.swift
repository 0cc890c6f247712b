import Classifiers
import FlipguardTestSupport
import LabelAttacks
import LabelContracts
import LabelData
import LabelDefenses
import Testing
import VectorKernels

/// ``DefenseAdaptiveFlip`` against the defenses that there are.
@Suite struct AdaptedToDefensesTests {
  private static let sanitizers: [(id: String, sanitizer: any Sanitizer)] = [
    ("knn", KNNSanitizer(neighborCount: 5)),
    ("default relabel", DetectorSanitizer(DefaultDetector(), action: .relabel)),
    ("default auto", DetectorSanitizer(DefaultDetector(), action: .auto)),
    ("default weight", DetectorSanitizer(DefaultDetector(), action: .weight)),
    (
      "self-confidence remove",
      DetectorSanitizer(SelfSuppliedDetector(SelfConfidence()), action: .remove)
    ),
  ]

  private func victimLoss(
    _ problem: AttackProblem, _ labels: Labels, behind sanitizer: any Sanitizer
  ) throws -> Double {
    let repaired = try sanitizer.sanitize(
      labels,
      evidence: Evidence(features: problem.features, neighborGraph: problem.neighborGraph))
    let model = try Ridge().fit(
      problem.features, repaired.labels, weights: repaired.weights, seed: 1, execution: .serial)
    let scores = model.scores(problem.validationFeatures, output: 0)
    return zip(scores, problem.validationLabels.signs()).reduce(0) {
      $0 + ($1.1 - $1.0) * ($1.1 - $1.0) / Double(scores.count)
    }
  }

  @Test(arguments: sanitizers.map(\.id))
  func `it harms a sanitized victim at least as much as who knows no sanitizer`(
    id: String
  ) throws {
    let sanitizer = try #require(Self.sanitizers.first { $0.id == id }).sanitizer
    let problem = try HiddenFromDetectorsTests.problem(rowCount: 40)
    let plan = try DefenseAdaptiveFlip(
      defenses: [.sanitizer(sanitizer)], restarts: 0, candidateCount: 1
    ).craft(problem, budget: .count(4), seed: 1, execution: .serial)
    #expect(plan.flips.count == 4)
    let blind = try LeastSquaresFlip().craft(
      problem, budget: .count(4), seed: 1, execution: .serial)
    let reached = try victimLoss(
      problem, problem.labels.applying(plan.flips), behind: sanitizer)
    #expect(abs(reached - (plan.steps.last?.objective ?? 0)) < 1e-9)
    #expect(
      reached >= (try victimLoss(problem, problem.labels.applying(blind.flips), behind: sanitizer))
        - 1e-9)
  }

  @Test(arguments: [
    "trimmed-loss", "generalized-cross-entropy", "forward-correction", "robust-svm",
  ])
  func `it harms a robust learner at least as much as who does not know it`(id: String) throws {
    let entry = try #require(RobustLearners.all.first { $0.id == id })
    let learner = SelfSuppliedLearner(entry.make())
    let problem = try HiddenFromDetectorsTests.problem(
      rowCount: 40, limits: FlipLimits(fixedRows: [4, 9]))
    let plan = try DefenseAdaptiveFlip(
      defenses: [.robustLearner(learner)], restarts: 0, candidateCount: 1
    ).craft(problem, budget: .count(3), seed: 1, execution: .serial)
    #expect(plan.flips.count == 3 && !plan.flips.contains { [4, 9].contains($0.row) })
    let blind = try LeastSquaresFlip().craft(
      problem, budget: .count(3), seed: 1, execution: .serial)
    let losses = try [plan, blind].map { plan in
      let probabilities = try learner.fit(
        problem.features, problem.labels.applying(plan.flips),
        evidence: Evidence(neighborGraph: problem.neighborGraph)
      ).probabilities(problem.validationFeatures, execution: .serial)
      return problem.validationLabels.classIndices.enumerated().reduce(0.0) {
        let miss = 1 - probabilities[$1.offset, $1.element]
        return $0 + 4 * miss * miss / Double(probabilities.rowCount)
      }
    }
    #expect(abs(losses[0] - (plan.steps.last?.objective ?? 0)) < 1e-9)
    #expect(losses[0] >= losses[1] - 1e-9)
  }

  @Test func `several defenses count by their mean`() throws {
    let problem = try HiddenFromDetectorsTests.problem(rowCount: 40)
    let sanitizers: [any Sanitizer] = [
      KNNSanitizer(neighborCount: 3), DetectorSanitizer(DefaultDetector(), action: .remove),
    ]
    let plan = try DefenseAdaptiveFlip(
      defenses: sanitizers.map(KnownDefense.sanitizer), restarts: 0, candidateCount: 1
    ).craft(problem, budget: .count(3), seed: 1, execution: .serial)
    let losses = try sanitizers.map {
      try victimLoss(problem, problem.labels.applying(plan.flips), behind: $0)
    }
    #expect(abs((losses[0] + losses[1]) / 2 - (plan.steps.last?.objective ?? 0)) < 1e-9)
  }
}
