import FlipguardTestSupport
import LabelAttacks
import LabelContracts
import LabelData
import Testing
import VectorKernels

@Suite struct ClassConditionalFlipTests {
  @Test func `flips the source class alone, and all of it at most`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 30, featureCount: 2, classCount: 3, seed: 1)
    let problem = AttackProblem(features: features, labels: labels)
    let plan = try ClassConditionalFlip(source: 2, target: 0).craft(
      problem, budget: .count(25), seed: 1, execution: .serial)
    #expect(plan.flips.count == 10)
    #expect(plan.flips.allSatisfy { $0.from == 2 && $0.to == 0 })
  }

  @Test func `classes that do not exist or are equal are refused by name`() throws {
    let (features, labels) = try SyntheticData.clusters(rowCount: 4, featureCount: 2, seed: 1)
    let problem = AttackProblem(features: features, labels: labels)
    for (source, target) in [(2, 0), (0, -1), (1, 1)] {
      #expect(throws: AttackError.self) {
        try ClassConditionalFlip(source: source, target: target).craft(
          problem, budget: .count(1), seed: 1, execution: .serial)
      }
    }
  }
}
