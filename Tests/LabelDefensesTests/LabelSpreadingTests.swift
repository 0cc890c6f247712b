import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Neighbors
import Testing
import VectorKernels

@testable import LabelDefenses

@Suite struct LabelSpreadingTests {
  private func graph(rowCount: Int, k: Int) throws -> (graph: NeighborGraph, labels: Labels) {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: rowCount, featureCount: 3, classCount: 3, separation: 2, seed: 9)
    return (try ExactNeighbors.graph(of: features, count: k), labels)
  }

  /// (1 - a)(I - a S)^-1 by Gauss-Jordan elimination.
  private func denseResolvent(_ graph: NeighborGraph, k: Int, reach: Double) -> [[Double]] {
    let n = graph.rowCount
    var joined = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    for row in 0..<n {
      for neighbor in graph.neighbors(of: row).prefix(k) {
        joined[row][Int(neighbor)] = 1
        joined[Int(neighbor)][row] = 1
      }
    }
    let degrees = joined.map { $0.reduce(0, +) }
    var rows = (0..<n).map { row in
      (0..<2 * n).map { column -> Double in
        if column >= n { return column - n == row ? 1 - reach : 0 }
        let joint = joined[row][column] / (degrees[row] * degrees[column]).squareRoot()
        return (row == column ? 1 : 0) - reach * joint
      }
    }
    for pivot in 0..<n {
      let scale = rows[pivot][pivot]
      for column in 0..<2 * n { rows[pivot][column] /= scale }
      for row in 0..<n where row != pivot && rows[row][pivot] != 0 {
        let factor = rows[row][pivot]
        for column in 0..<2 * n { rows[row][column] -= factor * rows[pivot][column] }
      }
    }
    return rows.map { Array($0[n...]) }
  }

  @Test(arguments: [0.5, 0.95])
  func `equals the dense solution without the diagonal`(reach: Double) throws {
    let (graph, labels) = try graph(rowCount: 40, k: 4)
    let found = try LabelSpreading(
      labels, evidence: Evidence(neighborGraph: graph), neighborCount: 4, reach: reach)
    #expect(found.diagonalError == 0)
    let resolvent = denseResolvent(graph, k: 4, reach: reach)
    for row in 0..<40 {
      for label in 0..<3 {
        let expected = (0..<40).filter { $0 != row && labels[$0] == label }
          .reduce(0) { $0 + resolvent[row][$1] }
        #expect(abs(found.support[row * 3 + label] - expected) < 1e-5)
      }
    }
  }

  @Test func `a label never speaks for itself`() throws {
    let (graph, labels) = try graph(rowCount: 40, k: 5)
    let evidence = Evidence(neighborGraph: graph)
    let before = try LabelSpreading(labels, evidence: evidence, neighborCount: 5)
    for row in [0, 17, 39] {
      var other = labels
      other[row] = (labels[row] + 1) % 3
      let after = try LabelSpreading(other, evidence: evidence, neighborCount: 5)
      for place in row * 3..<row * 3 + 3 {
        #expect(abs(after.support[place] - before.support[place]) < 1e-5)
      }
    }
  }

  @Test func `an estimated diagonal is within its error`() throws {
    let (graph, _) = try graph(rowCount: 120, k: 6)
    let resolvent = GraphResolvent(
      graph: SymmetricGraph(graph, neighborCount: 6), reach: 0.95)
    let exact = resolvent.diagonal(execution: .serial)
    let found = [1, 3].map { threads in
      resolvent.estimatedDiagonal(
        probeCount: 64, seed: 3, execution: Execution(threadCount: threads))
    }
    #expect(found[0].values == found[1].values)
    let differences = zip(exact, found[0].values).map { abs($0 - $1) }
    #expect(differences.reduce(0, +) / 120 < 1.5 * found[0].error)
    #expect(found[0].error < 0.02)
    #expect((differences.max() ?? 1) < 6 * found[0].error)
  }

  @Test func `rows that point at each other are joined once`() throws {
    let graph = try ExactNeighbors.graph(
      of: Matrix(rows: [[0], [1], [3], [10]]), count: 2, execution: .serial)
    let joined = SymmetricGraph(graph, neighborCount: 1)
    #expect((0..<4).map { Array(joined.neighbors(of: $0)) } == [[1], [0, 2], [1, 3], [2]])
    let product = joined.product([1, 0, 0, 0])
    #expect(product.map { $0 * $0 }.map { ($0 * 1000).rounded() } == [0, 500, 0, 0])
  }

  @Test func `parameters out of range are refused`() throws {
    let (graph, labels) = try graph(rowCount: 12, k: 3)
    for reach in [0, 1, .nan] {
      #expect(throws: DefenseError.self) {
        try LabelSpreading(
          labels, evidence: Evidence(neighborGraph: graph), neighborCount: 3, reach: reach)
      }
    }
  }
}
