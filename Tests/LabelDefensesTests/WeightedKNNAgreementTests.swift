import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Neighbors
import Testing
import VectorKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct WeightedKNNAgreementTests {
  @Test(arguments: [DistanceMetric.euclidean, .squaredEuclidean, .manhattan], [0.5, 0.7])
  func `weights fall with the squared distance`(metric: DistanceMetric, threshold: Double) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 70, featureCount: 3, classCount: 3, separation: 1.5, seed: 3)
    let graph = try ExactNeighbors.graph(of: features, count: 7, metric: metric)
    let issues = try WeightedKNNAgreement(neighborCount: 7, threshold: threshold)
      .detect(labels, evidence: Evidence(neighborGraph: graph))
    func distance(_ value: Float) -> Double {
      metric == .squaredEuclidean ? Double(value).squareRoot() : Double(value)
    }
    let nearest = (0..<70).map { distance(graph.distances(of: $0).first ?? 0) }.sorted()
    let width = (nearest[34] + nearest[35]) / 2
    for row in 0..<70 {
      var weights = [0.0, 0, 0]
      for (neighbor, far) in zip(graph.neighbors(of: row), graph.distances(of: row)) {
        weights[labels[Int(neighbor)]] += exp(-distance(far) * distance(far) / (2 * width * width))
      }
      let sum = weights.reduce(0, +)
      let share = weights[labels[row]] / sum
      #expect(abs(issues.labelScores[row] - share) < 1e-9)
      let best = weights.indices.max { weights[$0] < weights[$1] } ?? 0
      #expect(issues.predictedLabels[row] == best)
      #expect(
        issues.isLabelIssue[row] == (best != labels[row] && weights[best] / sum >= threshold))
    }
  }

  @Test func `twins leave a width, and rows that are all equal weigh alike`() throws {
    let labels = try SyntheticData.labels([0, 0, 1, 1, 0, 1], classCount: 2)
    for positions in [[0, 0, 0, 0, 3, 9] as [Float], [1, 1, 1, 1, 1, 1]] {
      let graph = try ExactNeighbors.graph(
        of: Matrix(rows: positions.map { [$0] }), count: 3, execution: .serial)
      let issues = try WeightedKNNAgreement(neighborCount: 3)
        .detect(labels, evidence: Evidence(neighborGraph: graph))
      #expect(abs(issues.labelScores[0] - 1 / 3.0) < 1e-12)
      #expect(issues.predictedLabels[0] == 1)
    }
  }

  @Test func `where half of the rows are twins, the others give the width`() throws {
    let positions: [Float] = [0, 0, 0, 0, 10, 13, 18, 25]
    let labels = try SyntheticData.labels([0, 0, 1, 1, 0, 1, 0, 1], classCount: 2)
    let graph = try ExactNeighbors.graph(
      of: Matrix(rows: positions.map { [$0] }), count: 5, execution: .serial)
    let issues = try WeightedKNNAgreement(neighborCount: 5)
      .detect(labels, evidence: Evidence(neighborGraph: graph))
    // The nearest distances above 0 are 3, 3, 5 and 7. Row 4 has neighbors at 3, 8, 10, 10 and 10.
    let width = 4.0
    let weights = [3.0, 8, 10, 10, 10].map { exp(-$0 * $0 / (2 * width * width)) }
    // Rows 5, 6, and of the twins at 0 those with the lowest numbers: 0, 1, 2.
    let own = weights[1] + weights[2] + weights[3]
    #expect(abs(issues.labelScores[4] - own / weights.reduce(0, +)) < 1e-9)
  }

  @Test func `inner products are refused by name`() throws {
    let (features, labels) = try SyntheticData.clusters(rowCount: 20, featureCount: 3, seed: 1)
    let graph = try ExactNeighbors.graph(of: features, count: 10, metric: .innerProduct)
    #expect(
      throws: DefenseError.invalidParameter(
        name: "metric", value: "inner-product",
        allowed: "a metric whose distances are never negative")
    ) { try WeightedKNNAgreement().detect(labels, evidence: Evidence(neighborGraph: graph)) }
  }
}
