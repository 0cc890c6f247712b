import Testing
import VectorKernels

@testable import LabelDefenses

@Suite struct SilhouettesTests {
  /// The means are those of scikit-learn's `silhouette_score`, also for a point that is alone.
  @Test func `the mean silhouette is that of others`() throws {
    let silhouettes = Silhouettes(
      Matrix(rows: [[0, 0], [0, 3], [4, 0], [5, 5], [9, 1]]))
    let apart = try #require(silhouettes.mean([false, false, true, true, true]))
    #expect(abs(apart - 0.304_844_850_233_358_67) < 1e-6)
    let alone = try #require(silhouettes.mean([false, true, true, true, true]))
    #expect(abs(alone + 0.049_510_448_051_410_735) < 1e-6)
    #expect(silhouettes.mean([true, true, true, true, true]) == nil)
    #expect(Silhouettes(Matrix(rowCount: 0, columnCount: 1, elements: [])).mean([]) == nil)
  }
}
