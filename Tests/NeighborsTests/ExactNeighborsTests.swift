import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@testable import Neighbors

@Suite struct ExactNeighborsTests {
  /// A look at some rows, the first and the last among them.
  private func check(
    _ data: HardData, _ metric: DistanceMetric, _ graphs: [(note: String, graph: NeighborGraph)]
  ) {
    let plain = PlainNeighbors(data.rows, metric)
    let n = data.rows.rowCount
    for row in Set((0..<12).map { $0 * (n - 1) / 11 }) {
      for (note, graph) in graphs {
        #expect(plain.agrees(with: graph, row: row), "\(data.name), row \(row), \(note)")
      }
    }
  }

  @Test(arguments: HardData.all, DistanceMetric.allCases)
  func `equals a sort of all distances`(data: HardData, metric: DistanceMetric) throws {
    guard data.allows(metric) else { return }
    let n = data.rows.rowCount
    for count in Set([1, min(10, n - 1), n - 1]) {
      var graphs: [(String, NeighborGraph)] = []
      for instructions in InstructionSet.available {
        for threads in instructions == .best ? [1, 3] : [2] {
          let graph = try ExactNeighbors.graph(
            of: data.rows, count: count, metric: metric, instructionSet: instructions,
            execution: Execution(threadCount: threads))
          graphs.append(("k \(count), \(instructions.name), \(threads) threads", graph))
        }
      }
      check(data, metric, graphs)
    }
  }

  @Test(
    arguments: HardData.all,
    [CodeChoice.Policy.floats, .bfloats, .rounded, .head(16), .head(64)])
  func `no codes rule out a neighbor`(data: HardData, policy: CodeChoice.Policy) throws {
    for metric in [DistanceMetric.euclidean, .squaredEuclidean, .cosine]
    where data.allows(metric) {
      let graphs = try InstructionSet.available.map { instructions in
        let search = GraphSearch(
          count: min(7, data.rows.rowCount - 1), metric: metric, instructionSet: instructions,
          policy: policy)
        let graph = try search.graph(
          of: data.rows, recorder: nil, execution: Execution(threadCount: 2), telling: { _ in })
        return ("\(policy), \(instructions.name)", graph)
      }
      check(data, metric, graphs)
    }
  }

  /// So many rows that they are brought into an order of their own, and walked in many units.
  @Test(arguments: [CodeChoice.Policy.rounded, .bfloats, .floats])
  func `the order of rows changes nothing`(policy: CodeChoice.Policy) throws {
    let matrix = try SyntheticData.clusters(
      rowCount: 2300, featureCount: 6, classCount: 5, separation: 9, seed: 3
    ).features
    let data = HardData("clusters", matrix)
    let graphs = try [1, 2, 5].map { threads in
      (
        "\(threads) threads",
        try GraphSearch(
          count: 12, metric: .euclidean, instructionSet: .best, policy: policy
        ).graph(
          of: data.rows, recorder: nil, execution: Execution(threadCount: threads),
          telling: { _ in })
      )
    }
    check(data, .euclidean, graphs)
    for (_, graph) in graphs { #expect(graph == graphs[0].1) }
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
    #expect(throws: NeighborError.notFinite(row: 1, column: 1, value: .infinity)) {
      try ExactNeighbors.graph(of: Matrix(rows: [[3, 1], [-3, .infinity]]), count: 1)
    }
    #expect {
      try ExactNeighbors.graph(of: Matrix(rows: [[3, 1], [.nan, 1]]), count: 1)
    } throws: { error in
      if case NeighborError.notFinite(1, 0, let value) = error { value.isNaN } else { false }
    }
  }

  @Test func `the nearest of a graph are a smaller graph`() throws {
    let matrix = try SyntheticData.clusters(rowCount: 20, featureCount: 3, seed: 1).features
    let large = try ExactNeighbors.graph(of: matrix, count: 9)
    #expect(large.nearest(4) == (try ExactNeighbors.graph(of: matrix, count: 4)))
  }

  /// Laws of a graph: a row is no neighbor of itself, none is listed twice, distances ascend.
  @Test(arguments: HardData.all)
  func laws(data: HardData) throws {
    let n = data.rows.rowCount
    let graph = try ExactNeighbors.graph(of: data.rows, count: min(n - 1, 15))
    for row in 0..<n {
      let neighbors = Array(graph.neighbors(of: row))
      #expect(Set(neighbors).count == neighbors.count)
      #expect(!neighbors.contains(Int32(row)))
      #expect(neighbors.allSatisfy { (0..<Int32(n)).contains($0) })
      let distances = Array(graph.distances(of: row))
      #expect(distances == distances.sorted())
    }
  }
}
