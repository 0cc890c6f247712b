import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Neighbors
import Testing
import VectorKernels

@Suite struct NeighborProbabilitiesTests {
  @Test func `are shares of the neighbors' labels, drawn to equal ones`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 50, featureCount: 2, classCount: 3, separation: 1, seed: 3)
    let graph = try ExactNeighbors.graph(of: features, count: 9)
    let found = try [1, 3].map { threads in
      try NeighborProbabilities(neighborCount: 7, smoothing: 1.5).probabilities(
        labels, evidence: Evidence(neighborGraph: graph),
        execution: Execution(threadCount: threads))
    }
    #expect(found[0] == found[1])
    for row in 0..<50 {
      let near = graph.neighbors(of: row).prefix(7).map { labels[Int($0)] }
      for label in 0..<3 {
        let expected = (Double(near.count { $0 == label }) + 0.5) / 8.5
        #expect(abs(found[0][row, label] - expected) < 1e-12)
      }
      #expect(abs(found[0].row(row).reduce(0, +) - 1) < 1e-12)
    }
  }

  @Test func `a row's own label does not matter to it`() throws {
    let (features, labels) = try SyntheticData.clusters(rowCount: 30, featureCount: 2, seed: 3)
    let evidence = Evidence(neighborGraph: try ExactNeighbors.graph(of: features, count: 10))
    let before = try NeighborProbabilities().probabilities(labels, evidence: evidence)
    for row in [0, 11, 29] {
      var other = labels
      other[row] = 1 - labels[row]
      let after = try NeighborProbabilities().probabilities(other, evidence: evidence)
      #expect(Array(after.row(row)) == Array(before.row(row)))
    }
  }

  @Test func `parameters out of range are refused`() throws {
    let (features, labels) = try SyntheticData.clusters(rowCount: 12, featureCount: 2, seed: 3)
    let evidence = Evidence(neighborGraph: try ExactNeighbors.graph(of: features, count: 5))
    for probabilities in [
      NeighborProbabilities(neighborCount: 0), NeighborProbabilities(neighborCount: 6),
      NeighborProbabilities(neighborCount: 5, smoothing: 0),
      NeighborProbabilities(neighborCount: 5, smoothing: .nan),
    ] {
      #expect(throws: DefenseError.self) {
        try probabilities.probabilities(labels, evidence: evidence)
      }
    }
  }
}
