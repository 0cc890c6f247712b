import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Neighbors
import Testing
import VectorKernels

@Suite struct NoiseRateEstimateTests {
  @Test func `is near the share of flips between two clusters`() throws {
    let data = try SyntheticDataset.gaussians.make(rowCount: 600, seed: 1)
    let labels = data.labels.flipping(90, seed: 2).labels
    let graph = try ExactNeighbors.graph(of: data.features, count: 10)
    var evidence = Evidence(neighborGraph: graph)
    let byVotes = try NoiseRateEstimate(labels, evidence: evidence)
    #expect(byVotes.source == .neighbors && abs(byVotes.rate - 0.15) < 0.03)
    #expect(
      byVotes.rate
        == Double(try KNNAgreement().detect(labels, evidence: evidence).issueCount) / 600)
    evidence.probabilities = try NeighborProbabilities().probabilities(labels, evidence: evidence)
    let byJoint = try NoiseRateEstimate(labels, evidence: evidence)
    #expect(byJoint.source == .probabilities && abs(byJoint.rate - 0.15) < 0.03)
  }

  @Test func `needs probabilities or neighbors`() throws {
    let labels = try SyntheticData.labels([0, 1], classCount: 2)
    #expect(throws: DefenseError.missing(.neighbors)) {
      try NoiseRateEstimate(labels, evidence: Evidence())
    }
  }
}
