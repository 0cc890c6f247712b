import Classifiers
import FlipguardTestSupport
import LabelAttacks
import LabelContracts
import LabelData
import Testing
import VectorKernels

/// Attacks that search for flips keep all limits, and spend what limits leave where they spend budgets.
@Suite struct SearchLimitsTests {
  private static let ids = ["alfa", "alfa-tilt", "alfa-cr", "alfa-clusters", "back-gradient"]

  @Test(arguments: ids, [3, 8, 20])
  func `limits are kept`(id: String, budget: Int) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 20, featureCount: 3, separation: 2, seed: 4)
    let groups = LabelGroups((0..<20).map { "\($0 % 4)" })
    let entry = try #require(Attacks.all.first { $0.id == id })
    let attack = try entry.make(Attacks.Options(logistic: LogisticDescent(steps: 20)))
    for limits in [
      FlipLimits(fixedRows: Set(0..<14)), FlipLimits(perClass: [0: 2, 1: 3]),
      FlipLimits(perGroup: FlipLimits.GroupLimit(groups: groups, mostEach: 1)),
      FlipLimits(
        perClass: [0: 1], perGroup: FlipLimits.GroupLimit(groups: groups, most: [0, 2, 5, 1]),
        fixedRows: [1, 5]),
      FlipLimits(fixedRows: Set(0..<20)),
    ] {
      let problem = AttackProblem(features: features, labels: labels, limits: limits)
      let plan = try attack.craft(
        problem, budget: .count(budget), seed: 2, execution: .serial)
      let rows = plan.flips.map(\.row)
      let allowance = problem.allowance(.count(budget))
      #expect(allowance.allows(rows: rows))
      guard entry.spendsBudget else { continue }
      // Nothing more may be flipped.
      #expect((0..<20).allSatisfy { rows.contains($0) || !allowance.allows(rows: rows + [$0]) })
    }
  }
}
