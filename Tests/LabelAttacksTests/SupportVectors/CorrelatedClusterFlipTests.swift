import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelAttacks

@Suite struct CorrelatedClusterFlipTests {
  private func problem(
    _ rowCount: Int, seed: UInt64, limits: FlipLimits = .none
  ) throws -> AttackProblem {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: rowCount, featureCount: 2, separation: 2, seed: seed)
    return AttackProblem(
      features: features, labels: labels,
      validation: try SyntheticData.clusters(
        rowCount: 50, featureCount: 2, separation: 2, seed: seed + 20), limits: limits)
  }

  /// The share of wrong predictions after training plainly, and the mean hinge loss.
  private func damage(_ problem: AttackProblem, _ rows: [Int]) throws -> (Double, Double) {
    var labels = problem.labels
    for row in rows { labels[row] = 1 - labels[row] }
    let model = try SupportVectorMachine().fit(problem.features, labels, seed: 1)
    let signs = problem.validationLabels.signs()
    let scores = model.scores(problem.validationFeatures, execution: .serial)
    // All labels of one class: there is no score, but the bias of that class.
    let own = scores.first ?? signs.map { _ in labels[0] == 1 ? 1 : -1 }
    let hinge = zip(own, signs).reduce(0) { $0 + max(0, 1 - $1.0 * $1.1) } / Double(signs.count)
    return (model.error(problem.validationFeatures, problem.validationLabels), hinge)
  }

  @Test(arguments: [1, 2, 3, 4])
  func `one flip and two are the best that there are`(seed: UInt64) throws {
    let problem = try problem(14, seed: seed)
    let single = try CorrelatedClusterFlip().craft(
      problem, budget: .count(1), seed: 1, execution: .serial)
    let one = try damage(problem, single.flips.map(\.row))
    for row in 0..<14 { #expect(try damage(problem, [row]) <= one) }
    let double = try CorrelatedClusterFlip().craft(
      problem, budget: .count(2), seed: 1, execution: .serial)
    let two = try damage(problem, double.flips.map(\.row))
    for first in 0..<14 {
      for second in 0..<first { #expect(try damage(problem, [first, second]) <= two) }
    }
    #expect(double.steps.last?.objective == two.0)
    #expect(double.initialObjective == (try damage(problem, []).0))
  }

  @Test func `it harms more than random flips, in the mean over ten seeds`() throws {
    var sums = [0.0, 0.0]
    for seed in 1...10 as ClosedRange<UInt64> {
      let problem = try problem(20, seed: seed)
      let attacks: [any Attack] = [CorrelatedClusterFlip(), RandomFlip()]
      for (index, attack) in attacks.enumerated() {
        let plan = try attack.craft(problem, budget: .count(5), seed: seed, execution: .serial)
        #expect(plan.flips.count == 5)
        sums[index] += try damage(problem, plan.flips.map(\.row)).0 / 10
      }
    }
    #expect(sums[0] > sums[1] + 0.05, "\(sums)")
  }

  @Test(arguments: [5, 6, 7, 8])
  func `sets that no longer fit are broken up`(rowCount: Int) throws {
    // Every budget is spent, also those that no merging of whole sets would reach.
    let problem = try problem(rowCount, seed: 3)
    for budget in 1...rowCount {
      let plan = try CorrelatedClusterFlip().craft(
        problem, budget: .count(budget), seed: 1, execution: .serial)
      #expect(plan.flips.count == budget)
    }
  }

  @Test func `with many rows it needs a number of candidates`() throws {
    let problem = try problem(CorrelatedClusterFlip.mostRows + 1, seed: 2)
    #expect(throws: AttackError.self) {
      try CorrelatedClusterFlip().craft(problem, budget: .count(2), seed: 1, execution: .serial)
    }
    let plan = try CorrelatedClusterFlip(candidateCount: 4).craft(
      problem, budget: .count(3), seed: 1, execution: Execution(threadCount: 2))
    #expect(plan.flips.count == 3)
    // Those whose flip alone does most harm take part.
    let alone = try (0..<problem.labels.count).map { try damage(problem, [$0]) }
    let order = alone.indices.sorted {
      alone[$0] == alone[$1] ? $0 < $1 : alone[$1] < alone[$0]
    }
    #expect(Set(plan.flips.map(\.row)).isSubset(of: order.prefix(4)))
  }
}
