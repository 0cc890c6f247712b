import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Neighbors
import Testing
import VectorKernels

@Suite struct SimiFeatTests {
  @Test(arguments: [DistanceMetric.cosine, .euclidean])
  func `the row votes with its neighbors`(metric: DistanceMetric) throws {
    let (plain, labels) = try SyntheticData.clusters(
      rowCount: 80, featureCount: 3, classCount: 3, separation: 2, seed: 4)
    let features = Matrix(rowCount: 80, columnCount: 3, elements: plain.elements.map { $0 + 4 })
    let graph = try ExactNeighbors.graph(of: features, count: 8, metric: metric)
    let issues = try SimiFeat(rule: .vote, voterCount: 6)
      .detect(labels, evidence: Evidence(neighborGraph: graph))
    for row in 0..<80 {
      let far = graph.distances(of: row).map { metric == .cosine ? Double($0) : 0 }
      var weights = [0.0, 0, 0]
      weights[labels[row]] += 1 - (2 * far[0] - far[1])
      for (neighbor, distance) in zip(graph.neighbors(of: row), far).prefix(5) {
        weights[labels[Int(neighbor)]] += 1 - distance
      }
      #expect(
        abs(issues.labelScores[row] - weights[labels[row]] / weights.reduce(0, +)) < 1e-12)
      let leader = issues.predictedLabels[row]
      #expect(weights[leader] == weights.max())
      #expect(issues.isLabelIssue[row] == (leader != labels[row]))
    }
  }

  @Test func `ranking flags as many as are estimated to be wrong`() throws {
    let data = try SyntheticDataset.tenClasses.make(rowCount: 600, seed: 3)
    let rows = (0..<600).filter { data.labels[$0] < 2 }
    let clean = try Labels(classIndices: rows.map { data.labels[$0] }, classNames: ["a", "b"])
    let (labels, flipped) = clean.flipping(24, seed: 5)
    let graph = try ExactNeighbors.graph(of: data.features.selecting(rows: rows), count: 10)
    let evidence = Evidence(neighborGraph: graph)
    let issues = try SimiFeat().detect(labels, evidence: evidence)
    #expect(averagePrecision(issues.labelScores, flipped: flipped) > 0.95)
    let transition = try NoiseTransition(labels, evidence: evidence)
    for (label, rows) in labels.rowsByClass.enumerated() {
      let wrong = min(0.95, max(0.05, 1 - transition.probabilityOfBeingRight(label)))
      let flags = rows.count { issues.isLabelIssue[$0] }
      #expect(flags == Int((wrong * Double(rows.count)).rounded()))
    }
    #expect(abs(issues.issueCount - 24) < 12)
  }

  @Test func `too few voters are refused`() throws {
    let (features, labels) = try SyntheticData.clusters(rowCount: 20, featureCount: 2, seed: 1)
    let graph = try ExactNeighbors.graph(of: features, count: 5)
    for count in [2, 7] {
      #expect(throws: DefenseError.self) {
        try SimiFeat(voterCount: count).detect(labels, evidence: Evidence(neighborGraph: graph))
      }
    }
  }
}
