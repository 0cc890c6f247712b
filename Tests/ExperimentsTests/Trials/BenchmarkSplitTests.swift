import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import Experiments

@Suite struct BenchmarkSplitTests {
  /// Rows that carry their number as their only feature.
  private func source(rows: Int) throws -> BenchmarkSource {
    let features = Matrix(
      rowCount: rows, columnCount: 1, elements: (0..<rows).map { Float($0) })
    let labels = try Labels(
      classIndices: (0..<rows).map { $0 % 3 }, classNames: ["a", "b", "c"])
    return BenchmarkSource(
      try Dataset(features: features, labels: labels), name: "numbers", digest: "")
  }

  /// The numbers of the rows of all parts, told by their places on the scaled axis.
  private func parts(_ split: BenchmarkSplit) throws -> [[Float]] {
    let trusted = try #require(split.trusted(100))
    return [split.training, split.validation.features, trusted.features, split.test.features]
      .map(\.elements)
  }

  @Test func `attacker, defender and judge share no row`() throws {
    let source = try source(rows: 400)
    let split = try BenchmarkSplit(source, trainingCount: 120, seed: 3, number: 0)
    let parts = try parts(split)
    #expect(parts.map(\.count) == [120, 100, 100, 80])
    #expect(Set(parts.joined()).count == 400)
    #expect(split.truth.count == 120 && split.test.labels.count == 80)
    // The first trusted rows are those of a larger set, and there may be none.
    let few = try #require(split.trusted(20))
    #expect(few.features.elements == Array(parts[2].prefix(20)) && few.labels.count == 20)
    #expect(split.trusted(0) == nil)
    // Scaling sees the training rows alone: they have mean 0.
    #expect(abs(parts[0].reduce(0, +)) < 1e-3)
  }

  @Test func `a split depends on the seed and its number alone`() throws {
    let source = try source(rows: 400)
    func features(seed: UInt64, _ number: Int) throws -> [[Float]] {
      try parts(BenchmarkSplit(source, trainingCount: 120, seed: seed, number: number))
    }
    let first = try features(seed: 3, 0)
    #expect(try features(seed: 3, 0) == first)
    #expect(try features(seed: 3, 1) != first)
    #expect(try features(seed: 4, 0) != first)
  }

  @Test func `synthetic rows are drawn anew for each seed`() throws {
    let source = BenchmarkSource(.moons)
    let splits = try (0..<2).map {
      try BenchmarkSplit(source, trainingCount: 50, seed: 1, number: $0)
    }
    #expect(splits[0].test.labels.count == 2000)
    #expect(Set(splits[0].training.elements).isDisjoint(with: splits[1].training.elements))
  }

  @Test func `too few rows are refused by name`() throws {
    let source = try source(rows: 369)
    #expect(
      throws: BenchmarkError.tooFewRows(
        dataset: "numbers", rows: 369, needed: 370, trainingCount: 120)
    ) {
      try BenchmarkSplit(source, trainingCount: 120, seed: 3, number: 0)
    }
    let reason = BenchmarkError.tooFewRows(
      dataset: "numbers", rows: 369, needed: 370, trainingCount: 120
    ).description
    #expect(reason.hasPrefix("numbers has 369 rows; with 120 training rows 370 are needed"))
  }
}
