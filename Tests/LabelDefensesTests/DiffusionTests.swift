import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Neighbors
import Testing
import VectorKernels

@Suite struct DiffusionTests {
  @Test func `finds flips on moons`() throws {
    let data = try SyntheticDataset.moons.make(rowCount: 200, seed: 1)
    let (labels, flipped) = data.labels.flipping(40, seed: 2)
    let graph = try ExactNeighbors.graph(of: data.features, count: 10)
    let evidence = Evidence(neighborGraph: graph)
    let issues = try Diffusion().detect(labels, evidence: evidence)
    #expect(averagePrecision(issues.labelScores, flipped: flipped) > 0.9)
    let spreading = try LabelSpreading(labels, evidence: evidence)
    for row in 0..<200 {
      #expect(issues.labelScores[row] == spreading.share(of: labels[row], row: row))
      let support = spreading.support[row * 2..<row * 2 + 2].map { $0 }
      let leader = support[1] > support[0] ? 1 : support[0] > support[1] ? 0 : labels[row]
      #expect(issues.predictedLabels[row] == leader)
      #expect(issues.isLabelIssue[row] == (leader != labels[row]))
    }
  }

  @Test func `three voters must agree on another class`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 60, featureCount: 3, classCount: 3, separation: 1.5, seed: 3)
    var evidence = Evidence(neighborGraph: try ExactNeighbors.graph(of: features, count: 6))
    evidence.probabilities = try NeighborProbabilities(neighborCount: 3)
      .probabilities(labels, evidence: evidence)
    let probabilities = try #require(evidence.probabilities)
    let issues = try Diffusion(rule: .lsd, joinedCount: 6).detect(labels, evidence: evidence)
    let spread = try Diffusion(joinedCount: 6).detect(labels, evidence: evidence)
    let graph = try #require(evidence.neighborGraph)
    for row in 0..<60 {
      let joined = (0..<60).filter {
        graph.neighbors(of: row).contains(Int32($0)) || graph.neighbors(of: $0).contains(Int32(row))
      }
      let counts = (0..<3).map { label in joined.count { labels[$0] == label } }
      let winners = counts.indices.filter { counts[$0] == counts.max() }
      let near = winners.contains(labels[row]) ? labels[row] : winners[0]
      let votes = [near, spread.predictedLabels[row], probabilities.predictedLabel(ofRow: row)]
      #expect(issues.reasons[row] == .count(agreeing: votes.count { $0 == labels[row] }, of: 3))
      #expect(issues.isLabelIssue[row] == (Set(votes).count == 1 && votes[0] != labels[row]))
      let share = Double(counts[labels[row]]) / Double(joined.count)
      let expected = (share + spread.labelScores[row] + probabilities[row, labels[row]]) / 3
      #expect(abs(issues.labelScores[row] - expected) < 1e-12)
    }
    #expect(issues.issueCount > 0)
  }

  @Test func `trusted clusters refuse what does not fit, where they are few`() throws {
    let data = try SyntheticDataset.gaussians.make(rowCount: 60, seed: 1)
    let (labels, flipped) = data.labels.flipping(12, seed: 2)
    for (count, findsAll) in [(6, true), (200, false)] {
      let trusted = try SyntheticDataset.gaussians.make(rowCount: count, seed: 3)
      let evidence = Evidence(
        features: data.features,
        trusted: TrustedRows(features: trusted.features, labels: trusted.labels))
      let issues = try Diffusion(rule: .csd).detect(labels, evidence: evidence)
      #expect(averagePrecision(issues.labelScores, flipped: flipped) > 0.99)
      #expect(issues.issueCount == (findsAll ? 12 : 0))
      #expect(issues.predictedLabels == data.labels.classIndices)
    }
  }

  @Test func `measures of agreement by hand`() {
    // Clusters (2, 1) and (0, 3): 15 pairs, 3 + 3 within clusters, 1 + 6 within classes, 1 + 3 in both.
    let found = TrustedClusters.Agreement([2, 1, 0, 3], classCount: 2)
    #expect(abs(found.rand - (15 + 8 - 6 - 7) / 15.0) < 1e-12)
    #expect(abs(found.fowlkesMallows - 4 / 42.0.squareRoot()) < 1e-12)
    let information = 0.318_257_084_147_488_3
    #expect(abs(found.homogeneity - information / 0.636_514_168_294_813) < 1e-9)
    #expect(
      abs(
        found.mutualInformation - 2 * information / (0.636_514_168_294_813 + 0.693_147_180_559_945))
        < 1e-9)
    let perfect = TrustedClusters.Agreement([3, 0, 0, 4], classCount: 2)
    for measure in [
      perfect.rand, perfect.fowlkesMallows, perfect.homogeneity, perfect.mutualInformation,
    ] {
      #expect(abs(measure - 1) < 1e-12)
    }
  }
}
