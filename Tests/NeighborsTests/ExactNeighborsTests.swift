import FlipguardTestSupport
import Neighbors
import Testing
import VectorKernels

@Suite struct ExactNeighborsTests {
  /// Sorting all distances of the plain definition by (distance, row) is the oracle.
  private func oracle(
    _ matrix: Matrix, _ count: Int, _ metric: DistanceMetric
  ) -> (indices: [Int32], distances: [Float]) {
    let lists = (0..<matrix.rowCount).map { row in
      (0..<matrix.rowCount).filter { $0 != row }
        .map { (metric.distance(matrix.row(row), matrix.row($0)), $0) }
        .sorted { $0 < $1 }.prefix(count)
    }
    return (
      lists.flatMap { $0.map { Int32($0.1) } }, lists.flatMap { $0.map { Float($0.0) } }
    )
  }

  @Test(arguments: DistanceMetric.allCases, [1, 2, 3])
  func `equals a sort of all distances`(metric: DistanceMetric, seed: Int) throws {
    let grid = try SyntheticData.grid(
      rowCount: 83, featureCount: 5, levels: 3, classCount: 2, seed: UInt64(seed)
    ).features
    // Cosine knows no row of zeros.
    let shifted = Matrix(
      rowCount: grid.rowCount, columnCount: grid.columnCount, elements: grid.elements.map { $0 + 1 }
    )
    let smooth = try SyntheticData.clusters(
      rowCount: 70, featureCount: 9, seed: UInt64(seed)
    ).features
    for (matrix, count) in [(shifted, 1), (shifted, 82), (smooth, 10)] {
      let expected = oracle(matrix, count, metric)
      for threads in [1, 2, 8] {
        let graph = try ExactNeighbors.graph(
          of: matrix, count: count, metric: metric, execution: Execution(threadCount: threads))
        #expect(graph.indices == expected.indices)
        #expect(graph.distances == expected.distances)
      }
    }
  }

  @Test func `bad input is refused by name`() {
    let matrix = Matrix(rows: [[1], [2], [0]])
    #expect(throws: NeighborError.neighborCount(given: 3, rowCount: 3)) {
      try ExactNeighbors.graph(of: matrix, count: 3)
    }
    #expect(throws: NeighborError.neighborCount(given: 0, rowCount: 3)) {
      try ExactNeighbors.graph(of: matrix, count: 0)
    }
    #expect(throws: NeighborError.neighborCount(given: 1, rowCount: 0)) {
      try ExactNeighbors.graph(of: Matrix(rows: []), count: 1)
    }
    #expect(throws: NeighborError.zeroRow(2)) {
      try ExactNeighbors.graph(of: matrix, count: 1, metric: .cosine)
    }
    #expect(throws: NeighborError.overflow(row: 0)) {
      try ExactNeighbors.graph(
        of: Matrix(rows: [[3e38], [-3e38]]), count: 1, metric: .squaredEuclidean)
    }
  }

  @Test func `the nearest of a graph are a smaller graph`() throws {
    let matrix = try SyntheticData.clusters(rowCount: 20, featureCount: 3, seed: 1).features
    let large = try ExactNeighbors.graph(of: matrix, count: 9)
    #expect(large.nearest(4) == (try ExactNeighbors.graph(of: matrix, count: 4)))
  }
}
