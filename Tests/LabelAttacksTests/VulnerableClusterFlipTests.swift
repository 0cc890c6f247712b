import Classifiers
import FlipguardTestSupport
import LabelAttacks
import LabelContracts
import LabelData
import Testing
import VectorKernels

@Suite struct VulnerableClusterFlipTests {
  private func problem(classes: Int, limits: FlipLimits = .none) throws -> AttackProblem {
    let training = try SyntheticData.clusters(
      rowCount: 120, featureCount: 3, classCount: classes, separation: 3, seed: 1)
    return AttackProblem(
      features: training.features, labels: training.labels,
      validation: try SyntheticData.clusters(
        rowCount: 60, featureCount: 3, classCount: classes, separation: 3, seed: 2),
      limits: limits)
  }

  /// The best choice of cluster and class by trainings, as the definition says.
  @Test(arguments: [2, 3], [1_000, 40])
  func `whole agglomerative clusters are flipped, the most harmful for each flip first`(
    classes: Int, leafLimit: Int
  ) throws {
    let problem = try problem(classes: classes)
    let plan = try VulnerableClusterFlip(rowsEach: 10, leafLimit: leafLimit).craft(
      problem, budget: .count(40), seed: 5, execution: Execution(threadCount: 2))
    #expect(plan.steps.count == 40)
    let retrained = RetrainedRidge(problem: problem, learner: Ridge())
    var clusters = try WardClustering(clusterCount: 12, leafLimit: leafLimit)
      .fit(problem.features, seed: 5, execution: .serial)
    var labels = problem.labels
    var flips: [Flip] = []
    while flips.count < 40 {
      let before = try retrained.losses(labels).squared
      var best: (place: Int, flips: [Flip], gain: Double)?
      for (place, rows) in clusters.enumerated() {
        let sizes = problem.labels.selecting(rows: rows).classSizes
        let majority = sizes.firstIndex(of: sizes.max() ?? 0)
        for to in 0..<classes where to != majority {
          let some = rows.filter { labels[$0] != to }.map {
            Flip(row: $0, from: labels[$0], to: to)
          }
          let gain =
            (try retrained.losses(labels.applying(some)).squared - before) / Double(some.count)
          if gain > best?.gain ?? -.infinity { best = (place, some, gain) }
        }
      }
      let chosen = try #require(best)
      clusters.remove(at: chosen.place)
      labels = labels.applying(chosen.flips)
      flips += chosen.flips
    }
    #expect(plan.flips == Array(flips.prefix(40)))
    let after = try retrained.losses(problem.labels.applying(plan.flips)).squared
    #expect(abs((plan.steps.last?.objective ?? 0) - after) < 1e-9)
  }

  @Test func `limits are kept`() throws {
    let problem = try problem(
      classes: 3, limits: FlipLimits(perClass: [1: 3], fixedRows: Set(0..<40)))
    let plan = try VulnerableClusterFlip(rowsEach: 10).craft(
      problem, budget: .count(60), seed: 5, execution: .serial)
    #expect(plan.flips.count { $0.from == 1 } == 3)
    #expect(plan.flips.allSatisfy { $0.row >= 40 } && plan.flips.count > 20)
  }

  @Test func `parameters out of range and features that are no numbers are refused`() throws {
    let good = try problem(classes: 2)
    for attack in [VulnerableClusterFlip(rowsEach: 0), .init(leafLimit: 1)] {
      #expect(throws: AttackError.self) {
        try attack.craft(good, budget: .count(1), seed: 1, execution: .serial)
      }
    }
    var elements = good.features.elements
    elements[7] = .nan
    let bad = AttackProblem(
      features: Matrix(rowCount: 120, columnCount: 3, elements: elements), labels: good.labels)
    #expect(throws: AttackError.self) {
      try VulnerableClusterFlip().craft(bad, budget: .count(1), seed: 1, execution: .serial)
    }
  }
}
