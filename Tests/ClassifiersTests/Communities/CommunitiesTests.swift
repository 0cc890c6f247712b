import FlipguardTestSupport
import LabelData
import Neighbors
import Testing
import VectorKernels

@testable import Classifiers

@Suite struct CommunitiesTests {
  /// Rows on a line in blocks of ten, with a gap between blocks.
  private func blocks(_ count: Int, gap: Float = 50) -> Matrix {
    Matrix(
      rowCount: 10 * count, columnCount: 1,
      elements: (0..<10 * count).map { (place: Int) -> Float in
        Float(place % 10) + gap * Float(place / 10)
      })
  }

  private func graph(_ rows: Matrix, _ count: Int) throws -> SymmetricGraph {
    SymmetricGraph(
      try ExactNeighbors.graph(of: rows, count: count, execution: .serial), neighborCount: count)
  }

  /// Newman's modularity by its definition over all pairs of rows.
  private func modularity(_ graph: SymmetricGraph, _ groups: [Int32]) -> Double {
    let degrees = (0..<graph.rowCount).map { Double(graph.neighbors(of: $0).count) }
    let volume = degrees.reduce(0, +)
    var sum = 0.0
    for left in 0..<graph.rowCount {
      for right in 0..<graph.rowCount where groups[left] == groups[right] {
        let edge = graph.neighbors(of: left).contains(Int32(right)) ? 1.0 : 0
        sum += edge - degrees[left] * degrees[right] / volume
      }
    }
    return sum / volume
  }

  @Test func `blocks without edges between them are communities`() throws {
    let found = Communities(try graph(blocks(4), 9))
    #expect(found.count == 4)
    #expect(found.assignments == (0..<40).map { Int32($0 / 10) })
  }

  @Test func `no single move of a row, and no union of two communities, is better`() throws {
    let (rows, _) = try SyntheticData.clusters(
      rowCount: 60, featureCount: 2, classCount: 3, separation: 2, seed: 5)
    let graph = try graph(rows, 4)
    let found = Communities(graph)
    let best = modularity(graph, found.assignments)
    #expect(best > 0.3)
    for community in 1..<found.count {
      for other in 0..<community {
        let joined = found.assignments.map { $0 == community ? Int32(other) : $0 }
        #expect(modularity(graph, joined) <= best + 1e-12)
      }
    }
  }

  @Test func `communities are merged along the strongest ties first`() throws {
    // Blocks 0 and 1 lie near each other, and so do 2 and 3; far fewer neighbors cross the middle.
    let rows = Matrix(
      rowCount: 40, columnCount: 1,
      elements: (0..<40).map { (place: Int) -> Float in
        Float(place + place / 10) + (place >= 20 ? 2.5 : 0)
      })
    var found = Communities(try graph(rows, 4))
    let before = found.count
    #expect(before > 2)
    found.merge(to: 2)
    #expect(found.count == 2)
    #expect(found.assignments == (0..<40).map { $0 < 20 ? Int32(0) : 1 })
    var all = found
    all.merge(to: 1)
    #expect(all.assignments.allSatisfy { $0 == 0 })
  }

  @Test func `communities without ties are merged all the same, smallest first`() throws {
    let places: [Float] = [0, 1, 2, 3, 1000, 1001, 1002, 1003, 9000, 9001, 9002]
    let rows = Matrix(rowCount: 11, columnCount: 1, elements: places)
    var found = Communities(try graph(rows, 2))
    #expect(found.count == 3)
    found.merge(to: 2)
    #expect(found.assignments == [0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0])
  }

  @Test func `one row, and rows without neighbors, are communities of their own`() {
    let lone = NeighborGraph(
      rowCount: 3, neighborCount: 0, metric: .euclidean, indices: [], distances: [])
    var found = Communities(SymmetricGraph(lone, neighborCount: 0))
    #expect(found.assignments == [0, 1, 2])
    found.merge(to: 2)
    #expect(found.count == 2)
  }
}
