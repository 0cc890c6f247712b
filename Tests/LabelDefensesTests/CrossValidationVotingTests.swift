import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Testing
import VectorKernels

@Suite struct CrossValidationVotingTests {
  @Test(arguments: [2, 3])
  func `votes are those of the cross-validations`(classCount: Int) throws {
    let data = try CompleteEvidence(classCount: classCount, separation: 1, flipped: [3, 10, 44])
    let classifiers: [any Classifier] = [Ridge(), GaussianNaiveBayes(), KNearest(neighborCount: 5)]
    let answers = try classifiers.map {
      try CrossValidation(foldCount: 4)
        .probabilities(of: $0, data.features, data.labels, seed: 6).probabilities
    }
    for rule in CrossValidationVoting.Rule.allCases {
      let detector = CrossValidationVoting(
        rule: rule, crossValidation: CrossValidation(foldCount: 4), classifiers: classifiers)
      let issues = try detector.detect(
        data.labels, evidence: data.evidence, seed: 6, execution: .serial)
      for row in 0..<60 {
        let votes = answers.map { $0.predictedLabel(ofRow: row) }
        let agreeing = votes.count { $0 == data.labels[row] }
        let mean = answers.reduce(0) { $0 + $1[row, data.labels[row]] } / 3
        #expect(abs(issues.labelScores[row] - (Double(agreeing) + mean) / 4) < 1e-12)
        #expect(issues.isLabelIssue[row] == (rule == .majority ? agreeing <= 1 : agreeing == 0))
        #expect(issues.reasons[row] == .count(agreeing: agreeing, of: 3))
        let most = Set(votes).map { vote in votes.count { $0 == vote } }.max()
        #expect(votes.count { $0 == issues.predictedLabels[row] } == most)
        if agreeing == most { #expect(issues.predictedLabels[row] == data.labels[row]) }
      }
    }
    #expect(throws: DefenseError.self) {
      try CrossValidationVoting(classifiers: []).detect(data.labels, evidence: data.evidence)
    }
  }
}
