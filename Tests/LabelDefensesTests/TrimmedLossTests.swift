import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelDefenses

@Suite struct TrimmedLossTests {
  @Test(arguments: [2, 3], [nil, 1, 2] as [UInt64?])
  func `no step raises the objective`(classCount: Int, seed: UInt64?) throws {
    let (features, clean) = try SyntheticData.clusters(
      rowCount: 60, featureCount: 3, classCount: classCount, separation: 2, seed: 3)
    let (labels, _) = clean.flipping(12, seed: 2)
    let fit = try TrimmedFit(
      features, labels, rate: 0.2, classifier: LogisticRegression(),
      drawnFrom: seed.map { SeededGenerator(seed: $0) })
    #expect(fit.objectives.count > 2)
    for (before, after) in zip(fit.objectives, fit.objectives.dropFirst()) {
      #expect(after <= before + 1e-7)
    }
    for (label, rows) in labels.rowsByClass.enumerated() {
      let dropped = rows.count { !fit.isKept[$0] }
      #expect(dropped == Int((0.2 * Double(rows.count)).rounded()), "class \(label)")
    }
  }

  @Test func `two of three classes are penalised as two`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 40, featureCount: 3, classCount: 2, separation: 2, seed: 3)
    let named = try Labels(classIndices: labels.classIndices, classNames: ["a", "b", "c"])
    let fits = try [labels, named].map { labels in
      try TrimmedFit(
        features, labels, rate: 0.1, classifier: LogisticRegression(), drawnFrom: nil)
    }
    #expect(fits[0].isKept == fits[1].isKept)
    for (two, three) in zip(fits[0].objectives, fits[1].objectives) {
      #expect(abs(two - three) < 1e-8)
    }
  }

  @Test func `trimming nothing is plain regression, trimming finds flips`() throws {
    let (features, clean) = try SyntheticData.clusters(
      rowCount: 80, featureCount: 3, classCount: 2, separation: 4, seed: 3)
    let (labels, flipped) = clean.flipping(12, seed: 2)
    let plain = try TrimmedLoss().detect(
      labels, evidence: Evidence(features: features, noiseRate: 0))
    let model = try LogisticRegression().fit(features, labels, seed: 1)
    let p = model.probabilities(features, execution: .serial)
    #expect(plain.issueCount == 0)
    #expect(plain.labelScores == (0..<80).map { p[$0, labels[$0]] })
    let trimmed = try TrimmedLoss().detect(
      labels, evidence: Evidence(features: features, noiseRate: 0.15))
    #expect(trimmed.issueCount == 12)
    #expect(averagePrecision(trimmed.labelScores, flipped: flipped) > 0.9)
  }

  @Test func `no starts are refused`() throws {
    let (features, labels) = try SyntheticData.clusters(rowCount: 8, featureCount: 2, seed: 3)
    #expect(throws: DefenseError.self) {
      try TrimmedLoss(starts: 0).detect(
        labels, evidence: Evidence(features: features, noiseRate: 0.1))
    }
  }
}
