import FlipguardTestSupport
import Testing
import VectorKernels

@Suite struct CholeskyTests {
  @Test(arguments: [1, 2, 31, 33, 150], [false, true])
  func `the Gram matrix is the sum over rows`(featureCount: Int, weighted: Bool) throws {
    let (features, _) = try SyntheticData.clusters(
      rowCount: 70, featureCount: featureCount, separation: 1, seed: 4)
    let center = (0..<featureCount).map { Double($0) / 7 }
    let weights = weighted ? (0..<70).map { Double($0 % 5) - 1 } : nil
    let gram = gramMatrix(features, center: center, weights: weights)
    let size = featureCount + 1
    let centered = (0..<70).map { row in
      (0..<featureCount).map { Double(features[row, $0]) - center[$0] } + [1]
    }
    var largest = 0.0
    for i in 0..<size {
      for j in 0..<size {
        let plain = (0..<70).reduce(0) {
          $0 + (weights?[$1] ?? 1) * centered[$1][i] * centered[$1][j]
        }
        largest = max(largest, abs(plain - gram[i * size + j]))
      }
    }
    #expect(largest < 1e-9)
    #expect(
      gram
        == gramMatrix(
          features, center: center, weights: weights, execution: Execution(threadCount: 2)))
  }

  @Test(arguments: [1, 5, 32, 33, 100])
  func `solves, and gives quadratic forms of the inverse`(size: Int) throws {
    let (features, _) = try SyntheticData.clusters(
      rowCount: size + 20, featureCount: size, separation: 1, seed: 5)
    let gram = gramMatrix(features, center: [Double](repeating: 0, count: size))
    var matrix: [Double] = []
    for row in 0..<size { matrix += gram[row * (size + 1)..<row * (size + 1) + size] }
    for index in 0..<size { matrix[index * size + index] += 1 }
    let factor = try #require(Cholesky(matrix, size: size))
    let right = (0..<size).map { Double($0 % 3) - 1 + 0.5 }
    let solution = factor.solve(right)
    for row in 0..<size {
      let product = (0..<size).reduce(0) { $0 + matrix[row * size + $1] * solution[$1] }
      #expect(abs(product - right[row]) < 1e-9)
    }
    var both = right.flatMap { [$0, 2 * $0] }
    factor.solve(&both, columnCount: 2)
    for row in 0..<size {
      #expect(abs(both[2 * row] - solution[row]) < 1e-10)
      #expect(abs(both[2 * row + 1] - 2 * solution[row]) < 1e-10)
    }
    // Two right sides at once: the same, and twice it.
    var columns = right.flatMap { [$0, 2 * $0] }
    factor.solveLower(&columns, columnCount: 2)
    let form = zip(right, solution).map(*).reduce(0, +)
    for column in 0..<2 {
      let sum = (0..<size).reduce(0) {
        $0 + columns[2 * $1 + column] * columns[2 * $1 + column]
      }
      #expect(abs(sum - form * (column == 0 ? 1 : 4)) < 1e-9 * max(1, form))
    }
  }

  @Test func `a matrix that is not positive definite has no factor`() {
    #expect(Cholesky([1, 2, 2, 1], size: 2) == nil)
    #expect(Cholesky([0], size: 1) == nil)
    #expect(Cholesky([.nan], size: 1) == nil)
    #expect(Cholesky([], size: 0) != nil)
  }
}
