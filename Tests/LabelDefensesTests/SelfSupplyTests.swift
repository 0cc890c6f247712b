import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Neighbors
import Testing
import VectorKernels

@Suite struct SelfSupplyTests {
  private let known: Evidence
  private let labels: Labels

  init() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 60, featureCount: 2, classCount: 3, separation: 3, seed: 4)
    var flipped = labels
    for row in [3, 10, 20] { flipped[row] = (labels[row] + 1) % 3 }
    self.labels = flipped
    known = Evidence(
      features: features,
      neighborGraph: try ExactNeighbors.graph(of: features, count: 12, execution: .serial))
  }

  /// Every part as it is computed by hand.
  private func completed() throws -> Evidence {
    var evidence = known
    let features = try #require(known.features)
    evidence.probabilities = try CrossValidation().probabilities(
      of: LogisticRegression(), features, labels, seed: 1
    ).probabilities
    evidence.dynamics = try MultilayerPerceptron().train(features, labels, seed: 1).dynamics
    evidence.noiseRate = try NoiseRateEstimate(labels, evidence: evidence).rate
    return evidence
  }

  @Test(arguments: ["confident-learning", "small-loss", "forgetting", "influence", "sever"])
  func `a detector finds what it finds with evidence computed by hand`(id: String) throws {
    let base = try #require(Detectors.all.first { $0.id == id }).make(.init())
    let supplied = SelfSuppliedDetector(base)
    #expect(supplied.needs == [.features] && !base.needs.isSubset(of: [.features]))
    let expected = try base.detect(labels, evidence: try completed())
    #expect(try supplied.detect(labels, evidence: known) == expected)
  }

  @Test func `shares of neighbors can give the probabilities`() throws {
    let shares = NeighborProbabilities(neighborCount: 12)
    let supplied = SelfSuppliedDetector(
      SelfConfidence(), supply: SelfSupply(scorer: .neighbors(shares)))
    #expect(supplied.needs == [.neighbors] && supplied.neighborCount == 12)
    var evidence = known
    evidence.probabilities = try shares.probabilities(labels, evidence: known)
    #expect(
      try supplied.detect(labels, evidence: known)
        == SelfConfidence().detect(labels, evidence: evidence))
  }

  @Test func `parts that are given stay, and none is computed in vain`() throws {
    let even = ClassProbabilities(
      rowCount: 60, classCount: 3, elements: [Double](repeating: 1.0 / 3, count: 180))
    var evidence = Evidence(probabilities: even)
    let supplied = SelfSuppliedDetector(SelfConfidence())
    #expect(
      try supplied.detect(labels, evidence: evidence)
        == SelfConfidence().detect(labels, evidence: evidence))
    evidence.probabilities = nil
    #expect(throws: DefenseError.missing(.features)) {
      try supplied.detect(labels, evidence: evidence)
    }
    let plain = SelfSuppliedDetector(KNNAgreement(neighborCount: 5))
    #expect(plain.needs == [.neighbors] && plain.neighborCount == 5 && !plain.givesPosteriors)
  }

  @Test func `a robust learner learns what it learns with evidence computed by hand`() throws {
    let base = TrimmedTraining()
    let supplied = SelfSuppliedLearner(base)
    let features = try #require(known.features)
    #expect(supplied.needs.isEmpty && base.needs == [.noiseRate])
    let expected = try base.fit(features, labels, evidence: try completed())
    #expect(
      try supplied.fit(features, labels).probabilities(features, execution: .serial)
        == expected.probabilities(features, execution: .serial))
  }
}
