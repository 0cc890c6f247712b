import Classifiers
import FlipguardTestSupport
import LabelData
import Neighbors
import Testing
import VectorKernels

@Suite struct KMeansTests {
  private func squaredDistance(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
    zip(a, b).reduce(0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }
  }

  @Test func `clusters far apart are found`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 90, featureCount: 4, classCount: 3, separation: 40, seed: 2)
    for seed in 1...5 {
      let found = try KMeans(clusterCount: 3).fit(
        features, seed: UInt64(seed), execution: .serial)
      for (row, label) in labels.classIndices.enumerated() {
        #expect(found.assignments[row] == found.assignments[label])
      }
      #expect(Set(found.assignments).count == 3)
    }
  }

  @Test func `every row is at the nearest center, and every center in the middle of its rows`()
    throws
  {
    let (features, _) = try SyntheticData.clusters(
      rowCount: 200, featureCount: 3, classCount: 4, separation: 3, seed: 3)
    let found = try KMeans(clusterCount: 7, rounds: 100).fit(
      features, seed: 1, execution: .serial)
    let members = found.members
    #expect(members.flatMap(\.self).sorted() == Array(0..<200))
    for row in 0..<200 {
      let squares = (0..<7).map { squaredDistance(features.row(row), found.centers.row($0)) }
      #expect(squares[found.assignments[row]] == squares.min())
      #expect(abs(Double(found.distances[row]) - (squares.min() ?? 0).squareRoot()) < 1e-5)
    }
    for (center, rows) in members.enumerated() {
      #expect(rows.map { found.distances[$0] } == rows.map { found.distances[$0] }.sorted())
      for column in 0..<3 {
        let mean = rows.reduce(0) { $0 + Double(features[$1, column]) } / Double(rows.count)
        #expect(abs(mean - Double(found.centers[center, column])) < 1e-5)
      }
    }
  }

  @Test func `threads do not matter, and the seed does`() throws {
    let (features, _) = try SyntheticData.clusters(rowCount: 300, featureCount: 5, seed: 4)
    let found = try [1, 2, 7].map {
      try KMeans(clusterCount: 12).fit(
        features, seed: 9, execution: Execution(threadCount: $0))
    }
    #expect(found[0] == found[1] && found[1] == found[2])
    #expect(
      try KMeans(clusterCount: 12).fit(features, seed: 10, execution: .serial) != found[0])
  }

  @Test func `equal rows and more clusters than rows are no trap`() throws {
    let equal = Matrix(rowCount: 5, columnCount: 2, elements: [Float](repeating: 1, count: 10))
    let found = try KMeans(clusterCount: 9).fit(equal, seed: 1, execution: .serial)
    #expect(found.centers.rowCount == 5 && found.assignments == [0, 0, 0, 0, 0])
    let one = try KMeans(clusterCount: 1).fit(
      Matrix(rows: [[1], [3]]), seed: 1, execution: .serial)
    #expect(one.centers.elements == [2] && one.distances == [1, 1])
  }
}
