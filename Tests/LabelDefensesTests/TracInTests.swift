import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Testing
import VectorKernels

@Suite struct TracInTests {
  private let network = MultilayerPerceptron(hiddenUnits: [6], epochs: 10, batchSize: 8)

  @Test func `figures are sums over the checkpoints`() throws {
    let data = try CompleteEvidence(classCount: 3, separation: 2, flipped: [3, 10])
    let trusted = try #require(data.evidence.trusted)
    let models = try network.checkpoints(
      data.features, data.labels, afterEpochs: [3, 6, 10], seed: 1)
    for isTrusting in [true, false] {
      var evidence = data.evidence
      if !isTrusting { evidence.trusted = nil }
      let issues = try TracIn(classifier: network, checkpointCount: 3)
        .detect(data.labels, evidence: evidence)
      let products = models.map { model in
        model.gradientProducts(
          data.features, data.labels,
          with: isTrusting ? (trusted.features, trusted.labels) : nil, execution: .serial)
      }
      for row in 0..<60 {
        let sum = products.reduce(0) { $0 + $1[row] } * 0.01 * (isTrusting ? 1.0 / 40 : -1)
        guard case .figure(let value, _) = issues.reasons[row] else {
          Issue.record("a figure is told")
          continue
        }
        #expect(abs(value - sum) < 1e-9)
      }
    }
  }

  @Test func `flips rank low`() throws {
    let data = try CompleteEvidence(classCount: 2, separation: 8, flipped: [5, 17, 30])
    let detector = TracIn(classifier: network)
    var evidence = data.evidence
    #expect(
      averagePrecision(
        try detector.detect(data.labels, evidence: evidence).labelScores, flipped: [5, 17, 30])
        > 0.9)
    evidence.trusted = nil
    #expect(
      averagePrecision(
        try detector.detect(data.labels, evidence: evidence).labelScores, flipped: [5, 17, 30])
        > 0.9)
    #expect(throws: DefenseError.self) {
      try TracIn(checkpointCount: 0).detect(data.labels, evidence: evidence)
    }
  }
}
