import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Testing
import VectorKernels

@Suite struct SeverTests {
  @Test func `each round drops half the share of wrong labels, and scores them in turn`() throws {
    let (features, clean) = try SyntheticData.clusters(
      rowCount: 100, featureCount: 3, classCount: 2, separation: 4, seed: 3)
    let (labels, flipped) = clean.flipping(8, seed: 2)
    let issues = try Sever().detect(
      labels, evidence: Evidence(features: features, noiseRate: 0.08))
    #expect(issues.issueCount == 8)
    for round in 0..<4 {
      let range = Double(round) / 5..<Double(round + 1) / 5
      #expect(issues.labelScores.count { range.contains($0) } == 4)
    }
    #expect(averagePrecision(issues.labelScores, flipped: flipped) > 0.9)
    let kept = (0..<100).filter { issues.labelScores[$0] >= 0.8 }
    let model = try LogisticRegression().fit(
      features.selecting(rows: kept), labels.selecting(rows: kept), seed: 1)
    #expect(issues.predictedLabels == model.predict(features))
  }

  @Test func `no class is dropped as a whole`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 9, featureCount: 2, classCount: 3, separation: 1, seed: 3)
    let issues = try Sever().detect(labels, evidence: Evidence(features: features, noiseRate: 1))
    let kept = (0..<9).filter { issues.labelScores[$0] >= 0.8 }
    #expect(kept.map { labels[$0] }.sorted() == [0, 1, 2])
    #expect(throws: DefenseError.self) {
      try Sever(rounds: 0).detect(labels, evidence: Evidence(features: features, noiseRate: 1))
    }
  }
}
