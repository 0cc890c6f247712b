import FlipguardTestSupport
import LabelAttacks
import LabelContracts
import LabelData
import Testing
import VectorKernels

@Suite struct RandomFlipTests {
  @Test func `rows and new classes are uniform`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 30, featureCount: 2, classCount: 3, seed: 1)
    let problem = AttackProblem(features: features, labels: labels)
    var rows = [Int](repeating: 0, count: 30)
    var upward = 0
    for seed in 0..<600 {
      let plan = try RandomFlip().craft(
        problem, budget: .count(10), seed: UInt64(seed), execution: .serial)
      for flip in plan.flips {
        rows[flip.row] += 1
        if (flip.to + 3 - flip.from) % 3 == 1 { upward += 1 }
      }
    }
    // Each row is expected 200 times with a standard deviation of 11.5, each direction 3,000 times with 38.7.
    #expect(rows.allSatisfy { (140...260).contains($0) })
    #expect((2800...3200).contains(upward))
  }

  @Test func `with two classes a full budget flips all`() throws {
    let (features, labels) = try SyntheticData.clusters(rowCount: 9, featureCount: 1, seed: 1)
    let plan = try RandomFlip().craft(
      AttackProblem(features: features, labels: labels), budget: .poisoningRate(1), seed: 4,
      execution: .serial)
    #expect(labels.applying(plan.flips).classIndices == labels.classIndices.map { 1 - $0 })
  }
}
