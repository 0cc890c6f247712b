import FlipguardTestSupport
import LabelAttacks
import LabelContracts
import LabelData
import Testing
import VectorKernels

@Suite struct PairFlipTests {
  @Test func `every class goes to the next one, the last to the first`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 40, featureCount: 2, classCount: 4, seed: 1)
    let problem = AttackProblem(features: features, labels: labels)
    var rows = Set<Int>()
    for seed in 1...8 {
      let plan = try PairFlip().craft(
        problem, budget: .count(15), seed: UInt64(seed), execution: .serial)
      #expect(plan.flips.count == 15)
      #expect(plan.flips.allSatisfy { $0.to == ($0.from + 1) % 4 })
      rows.formUnion(plan.flips.map(\.row))
    }
    #expect(rows.count >= 38)
  }
}
