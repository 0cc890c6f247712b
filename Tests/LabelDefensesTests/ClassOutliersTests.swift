import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Testing
import VectorKernels

@Suite struct ClassOutliersTests {
  private func evidence(_ data: Dataset, trusted: Dataset) -> Evidence {
    Evidence(
      features: data.features,
      trusted: TrustedRows(features: trusted.features, labels: trusted.labels))
  }

  @Test(arguments: ClassOutliers.Measure.allCases)
  func `flags about as many clean labels as it may, and flips far from the border`(
    measure: ClassOutliers.Measure
  ) throws {
    let trusted = try SyntheticDataset.gaussians.make(rowCount: 600, seed: 1)
    let data = try SyntheticDataset.gaussians.make(rowCount: 1000, seed: 2)
    let evidence = evidence(data, trusted: trusted)
    let clean = try ClassOutliers(measure: measure).detect(data.labels, evidence: evidence)
    #expect(abs(Double(clean.issueCount) / 1000 - 0.05) < 0.025)
    let (labels, flipped) = data.labels.flipping(200, seed: 3)
    let issues = try ClassOutliers(measure: measure).detect(labels, evidence: evidence)
    #expect(averagePrecision(issues.labelScores, flipped: flipped) > 0.97)
    #expect(flipped.count { issues.isLabelIssue[$0] } > 190)
    #expect(flipped.count { issues.predictedLabels[$0] == data.labels[$0] } > 190)
  }

  @Test func `thresholds and scores by hand`() throws {
    let trusted = TrustedRows(
      features: Matrix(rows: [[0], [2], [7], [20], [21], [50]]),
      labels: try SyntheticData.labels([0, 0, 0, 1, 1, 2], classCount: 3))
    let labels = try SyntheticData.labels([0, 0, 1, 2, 1], classCount: 3)
    let evidence = Evidence(
      features: Matrix(rows: [[3], [9], [10], [0], [20.5]]), trusted: trusted)
    let issues = try ClassOutliers(quantile: 0.6).detect(labels, evidence: evidence)
    // Class 0: mean 3, members at 4.5, 1.5 and 6 from the mean of the others, the second of them 4.5. Class 1: 20.5, 1.
    let expected: [Double] = [1, 4.5 / 10.5, 1 / 11.5, 1, 1]
    for (score, wanted) in zip(issues.labelScores, expected) { #expect(abs(score - wanted) < 1e-9) }
    #expect(issues.isLabelIssue == [false, true, true, false, false])
    #expect(issues.predictedLabels == [0, 0, 0, 2, 1])
    let nearest = try ClassOutliers(measure: .neighbors, quantile: 0.6, nearestCount: 1)
      .detect(labels, evidence: evidence)
    // Nearest members: 2, 2 and 5 within class 0, 1 and 1 within class 1.
    let wanted: [Double] = [2 / 3, 2 / 4, 1 / 11, 1, 1 / 1.5]
    for (score, wanted) in zip(nearest.labelScores, wanted) {
      #expect(abs(score - wanted) < 1e-6)
    }
  }

  @Test func `parameters out of range are refused`() throws {
    let data = try CompleteEvidence(classCount: 2, separation: 2)
    for detector in [
      ClassOutliers(quantile: 0), ClassOutliers(quantile: 1.1), ClassOutliers(quantile: .nan),
      ClassOutliers(measure: .neighbors, nearestCount: 0),
      ClassOutliers(measure: .neighbors, metric: .innerProduct),
    ] {
      #expect(throws: DefenseError.self) {
        try detector.detect(data.labels, evidence: data.evidence)
      }
    }
  }
}
