import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Testing
import VectorKernels

@Suite struct AreaUnderMarginTests {
  @Test func `flips have smaller areas, and a score below a half is an issue`() throws {
    let (features, clean) = try SyntheticData.clusters(
      rowCount: 120, featureCount: 3, classCount: 2, separation: 5, seed: 3)
    let (labels, flipped) = clean.flipping(10, seed: 2)
    let detector = AreaUnderMargin(
      classifier: MultilayerPerceptron(hiddenUnits: [8], epochs: 10, batchSize: 16))
    let issues = try detector.detect(labels, evidence: Evidence(features: features))
    #expect(averagePrecision(issues.labelScores, flipped: flipped) > 0.9)
    #expect(issues.isLabelIssue == issues.labelScores.map { $0 < 0.5 })
    // Rows surely wrong set the threshold, and nearly all of them lie below it.
    #expect(flipped.count { issues.isLabelIssue[$0] } >= 8)
  }

  @Test func `what cannot be told is refused`() throws {
    let one = try SyntheticData.labels([0], classCount: 2)
    let features = Matrix(rows: [[1]])
    #expect(throws: DefenseError.self) {
      try AreaUnderMargin().detect(one, evidence: Evidence(features: features))
    }
    let two = try SyntheticData.labels([0, 1], classCount: 2)
    #expect(throws: DefenseError.self) {
      try AreaUnderMargin(percentile: 1.5).detect(
        two, evidence: Evidence(features: Matrix(rows: [[1], [2]])))
    }
    let same = try Labels(classIndices: [0, 0], classNames: ["a"])
    #expect(throws: DefenseError.classifier(.tooFewClasses(1))) {
      try AreaUnderMargin().detect(same, evidence: Evidence(features: Matrix(rows: [[1], [2]])))
    }
  }
}
