import LabelData
import Testing
import VectorKernels

@testable import Classifiers

@Suite struct SplitSearchTests {
  /// Data with so many distinct values in each feature, and how often each row is drawn.
  private func sample(
    rowCount: Int, levels: Int, classCount: Int, drawnShare: Double = 1, seed: UInt64
  ) -> (cuts: PlainCuts, counts: [UInt32]) {
    var generator = SeededGenerator(seed: seed, key: "split-search")
    let elements = (0..<rowCount * 3).map { _ in Float(generator.below(levels)) / 8 - 1 }
    let labels = (0..<rowCount).map { _ in generator.below(classCount) }
    let counts = (0..<rowCount).map { _ in
      generator.unitInterval() < drawnShare ? UInt32(1 + generator.below(3)) : 0
    }
    let features = Matrix(rowCount: rowCount, columnCount: 3, elements: elements)
    return (PlainCuts(features: features, labels: labels, classCount: classCount), counts)
  }

  private func coded(_ features: Matrix) -> [CodedFeature] {
    (0..<features.columnCount).map { column in
      CodedFeature((0..<features.rowCount).map { features[$0, column] })
    }
  }

  private func found(
    _ cuts: PlainCuts, _ counts: [UInt32], smallestLeaf: Int
  ) -> (cut: SplitSearch.Cut, threshold: Float)? {
    let rows = DrawnRow.rows(counts: counts, labels: cuts.labels)
    var search = SplitSearch(
      mostRows: rows.count, classCount: cuts.classCount, smallestLeaf: smallestLeaf)
    // What an earlier node leaves behind must not matter.
    let features = coded(cuts.features)
    for _ in 0..<2 {
      search.begin(rows, 0..<rows.count)
      for (number, feature) in features.enumerated() {
        _ = search.consider(number, feature, rows, 0..<rows.count)
      }
    }
    return search.best.map { cut in
      (cut, features[cut.feature].threshold(after: cut.last, before: cut.next))
    }
  }

  private func check(_ cuts: PlainCuts, _ counts: [UInt32], smallestLeaf: Int) {
    let draws = counts.indices.flatMap { [Int](repeating: $0, count: Int(counts[$0])) }
    let best = cuts.best(draws, features: [0, 1, 2], smallestLeaf: smallestLeaf)
    let found = found(cuts, counts, smallestLeaf: smallestLeaf)
    let own = found.flatMap { found in
      cuts.score(
        draws, feature: found.cut.feature, threshold: found.threshold, smallestLeaf: smallestLeaf)
    }
    #expect(own == best)
    if let found, let best {
      #expect(abs(found.cut.score - best.value) < 1e-9 * best.value)
      #expect((0..<1).contains(PlainCuts.impurity(best, drawCount: draws.count)))
    }
  }

  @Test(arguments: 1...3, [2, 3, 5])
  func `finds the best of all cuts of few rows`(smallestLeaf: Int, classCount: Int) {
    for seed in 0..<20 as Range<UInt64> {
      let (cuts, counts) = sample(
        rowCount: 2 + Int(seed % 9), levels: 4, classCount: classCount, seed: seed)
      check(cuts, counts, smallestLeaf: smallestLeaf)
    }
  }

  @Test(arguments: [
    // Few values: a table; some: one pass of sorting; many, of which few are drawn: two passes.
    (rowCount: 200, levels: 5, drawnShare: 1),
    (rowCount: 60, levels: 50, drawnShare: 1),
    (rowCount: 1500, levels: 5000, drawnShare: 0.04),
  ])
  func `finds the best of all cuts of many rows`(
    rowCount: Int, levels: Int, drawnShare: Double
  ) {
    for seed in 0..<3 as Range<UInt64> {
      let (cuts, counts) = sample(
        rowCount: rowCount, levels: levels, classCount: 3, drawnShare: drawnShare, seed: seed)
      check(cuts, counts, smallestLeaf: 1 + Int(seed) * 4)
    }
  }

  @Test func `a row drawn often is as good as copies`() throws {
    let (cuts, _) = sample(rowCount: 12, levels: 6, classCount: 3, seed: 4)
    // More draws than one entry holds.
    let counts = (0..<12).map { UInt32($0 == 5 ? 300 : 1 + $0 % 3) }
    let copies = (0..<12).flatMap { [Int](repeating: $0, count: Int(counts[$0])) }
    let copied = PlainCuts(
      features: cuts.features.selecting(rows: copies), labels: copies.map { cuts.labels[$0] },
      classCount: 3)
    let once = [UInt32](repeating: 1, count: copies.count)
    let weighted = try #require(found(cuts, counts, smallestLeaf: 2))
    let plain = try #require(found(copied, once, smallestLeaf: 2))
    #expect(weighted.cut == plain.cut)
    #expect(weighted.threshold == plain.threshold)
  }

  @Test func `equal cuts go to the first feature, then to the smallest value`() throws {
    let features = Matrix(rows: [[0, 0, 0], [1, 1, 1], [2, 2, 2]])
    let cuts = PlainCuts(features: features, labels: [0, 1, 0], classCount: 2)
    let first = try #require(found(cuts, [1, 1, 1], smallestLeaf: 1))
    #expect(first.cut.feature == 0)
    #expect(first.threshold == 0.5)
  }

  @Test func `the cut lies in the middle between values of the node`() throws {
    let features = Matrix(rows: [[0], [3], [4], [9]])
    let cuts = PlainCuts(features: features, labels: [0, 0, 1, 1], classCount: 2)
    #expect(try #require(found(cuts, [1, 1, 1, 1], smallestLeaf: 1)).threshold == 3.5)
    #expect(try #require(found(cuts, [1, 0, 0, 1], smallestLeaf: 1)).threshold == 4.5)
  }

  @Test func `there is no cut of one value, nor one that leaves too few`() {
    let same = PlainCuts(
      features: Matrix(rows: [[1], [1], [1]]), labels: [0, 1, 0], classCount: 2)
    #expect(found(same, [1, 2, 1], smallestLeaf: 1) == nil)
    let lone = PlainCuts(
      features: Matrix(rows: [[1], [2], [2]]), labels: [0, 1, 0], classCount: 2)
    #expect(found(lone, [1, 2, 1], smallestLeaf: 2) == nil)
  }
}
