import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Testing
import VectorKernels

@Suite struct TrustedDisagreementTests {
  @Test func `flips of real data rank low, and what is judged teaches nothing`() throws {
    let data = try BundledDataset.breastcancer.load(execution: .serial)
    var generator = SeededGenerator(seed: 5)
    let split = Split(
      rowCount: data.rowCount, trainingCount: 250, validationCounts: [60], using: &generator)
    let scaling = Scaling.standardize.fit(data.features.selecting(rows: split.training))
    let features = scaling.apply(to: data.features.selecting(rows: split.training))
    let clean = data.labels.selecting(rows: split.training)
    let trusted = TrustedRows(
      features: scaling.apply(to: data.features.selecting(rows: split.validations[0])),
      labels: data.labels.selecting(rows: split.validations[0]))
    let evidence = Evidence(features: features, trusted: trusted)
    let (labels, flipped) = clean.flipping(50, seed: 3)
    let issues = try TrustedDisagreement().detect(labels, evidence: evidence)
    #expect(averagePrecision(issues.labelScores, flipped: flipped) > 0.85)
    let others = try TrustedDisagreement().detect(clean, evidence: evidence)
    for row in 0..<250 {
      #expect(issues.isLabelIssue[row] == (issues.predictedLabels[row] != labels[row]))
      // With two classes the margins of a label and of the other one are opposite.
      let sum = issues.labelScores[row] + others.labelScores[row]
      #expect(
        abs(flipped.contains(row) ? sum - 1 : issues.labelScores[row] - others.labelScores[row])
          < 1e-12)
    }
  }

  @Test func `classes without trusted rows are not judged`() throws {
    let data = try CompleteEvidence(classCount: 3, separation: 1, flipped: [3])
    let all = try #require(data.evidence.trusted)
    let known = (0..<40).filter { all.labels[$0] != 1 }
    var evidence = data.evidence
    evidence.trusted = TrustedRows(
      features: all.features.selecting(rows: known), labels: all.labels.selecting(rows: known))
    let issues = try TrustedDisagreement().detect(data.labels, evidence: evidence)
    for row in 0..<60 where data.labels[row] == 1 {
      #expect(issues.labelScores[row] == 0.5 && !issues.isLabelIssue[row])
      #expect(issues.predictedLabels[row] == 1)
    }
    #expect(throws: DefenseError.self) {
      try TrustedDisagreement(bootstrapCount: 0).detect(data.labels, evidence: evidence)
    }
  }
}
