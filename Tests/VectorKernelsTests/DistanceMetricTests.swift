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
    #expect(DistanceMetric.innerProduct.distance(a, b) == -7)
    #expect(DistanceMetric.hamming.distance(a, b) == 2.0 / 3)
  }

  /// Laws of every metric: symmetric, and but for products 0 to itself and never negative.
  @Test(arguments: DistanceMetric.allCases)
  func laws(metric: DistanceMetric) throws {
    let data = try SyntheticData.clusters(rowCount: 23, featureCount: 11, seed: 4).features
    for row in 0..<data.rowCount {
      for other in 0..<data.rowCount {
        let distance = metric.distance(data.row(row), data.row(other))
        #expect(distance == metric.distance(data.row(other), data.row(row)))
        guard metric != .innerProduct else { continue }
        #expect(distance >= 0)
        if row == other { #expect(distance == 0) }
      }
    }
  }
}
