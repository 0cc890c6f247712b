import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Testing
import VectorKernels

@Suite struct WorstFoldsTests {
  @Test func `a lone flip spoils its fold each time`() throws {
    let data = try CompleteEvidence(classCount: 2, separation: 9, flipped: [7])
    let issues = try WorstFolds(repetitions: 12).detect(data.labels, evidence: data.evidence)
    #expect(issues.labelScores[7] == 0 && issues.isLabelIssue[7])
    #expect(issues.predictedLabels[7] == 1 - data.labels[7])
    // A fifth of the rows is counted each time.
    let counted = issues.labelScores.reduce(0) { $0 + (1 - $1) * 12 }
    #expect(abs(counted - 12 * 12) < 1e-9)
    #expect((0..<60).allSatisfy { $0 == 7 || issues.labelScores[$0] > 0 })
    let again = try WorstFolds(repetitions: 12).detect(
      data.labels, evidence: data.evidence, seed: 1, execution: Execution(threadCount: 2))
    #expect(again == issues)
  }

  @Test func `what cannot be told is refused`() throws {
    let data = try CompleteEvidence(classCount: 2, separation: 9)
    #expect(throws: DefenseError.self) {
      try WorstFolds(repetitions: 0).detect(data.labels, evidence: data.evidence)
    }
    #expect(throws: DefenseError.self) {
      try WorstFolds().detect(data.labels, evidence: Evidence())
    }
  }
}
