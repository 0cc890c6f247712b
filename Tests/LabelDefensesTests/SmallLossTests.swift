import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelDefenses
import Testing

@Suite struct SmallLossTests {
  @Test func `the score is the mean probability of the label, geometrically`() throws {
    let labels = try SyntheticData.labels([0, 1, 2], classCount: 3)
    let course = TrainingDynamics(
      rowCount: 3, epochCount: 2, losses: [0, 0, 0.5, 1.5, 2, 1], margins: [9, 9, 2, -1, -2, 1],
      rivals: [1, 2, 0])
    let issues = try SmallLoss().detect(
      labels, evidence: Evidence(dynamics: course, noiseRate: 0.34))
    #expect(issues.labelScores[0] == 1)
    #expect(abs(issues.labelScores[1] - 0.367_879_441_171_442_3) < 1e-15)
    #expect(abs(issues.labelScores[2] - 0.223_130_160_148_429_8) < 1e-15)
    #expect(issues.isLabelIssue == [false, false, true])
    // The mean margin of the second label is above 0, that of the third below.
    #expect(issues.predictedLabels == [0, 1, 0])
  }

  @Test func `a training of other rows or classes is refused`() throws {
    let labels = try SyntheticData.labels([0, 1], classCount: 2)
    let course = TrainingDynamics(
      rowCount: 2, epochCount: 1, losses: [0, 1], margins: [1, -1], rivals: [1, 2])
    #expect(throws: DefenseError.classCounts(of: .dynamics, evidence: 3, labels: 2)) {
      try SmallLoss().detect(labels, evidence: Evidence(dynamics: course, noiseRate: 0.5))
    }
    let fit = TrainingDynamics(
      rowCount: 2, epochCount: 1, losses: [0, 1], margins: [1, -1], rivals: [1, 0])
    for rate in [-0.1, 1.1, .nan] {
      #expect(throws: DefenseError.self) {
        try SmallLoss().detect(labels, evidence: Evidence(dynamics: fit, noiseRate: rate))
      }
    }
  }
}
