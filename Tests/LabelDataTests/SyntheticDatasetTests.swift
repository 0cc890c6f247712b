import LabelData
import Testing
import VectorKernels

@Suite struct SyntheticDatasetTests {
  @Test(arguments: SyntheticDataset.allCases)
  func `the seed decides, and more rows keep the first ones`(set: SyntheticDataset) throws {
    let few = try set.make(rowCount: 60, seed: 4)
    let more = try set.make(rowCount: 110, seed: 4)
    #expect(few.rowCount == 60 && few.featureCount == set.featureCount)
    #expect(few.labels.classCount == set.classCount)
    #expect(try set.make(rowCount: 60, seed: 4).features == few.features)
    #expect(try set.make(rowCount: 60, seed: 5).features != few.features)
    #expect(more.features.selecting(rows: 0..<60) == few.features)
    #expect(more.labels.selecting(rows: 0..<60) == few.labels)
    #expect(!set.summary.isEmpty && set.id == set.rawValue)
    #expect(throws: DatasetError.noExamples) { try set.make(rowCount: 0, seed: 4) }
  }

  @Test func `classes have the stated shares`() throws {
    #expect(
      try SyntheticDataset.imbalanced.make(rowCount: 510, seed: 1).labels.classSizes == [500, 10])
    #expect(
      try SyntheticDataset.tenClasses.make(rowCount: 100, seed: 1).labels.classSizes
        == [Int](repeating: 10, count: 10))
    for set in [SyntheticDataset.gaussians, .moons, .xor, .rings, .lowRank] {
      #expect(try set.make(rowCount: 40, seed: 1).labels.classSizes == [20, 20])
    }
  }

  /// The mean of a feature over the rows of one class.
  private func mean(_ data: Dataset, feature: Int, of label: Int) -> Double {
    let rows = (0..<data.rowCount).filter { data.labels[$0] == label }
    return rows.reduce(0) { $0 + Double(data.features[$1, feature]) } / Double(rows.count)
  }

  @Test func `clusters lie where they are said to`() throws {
    // 2,000 rows of a class: a mean has a standard error of 0.022.
    let pair = try SyntheticDataset.gaussians.make(rowCount: 4000, seed: 2)
    #expect(abs(mean(pair, feature: 0, of: 0) + 3) < 0.1)
    #expect(abs(mean(pair, feature: 0, of: 1) - 3) < 0.1)
    #expect(abs(mean(pair, feature: 1, of: 1)) < 0.1)
    let ten = try SyntheticDataset.tenClasses.make(rowCount: 4000, seed: 2)
    #expect(abs(mean(ten, feature: 7, of: 7) - 4) < 0.25)
    #expect(abs(mean(ten, feature: 7, of: 6)) < 0.25)
    let uneven = try SyntheticDataset.imbalanced.make(rowCount: 10_200, seed: 2)
    #expect(abs(mean(uneven, feature: 1, of: 1) - 3) < 0.35)
  }

  @Test func `opposite clusters share a class`() throws {
    let data = try SyntheticDataset.xor.make(rowCount: 2000, seed: 3)
    let asItsQuadrant = (0..<2000).count { row in
      let differ = (data.features[row, 0] > 0) != (data.features[row, 1] > 0)
      return (data.labels[row] == 1) == differ
    }
    // 0.27 % are expected on the other side.
    #expect(asItsQuadrant >= 1980)
    #expect((0..<2).allSatisfy { abs(mean(data, feature: 0, of: $0)) < 0.4 })
  }

  @Test func `rings and moons follow their curves`() throws {
    let rings = try SyntheticDataset.rings.make(rowCount: 1000, seed: 4)
    let radii = (0..<1000).map { row in
      let (x, y) = (Double(rings.features[row, 0]), Double(rings.features[row, 1]))
      return (x * x + y * y).squareRoot()
    }
    let apart = (0..<1000).count { (radii[$0] > 1.5) == (rings.labels[$0] == 1) }
    #expect(apart >= 980)
    let moons = try SyntheticDataset.moons.make(rowCount: 1000, seed: 4)
    for row in 0..<1000 {
      let label = moons.labels[row]
      let (x, y) = (Double(moons.features[row, 0]), Double(moons.features[row, 1]))
      let center = label == 0 ? (0.0, 0.0) : (1.0, 0.5)
      let (u, v) = (x - center.0, y - center.1)
      #expect(abs((u * u + v * v).squareRoot() - 1) < 1)
      #expect(label == 0 ? v > -1 : v < 1)
    }
  }

  @Test func `a set of low rank varies in five dimensions`() throws {
    let data = try SyntheticDataset.lowRank.make(rowCount: 40, seed: 5)
    // What is left of a row after six others and their mean explain it is noise: the products of differences
    // from row 0 have five large pivots.
    let rows = (1..<40).map { row in
      zip(data.features.row(row), data.features.row(0)).map { Double($0) - Double($1) }
    }
    var left = rows
    var pivots: [Double] = []
    for _ in 0..<8 {
      let sizes = left.map { $0.reduce(0) { $0 + $1 * $1 } }
      let best = try #require(sizes.indices.max { sizes[$0] < sizes[$1] })
      pivots.append(sizes[best])
      let direction = left[best]
      left = left.map { row in
        let share = zip(row, direction).reduce(0) { $0 + $1.0 * $1.1 } / sizes[best]
        return zip(row, direction).map { $0 - share * $1 }
      }
    }
    #expect(pivots[4] > 30 * pivots[5])
  }
}
