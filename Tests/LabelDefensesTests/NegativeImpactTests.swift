import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelDefenses

@Suite struct NegativeImpactTests {
  @Test(arguments: [2, 3], [2, 30])
  func `an impact is that of training again`(classCount: Int, featureCount: Int) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 40, featureCount: featureCount, classCount: classCount, separation: 1, seed: 9)
    func rows(_ range: Range<Int>) -> TrustedRows {
      TrustedRows(features: features.selecting(rows: range), labels: labels.selecting(rows: range))
    }
    let (base, quiz) = (rows(0..<9), rows(9..<25))
    let trial = try #require(ImpactTrial(base: base, quiz: quiz, penalty: 0.5))
    let learner = Ridge(regularization: 0.5)
    /// Right answers, and the squared differences between scores and codes.
    func answers(_ model: LinearModel) -> (correct: Int, loss: Double) {
      let scores = (0..<classCount).map { label in
        classCount > 2
          ? model.scores(quiz.features, output: label)
          : model.scores(quiz.features).map { (label == 1 ? $0 : -$0) / 2 }
      }
      var loss = 0.0
      for row in 0..<16 {
        for label in 0..<classCount {
          let code = (quiz.labels[row] == label ? 1 : 0) - 1 / Double(classCount)
          loss += (scores[label][row] - code) * (scores[label][row] - code)
        }
      }
      let right = zip(model.predict(quiz.features), quiz.labels.classIndices).count { $0 == $1 }
      return (right, loss)
    }
    let before = answers(try learner.fit(base.features, base.labels, seed: 1))
    for row in 25..<40 {
      let impact = trial.impact(of: features, row: row, label: labels[row])
      for label in 0..<classCount {
        var more = labels.selecting(rows: Array(0..<9) + [row])
        more[9] = label
        let after = answers(
          try learner.fit(
            features.selecting(rows: Array(0..<9) + [row]), more, seed: 1))
        #expect(abs(impact.lossChanges[label] - (after.loss - before.loss)) < 1e-8)
        if label == labels[row] { #expect(impact.correct == after.correct - before.correct) }
      }
    }
  }

  @Test func `parts of few trusted rows are drawn in proportion, fewer than four refused`() throws {
    let data = try CompleteEvidence(classCount: 2, separation: 3, flipped: [5, 17, 30])
    let all = try #require(data.evidence.trusted)
    for count in [3, 4, 11] {
      var evidence = data.evidence
      evidence.trusted = TrustedRows(
        features: all.features.selecting(rows: 0..<count),
        labels: all.labels.selecting(rows: 0..<count))
      guard count >= 4 else {
        #expect(
          throws: DefenseError.invalidParameter(
            name: "number of trusted rows", value: "3", allowed: "4 or more")
        ) { try NegativeImpact().detect(data.labels, evidence: evidence) }
        continue
      }
      #expect(
        try NegativeImpact().detect(data.labels, evidence: evidence).labelScores.count == 60)
    }
    for detector in [
      NegativeImpact(trialCount: 0), NegativeImpact(baseCount: 0), NegativeImpact(quizCount: 0),
      NegativeImpact(regularization: 0),
    ] {
      #expect(throws: DefenseError.self) {
        try detector.detect(data.labels, evidence: data.evidence)
      }
    }
  }

  @Test func `flips rank low`() throws {
    let data = try CompleteEvidence(classCount: 2, separation: 4, flipped: [5, 17, 30])
    let issues = try NegativeImpact().detect(data.labels, evidence: data.evidence)
    #expect(averagePrecision(issues.labelScores, flipped: [5, 17, 30]) > 0.9)
    for row in [5, 17, 30] { #expect(issues.predictedLabels[row] == 1 - data.labels[row]) }
  }
}
