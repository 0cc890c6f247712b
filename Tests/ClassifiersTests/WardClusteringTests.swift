import FlipguardTestSupport
import Testing
import VectorKernels

@testable import Classifiers

@Suite struct WardClusteringTests {
  /// The plain loop: at each step the two clusters whose union adds least to the sum of squares about the centers.
  private func plainClusters(_ features: Matrix, count: Int) -> Set<Set<Int>> {
    func sumOfSquares(_ rows: [Int]) -> Double {
      (0..<features.columnCount).reduce(0) { sum, column in
        let values = rows.map { Double(features.row($0).map(\.self)[column]) }
        let mean = values.reduce(0, +) / Double(values.count)
        return sum + values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      }
    }
    var clusters = (0..<features.rowCount).map { [$0] }
    while clusters.count > count {
      var best: (first: Int, second: Int, cost: Double)?
      for first in clusters.indices {
        for second in clusters.indices.dropFirst(first + 1) {
          let cost =
            sumOfSquares(clusters[first] + clusters[second]) - sumOfSquares(clusters[first])
            - sumOfSquares(clusters[second])
          if cost < best?.cost ?? .infinity { best = (first, second, cost) }
        }
      }
      guard let best else { break }
      clusters[best.first] += clusters.remove(at: best.second)
    }
    return Set(clusters.map(Set.init))
  }

  @Test(arguments: [1, 2, 5, 11, 24])
  func `clusters are those of the plain loop`(count: Int) throws {
    for seed in [UInt64(1), 2, 3] {
      let (features, _) = try SyntheticData.clusters(
        rowCount: 24, featureCount: 3, separation: 2, seed: seed)
      let clusters = try WardClustering(clusterCount: count)
        .fit(features, seed: 1, execution: .serial)
      #expect(Set(clusters.map(Set.init)) == plainClusters(features, count: count))
      #expect(clusters.allSatisfy { !$0.isEmpty })
    }
  }

  @Test func `rows come nearest to the center first, clusters by their lowest row`() throws {
    let (features, _) = try SyntheticData.clusters(rowCount: 60, featureCount: 2, seed: 4)
    let clusters = try WardClustering(clusterCount: 6).fit(features, seed: 1, execution: .serial)
    #expect(clusters.map { $0.min() ?? 0 } == clusters.map { $0.min() ?? 0 }.sorted())
    for rows in clusters {
      let center = (0..<2).map { column in
        rows.reduce(0) { $0 + Double(Array(features.row($1))[column]) } / Double(rows.count)
      }
      let squares = rows.map { row in
        zip(features.row(row), center).reduce(0) {
          $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1)
        }
      }
      #expect(zip(squares, squares.dropFirst()).allSatisfy { $0 <= $1 + 1e-12 })
    }
  }

  @Test func `more rows than leaves are joined by whole cells`() throws {
    let (features, _) = try SyntheticData.clusters(rowCount: 90, featureCount: 2, seed: 6)
    let cells = try KMeans(clusterCount: 30).fit(features, seed: 7, execution: .serial).members
    let clustering = WardClustering(clusterCount: 5, leafLimit: 30)
    let clusters = try clustering.fit(features, seed: 7, execution: .serial)
    #expect(clusters.count == 5 && clusters.joined().sorted() == Array(0..<90))
    for cell in cells where !cell.isEmpty {
      #expect(clusters.contains { Set(cell).isSubset(of: $0) })
    }
    #expect(try clustering.fit(features, seed: 7, execution: Execution(threadCount: 4)) == clusters)
  }

  @Test func `equal rows and too many clusters are no trap`() throws {
    let equal = Matrix(rowCount: 9, columnCount: 2, elements: [Float](repeating: 3, count: 18))
    let four = try WardClustering(clusterCount: 4).fit(equal, seed: 1, execution: .serial)
    #expect(four.count == 4 && four.joined().sorted() == Array(0..<9))
    let all = try WardClustering(clusterCount: 50).fit(equal, seed: 1, execution: .serial)
    #expect(all == (0..<9).map { [$0] })
    let (grid, _) = try SyntheticData.grid(
      rowCount: 60, featureCount: 2, levels: 3, classCount: 2, seed: 1)
    // Equal rows join at no cost, so they are together in as many clusters as there are places.
    let places = try WardClustering(clusterCount: 9).fit(grid, seed: 1, execution: .serial)
    #expect(places.count == 9)
    for rows in places { #expect(Set(rows.map { Array(grid.row($0)) }).count == 1) }
  }
}
