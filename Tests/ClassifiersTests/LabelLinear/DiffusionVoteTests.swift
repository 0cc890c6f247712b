import FlipguardTestSupport
import LabelData
import Neighbors
import Testing
import VectorKernels

@testable import Classifiers

@Suite struct DiffusionVoteTests {
  @Test func `the rows that vote are those with the largest weights of label propagation`() throws {
    let (features, _) = try SyntheticData.clusters(rowCount: 50, featureCount: 3, seed: 4)
    let queries = features.selecting(rows: 0..<5)
    let weights = try LabelPropagation(neighborCount: 4, reach: 0.99)
      .fit(features, seed: 1, execution: .serial)
      .labelWeights(queries, rows: 0..<5, execution: .serial)
    let votes = try DiffusionVote(voterCount: 8, neighborCount: 4)
      .fit(features, seed: 1, execution: .serial)
      .labelWeights(queries, rows: 0..<5, execution: .serial)
    for (weight, vote) in zip(weights, votes) {
      guard case .dense(let values) = weight, case .votes(let rows) = vote else {
        Issue.record("weights of another kind")
        return
      }
      #expect(rows.count == 8 && rows == rows.sorted())
      let least = rows.map { values[Int($0)] }.min() ?? 0
      let others = values.indices.filter { !rows.contains(Int32($0)) }
      #expect(others.allSatisfy { values[$0] <= least })
    }
  }

  @Test func `solving in lanes gives what solving one by one gives`() throws {
    let (features, _) = try SyntheticData.clusters(rowCount: 70, featureCount: 3, seed: 9)
    let graph = SymmetricGraph(
      try ExactNeighbors.graph(of: features, count: 5, execution: .serial), neighborCount: 5)
    let resolvent = GraphResolvent(graph: graph, reach: 0.95)
    let vectors = (0..<11).map { vector in
      (0..<70).map { (row: Int) -> Double in vector == 3 ? 0 : Double((row * (vector + 3)) % 7) }
    }
    let found = resolvent.apply(vectors, tolerance: 1e-9, execution: Execution(threadCount: 2))
    for (vector, solution) in zip(vectors, found) {
      let plain = resolvent.apply(vector)
      #expect(zip(plain, solution).allSatisfy { ($0 - $1).magnitude < 1e-4 })
      // (I - a S) x is (1 - a) times the vector.
      let spread = graph.product(solution)
      for row in 0..<70 {
        let residual = solution[row] - 0.95 * spread[row] - 0.05 * vector[row]
        #expect(residual.magnitude < 1e-7)
      }
    }
    let alone = resolvent.apply([vectors[4]], tolerance: 1e-9, execution: .serial)
    #expect(alone[0] == found[4])
  }
}
