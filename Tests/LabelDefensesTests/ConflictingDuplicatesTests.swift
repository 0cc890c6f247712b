import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Testing
import VectorKernels

@Suite struct ConflictingDuplicatesTests {
  @Test func `identical rows must agree`() throws {
    let features = Matrix(
      rows: [
        [1, 2], [3, 4], [1, 2], [1, 2], [0, 1], [-0.0, 1], [9, 9], [3, 4], [5, 5], [5, 5],
      ])
    let labels = try SyntheticData.labels([0, 0, 0, 1, 0, 1, 2, 0, 1, 2], classCount: 3)
    let issues = try ConflictingDuplicates()
      .detect(labels, evidence: Evidence(features: features))
    #expect(
      issues.labelScores == [4, 6, 4, 2, 3, 3, 6, 6, 3, 3].map { $0 / 6.0 })
    #expect(
      issues.isLabelIssue
        == [false, false, false, true, true, true, false, false, true, true])
    #expect(issues.predictedLabels == [0, 0, 0, 0, 0, 1, 2, 0, 1, 2])
    #expect(issues.reasons[3] == .duplicates(count: 3, agreeing: 1))
    #expect(issues.reasons[6] == .duplicates(count: 1, agreeing: 1))
  }
}
