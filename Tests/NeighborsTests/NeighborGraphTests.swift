import FlipguardTestSupport
import Neighbors
import Testing
import VectorKernels

@Suite struct NeighborGraphTests {
  @Test func `a graph among some rows is that of these rows alone, as far as it goes`() throws {
    let features = try SyntheticData.clusters(rowCount: 60, featureCount: 3, seed: 5).features
    let graph = try ExactNeighbors.graph(of: features, count: 20)
    let rows = (0..<60).filter { $0 % 4 != 1 }
    let among = graph.among(rows)
    let count = among.neighborCount
    #expect(count >= 5 && count < 20)
    let alone = try ExactNeighbors.graph(of: features.selecting(rows: rows), count: count)
    #expect(among.indices == alone.indices && among.distances == alone.distances)
    #expect(graph.among(Array(0..<60)) == graph)
    #expect(graph.among([7]).neighborCount == 0 && graph.among([7]).rowCount == 1)
  }
}
