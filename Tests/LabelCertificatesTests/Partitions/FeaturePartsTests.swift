import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@testable import LabelCertificates

@Suite struct FeaturePartsTests {
  @Test func `rows are dealt in the order of their features, equal ones together`() {
    let features = Matrix(rows: [[2, 0], [1, 5], [2, 0], [1, 4], [3, 1], [0, 0]])
    let parts = FeatureParts(features, count: 2, spread: 1, seed: 3)
    // Sorted: row 5, 3, 1, {0, 2}, 4.
    #expect(parts.rowsOfPart == [[5, 1, 4], [3, 0, 2]])
    #expect(parts.rowsOfModel == parts.rowsOfPart)
    #expect(parts.modelsOfPart == [[0], [1]])
  }

  @Test func `zero is zero of either sign`() {
    let features = Matrix(rows: [[0, 1], [-0.0, 1], [1, 1]])
    #expect(FeatureParts(features, count: 2, spread: 1, seed: 0).rowsOfPart == [[0, 1], [2]])
  }

  @Test func `more parts than rows leave parts empty`() {
    let parts = FeatureParts(Matrix(rows: [[1], [0]]), count: 4, spread: 1, seed: 0)
    #expect(parts.rowsOfPart == [[1], [0], [], []])
  }

  @Test func `the order of rows decides nothing`() throws {
    let features = try SyntheticData.clusters(rowCount: 30, featureCount: 2, seed: 4).features
    var generator = SeededGenerator(seed: 1, key: "order")
    let order = generator.permutation(count: 30)
    let plain = FeatureParts(features, count: 5, spread: 2, seed: 7)
    let shuffled = FeatureParts(features.selecting(rows: order), count: 5, spread: 2, seed: 7)
    #expect(shuffled.rowsOfPart.map { $0.map { order[$0] } } == plain.rowsOfPart)
    #expect(shuffled.modelsOfPart == plain.modelsOfPart)
  }

  @Test(arguments: [1, 2, 3, 5])
  func `each part reaches as many models as the spread, and they learn from it`(spread: Int) throws
  {
    let features = try SyntheticData.clusters(rowCount: 40, featureCount: 2, seed: 4).features
    let parts = FeatureParts(features, count: 4, spread: spread, seed: 2)
    #expect(parts.rowsOfPart.count == 4 * spread && parts.rowsOfModel.count == 4 * spread)
    #expect(parts.rowsOfPart.flatMap { $0 }.sorted() == Array(0..<40))
    for (part, models) in parts.modelsOfPart.enumerated() {
      #expect(Set(models).count == spread)
      for model in parts.rowsOfModel.indices {
        let learns = Set(parts.rowsOfModel[model]).isSuperset(of: parts.rowsOfPart[part])
        #expect(learns == models.contains(model))
      }
    }
    #expect(parts.rowsOfModel.allSatisfy { abs($0.count - 10) <= spread })
  }
}
