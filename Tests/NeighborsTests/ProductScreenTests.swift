import FlipguardTestSupport
import LabelData
import Neighbors
import Testing
import VectorKernels

/// Data on which a careless screen would rule out pairs that belong on a list.
@Suite struct ProductScreenTests {
  private func check(_ matrix: Matrix, _ count: Int, _ note: Comment) throws {
    for metric in [DistanceMetric.euclidean, .squaredEuclidean] {
      let graph = try ExactNeighbors.graph(
        of: matrix, count: count, metric: metric, execution: Execution(threadCount: 2))
      for row in 0..<matrix.rowCount {
        let all = (0..<matrix.rowCount).filter { $0 != row }
          .map { (metric.distance(matrix.row(row), matrix.row($0)), $0) }
          .sorted { $0 < $1 }
        #expect(graph.neighbors(of: row).elementsEqual(all.prefix(count).map { Int32($0.1) }), note)
      }
    }
  }

  /// Far from the origin a product in single precision says almost nothing about the distance.
  @Test(arguments: [0, 1, 100, 10_000, 1_000_000] as [Float])
  func `rows far from the origin`(offset: Float) throws {
    let near = try SyntheticData.clusters(rowCount: 150, featureCount: 37, seed: 3).features
    try check(
      Matrix(
        rowCount: 150, columnCount: 37, elements: near.elements.map { $0 + offset }), 7,
      "offset \(offset)")
  }

  @Test(arguments: [1e-22, 1e-19, 1e-12, 1e12, 1e14, 1e17] as [Float])
  func `tiny and huge values`(factor: Float) throws {
    let unit = try SyntheticData.clusters(rowCount: 90, featureCount: 20, seed: 4).features
    try check(
      Matrix(rowCount: 90, columnCount: 20, elements: unit.elements.map { $0 * factor }), 5,
      "factor \(factor)")
  }

  @Test func `rows of very different size side by side`() throws {
    var matrix = try SyntheticData.clusters(rowCount: 120, featureCount: 16, seed: 5).features
    for row in 0..<120 {
      let factor: Float = [1e-8, 1, 1e3, 1e9][row % 4]
      for column in 0..<16 { matrix.elements[row * 16 + column] *= factor }
    }
    try check(matrix, 40, "mixed")
  }

  /// Rows that differ in the last bit of one feature, and repeated rows.
  @Test func `almost equal rows`() throws {
    var generator = SeededGenerator(seed: 8)
    let base = (0..<50).map { _ in Float(generator.unitInterval()) + 1 }
    let rows = (0..<100).map { row in
      var copy = base
      if row % 3 > 0 { copy[row % 50] = copy[row % 50].nextUp }
      if row % 3 > 1 { copy[(row * 7) % 50] = copy[(row * 7) % 50].nextDown }
      return copy
    }
    try check(Matrix(rows: rows), 9, "last bits")
  }
}
