import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelDefenses

@Suite struct KNNShapleyTests {
  private func values(
    _ votes: [Int], k: Int, _ utility: KNNShapley.Utility, classCount: Int = 2
  ) -> [Double] {
    ShapleyValues.values(
      votes.map { $0 == 1 }, voterCount: k, utility: utility, classCount: classCount)
  }

  private func expect(_ found: [Double], _ expected: [Double]) {
    #expect(found.count == expected.count)
    for (one, other) in zip(found, expected) { #expect(abs(one - other) < 1e-12) }
  }

  @Test func `values by hand`() {
    expect(values([1, 0, 1, 1, 0], k: 2, .hard), [0.25, -0.25, 0.25, 0.25, 0])
    expect(values([1, 0, 1, 1, 0], k: 2, .soft), [0.2, -0.425, 0.2, 0.2, -0.175])
    expect(values([1], k: 5, .soft, classCount: 4), [0.75])
    expect(values([1], k: 5, .hard), [0.2])
  }

  /// What a set of rows is worth, by its definition.
  private func worth(
    _ set: Int, _ votes: [Int], k: Int, _ utility: KNNShapley.Utility, classCount: Int
  ) -> Double {
    let near = votes.indices.filter { set >> $0 & 1 == 1 }.prefix(k).map { votes[$0] }
    if utility == .soft, near.isEmpty { return 1 / Double(classCount) }
    return Double(near.reduce(0, +)) / Double(utility == .soft ? near.count : k)
  }

  /// The mean of what each row adds, over all sets of the others, by their size.
  @Test(arguments: KNNShapley.Utility.allCases, [1, 2, 3, 5, 9])
  func `equals the definition`(utility: KNNShapley.Utility, k: Int) {
    var generator = SeededGenerator(seed: UInt64(k))
    func factorial(_ n: Int) -> Double { (1...max(1, n)).reduce(1) { $0 * Double($1) } }
    for n in 1...7 {
      let votes = (0..<n).map { _ in generator.below(2) }
      let expected = (0..<n).map { row in
        (0..<(1 << n)).filter { $0 >> row & 1 == 0 }.reduce(0.0) { sum, set in
          let size = set.nonzeroBitCount
          let gain =
            worth(set | 1 << row, votes, k: k, utility, classCount: 3)
            - worth(set, votes, k: k, utility, classCount: 3)
          return sum + gain * factorial(size) * factorial(n - size - 1) / factorial(n)
        }
      }
      expect(values(votes, k: k, utility, classCount: 3), expected)
    }
  }

  @Test(arguments: KNNShapley.Utility.allCases)
  func `values sum to what all rows are worth`(utility: KNNShapley.Utility) throws {
    let data = try CompleteEvidence(classCount: 3, separation: 2, flipped: [1, 5])
    let trusted = try #require(data.evidence.trusted)
    let found = try [1, 2].map { threads in
      try KNNShapley(utility: utility, voterCount: 4).values(
        data.features, data.labels, trusted: trusted, execution: Execution(threadCount: threads))
    }
    #expect(found[0] == found[1])
    let metric = DistanceMetric.euclidean
    let accuracy =
      (0..<trusted.labels.count).reduce(0.0) { sum, row in
        let near = (0..<data.labels.count).sorted {
          metric.distance(data.features.row($0), trusted.features.row(row))
            < metric.distance(data.features.row($1), trusted.features.row(row))
        }
        let agreeing = near.prefix(4).count { data.labels[$0] == trusted.labels[row] }
        return sum + Double(agreeing) / 4
      } / Double(trusted.labels.count)
    let empty = utility == .soft ? 1 / 3.0 : 0
    #expect(abs(found[0].reduce(0, +) - (accuracy - empty)) < 1e-12)
  }

  @Test func `finds flips with trusted rows`() throws {
    let data = try SyntheticDataset.xor.make(rowCount: 300, seed: 1)
    let trusted = try SyntheticDataset.xor.make(rowCount: 60, seed: 2)
    let (labels, flipped) = data.labels.flipping(60, seed: 3)
    let evidence = Evidence(
      features: data.features,
      trusted: TrustedRows(features: trusted.features, labels: trusted.labels), noiseRate: 0.2)
    let issues = try KNNShapley().detect(labels, evidence: evidence)
    #expect(averagePrecision(issues.labelScores, flipped: flipped) > 0.95)
    #expect(issues.issueCount == 60)
    #expect(flipped.count { issues.predictedLabels[$0] == data.labels[$0] } > 57)
  }

  @Test func `trusted rows of other features are refused`() throws {
    let data = try CompleteEvidence(classCount: 2, separation: 2)
    var evidence = data.evidence
    evidence.trusted = TrustedRows(
      features: Matrix(rows: [[1, 2]]), labels: data.labels.selecting(rows: [0]))
    #expect(throws: DefenseError.self) { try KNNShapley().detect(data.labels, evidence: evidence) }
    #expect(throws: DefenseError.self) {
      try KNNShapley(voterCount: 0).detect(data.labels, evidence: data.evidence)
    }
  }
}
