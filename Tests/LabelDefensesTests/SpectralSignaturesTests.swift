import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Testing
import VectorKernels

@Suite struct SpectralSignaturesTests {
  @Test func `of each class the farthest are issues, half as many again as are wrong`() throws {
    let (features, clean) = try SyntheticData.clusters(
      rowCount: 100, featureCount: 5, classCount: 2, separation: 12, seed: 3)
    var labels = clean
    let wrong = [4, 11, 36, 57, 60, 91]
    for row in wrong { labels[row] = 1 - clean[row] }
    let issues = try SpectralSignatures().detect(
      labels, evidence: Evidence(features: features, noiseRate: 0.06))
    let sizes = labels.classSizes
    #expect(issues.issueCount == sizes.reduce(0) { $0 + Int(1.5 * 0.06 * Double($1)) })
    for row in wrong {
      #expect(issues.isLabelIssue[row] && issues.predictedLabels[row] == clean[row])
    }
    let worst = (0..<100).sorted { issues.labelScores[$0] < issues.labelScores[$1] }.prefix(6)
    #expect(Set(worst) == Set(wrong))
  }

  @Test func `a rate of 1 leaves a label in each class`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 9, featureCount: 2, classCount: 3, separation: 1, seed: 3)
    let issues = try SpectralSignatures().detect(
      labels, evidence: Evidence(features: features, noiseRate: 1))
    #expect(issues.issueCount == 6)
  }
}
