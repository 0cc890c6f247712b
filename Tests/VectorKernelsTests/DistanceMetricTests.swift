import FlipguardTestSupport
import Testing
import VectorKernels

@Suite struct DistanceMetricTests {
  @Test func `known values`() {
    let a: [Float] = [1, 2, 2]
    let b: [Float] = [1, 5, -2]
    #expect(DistanceMetric.euclidean.distance(a, b) == 5)
    #expect(DistanceMetric.squaredEuclidean.distance(a, b) == 25)
    #expect(DistanceMetric.manhattan.distance(a, b) == 7)
    #expect(DistanceMetric.chebyshev.distance(a, b) == 4)
    #expect(DistanceMetric.cosine.distance([3, 4], [4, 3]) == 1 - 24.0 / 25)
    #expect(DistanceMetric.hamming.distance(a, b) == 2.0 / 3)
  }

  /// Laws of every metric: 0 to itself, symmetric, never negative, and the tiles agree with the definition.
  @Test(arguments: DistanceMetric.allCases)
  func laws(metric: DistanceMetric) throws {
    let data = try SyntheticData.clusters(rowCount: 37, featureCount: 11, seed: 4).features
    let packed = PackedRows(data)
    var tile = [Double](repeating: 0, count: PackedRows.tileRows * PackedRows.groupSize)
    for first in stride(from: 0, to: data.rowCount, by: PackedRows.tileRows) {
      for group in 0..<packed.groupCount {
        packed.accumulate(
          metric.accumulation, rowsFrom: first, of: data, group: group, into: &tile)
        for pair in tile.indices {
          let row = first + pair / PackedRows.groupSize
          let other = group * PackedRows.groupSize + pair % PackedRows.groupSize
          guard row < data.rowCount, other < data.rowCount else { continue }
          let norms = (norm(data, row), norm(data, other))
          let distance = metric.distance(
            accumulated: tile[pair], featureCount: data.columnCount, squaredNorms: norms)
          #expect(distance == metric.distance(data.row(row), data.row(other)))
          #expect(distance == metric.distance(data.row(other), data.row(row)))
          #expect(distance >= 0)
          if row == other { #expect(distance == 0) }
        }
      }
    }
  }

  private func norm(_ matrix: Matrix, _ row: Int) -> Double {
    matrix.row(row).reduce(0) { $0 + Double($1) * Double($1) }
  }
}
