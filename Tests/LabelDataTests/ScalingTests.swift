import LabelData
import Testing
import VectorKernels

@Suite struct ScalingTests {
  private let rows = Matrix(rows: [[1, 5, 10], [3, 5, 20], [5, 5, 60]])

  @Test func `known values`() {
    let minmax = Scaling.minmax.fit(rows).apply(to: rows)
    #expect(minmax == Matrix(rows: [[0, 0, 0], [0.5, 0, 0.2], [1, 0, 1]]))
    let standardized = Scaling.standardize.fit(rows).apply(to: rows)
    let unit = Float((1.5 as Double).squareRoot())
    #expect(standardized.row(0).first == -unit && standardized.row(2).first == unit)
    // A constant feature is shifted only.
    #expect((0..<3).allSatisfy { standardized[$0, 1] == 0 })
    #expect(Scaling.none.fit(rows).apply(to: rows) == rows)
  }

  @Test(arguments: Scaling.allCases)
  func `other rows do not change what was fitted`(scaling: Scaling) {
    let fitted = scaling.fit(rows.selecting(rows: [0, 1]))
    let all = fitted.apply(to: rows)
    #expect(all.selecting(rows: [0, 1]) == fitted.apply(to: rows.selecting(rows: [0, 1])))
    #expect(all.firstNonFinite == nil)
  }

  @Test func `a large offset costs no digits`() {
    let far = Matrix(rows: [[16_777_214], [16_777_216]])
    #expect(Scaling.standardize.fit(far).apply(to: far) == Matrix(rows: [[-1], [1]]))
  }
}
