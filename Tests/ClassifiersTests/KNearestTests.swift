import Classifiers
import FlipguardTestSupport
import LabelData
import Neighbors
import Testing
import VectorKernels

@Suite struct KNearestTests {
  /// The definition: all distances, ordered by (distance, row).
  private func plain(
    _ query: ArraySlice<Float>, _ features: Matrix, _ labels: Labels, _ weights: [Double]?,
    k: Int, metric: DistanceMetric
  ) -> [Double] {
    let nearest = (0..<labels.count).map { (metric.distance(features.row($0), query), $0) }
      .sorted { $0 < $1 }.prefix(k)
    var votes = [Double](repeating: 0, count: labels.classCount)
    for (_, row) in nearest { votes[labels[row]] += weights?[row] ?? 1 }
    let total = votes.reduce(0, +)
    return votes.map { $0 / total }
  }

  @Test(
    arguments: [DistanceMetric.euclidean, .manhattan, .chebyshev, .hamming], [1, 4, 99])
  func `the nearest rows vote`(metric: DistanceMetric, k: Int) throws {
    let (features, labels) = try SyntheticData.grid(
      rowCount: 60, featureCount: 3, levels: 4, classCount: 3, seed: 5)
    let (queries, _) = try SyntheticData.grid(
      rowCount: 30, featureCount: 3, levels: 5, classCount: 3, seed: 6)
    for weights in [nil, (0..<60).map { Double(1 + $0 % 4) }] {
      let model = try KNearest(neighborCount: k, metric: metric).fit(
        features, labels, weights: weights, seed: 1, execution: .serial)
      #expect(model.neighborCount == min(k, 60))
      let found = model.probabilities(queries, execution: .serial)
      for row in 0..<30 {
        let expected = plain(
          queries.row(row), features, labels, weights, k: k, metric: metric)
        #expect(Array(found.row(row)) == expected)
      }
    }
  }

  @Test func `a row without distances has the shares of all rows`() throws {
    let features = Matrix(rows: [[1, 0], [0, 1], [2, 1], [1, 3]])
    let labels = try SyntheticData.labels([0, 1, 1, 1], classCount: 2)
    let model = try KNearest(neighborCount: 1, metric: .cosine).fit(features, labels, seed: 1)
    let queries = Matrix(rows: [[5, 0], [0, 0], [0, 2], [.nan, 1], [0, 0], [3, 0]])
    let found = model.probabilities(queries, execution: .serial)
    #expect((0..<6).map { found[$0, 0] } == [1, 0.25, 0, 0.25, 0.25, 1])
    #expect(throws: ClassifierError.neighbors(.zeroRow(1))) {
      let withZero = Matrix(rows: [[1, 0], [0, 0], [2, 1], [1, 3]])
      _ = try KNearest(metric: .cosine).fit(withZero, labels, seed: 1)
    }
    #expect(throws: ClassifierError.self) {
      try KNearest(neighborCount: 0).fit(features, labels, seed: 1)
    }
  }
}
