import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelDefenses
import Testing

@Suite struct ForgettingEventsTests {
  @Test func `forgotten twice, once, never, and never learnt`() throws {
    let labels = try SyntheticData.labels([0, 1, 0, 1, 0], classCount: 2)
    let margins: [Float] = [
      1, -1, 1, -1, 1,
      -1, 1, -1, -1, -1,
      -1, -1, 1, 1, 1,
      -1, 0, -1, 0, -1,
      1, 1, 1, 1, 1,
    ]
    let course = TrainingDynamics(
      rowCount: 5, epochCount: 5, losses: margins.map { 2 - $0 }, margins: margins,
      rivals: [1, 0, 1, 0, 1])
    let issues = try ForgettingEvents().detect(
      labels, evidence: Evidence(dynamics: course, noiseRate: 0.4))
    #expect(issues.labelScores == [1 / 3, 1 / 2, 1, 0, 1])
    #expect(issues.isLabelIssue == [true, false, false, true, false])
    #expect(issues.predictedLabels == [0, 0, 0, 0, 0])
    #expect(issues.reasons[0] == .count(agreeing: 3, of: 5))
  }
}
