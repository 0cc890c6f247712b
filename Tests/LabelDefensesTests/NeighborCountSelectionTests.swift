import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Neighbors
import Testing
import VectorKernels

@Suite struct NeighborCountSelectionTests {
  @Test func `takes the smallest k of least error`() throws {
    let training = try SyntheticData.clusters(
      rowCount: 60, featureCount: 4, separation: 2, seed: 5)
    let trusted = try SyntheticData.clusters(
      rowCount: 50, featureCount: 4, separation: 2, seed: 6)
    let graph = try ExactNeighbors.graph(of: training.features, count: 21)
    let learner = LinearHinge(epochs: 20)
    let selections = try [1, 4].map { threads in
      try NeighborCountSelection(
        training: training, graph: graph, trusted: trusted, learner: learner, seed: 3,
        execution: Execution(threadCount: threads))
    }
    let selection = selections[0]
    #expect(selections[1] == selection)
    #expect(selection.candidates.map(\.neighborCount) == [1, 3, 5, 7, 9, 10, 11, 15, 21])
    for candidate in selection.candidates {
      let labels = try KNNSanitizer(neighborCount: candidate.neighborCount)
        .sanitize(training.labels, evidence: Evidence(neighborGraph: graph)).labels
      let error = try learner.fit(training.features, labels, seed: 3)
        .error(trusted.features, trusted.labels)
      #expect(candidate.error == error)
    }
    let least = selection.candidates.map(\.error).min()
    #expect(
      selection.neighborCount
        == selection.candidates.first { $0.error == least }?.neighborCount)
  }

  @Test func `no candidate within the graph is an error`() throws {
    let training = try SyntheticData.clusters(rowCount: 6, featureCount: 2, seed: 5)
    let graph = try ExactNeighbors.graph(of: training.features, count: 2)
    #expect(throws: DefenseError.self) {
      try NeighborCountSelection(
        candidates: [5], training: training, graph: graph, trusted: training,
        learner: LinearHinge(), seed: 1)
    }
  }
}
