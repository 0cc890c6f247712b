import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@Suite struct MatrixProductTests {
  private func whole(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    return Matrix(
      rowCount: rows, columnCount: columns,
      elements: (0..<rows * columns).map { _ in Float(generator.below(21) - 10) })
  }

  /// Whole numbers make every sum exact, whatever its order.
  @Test(arguments: [(1, 1, 1), (3, 5, 2), (4, 32, 7), (9, 70, 130), (6, 33, 300), (2, 3, 0)])
  func `equals the plain sums`(m: Int, n: Int, k: Int) {
    let left = whole(m, k, seed: 1)
    let right = whole(k, n, seed: 2)
    let start = whole(m, n, seed: 3)
    var expected = start
    for i in 0..<m {
      for j in 0..<n {
        for step in 0..<k { expected[i, j] += left[i, step] * right[step, j] }
      }
    }
    var product = start
    product.addProduct(left, right)
    #expect(product == expected)
    product = start
    product.addProduct(left.transposed, right, transposingLeft: true)
    #expect(product == expected)
  }

  /// Fractions tell a fused multiply-add, or another order, from the plain sum.
  @Test func `sums ascend, and round twice`() {
    var generator = SeededGenerator(seed: 4)
    func fractions(_ rows: Int, _ columns: Int) -> Matrix {
      Matrix(
        rowCount: rows, columnCount: columns,
        elements: (0..<rows * columns).map { _ in Float(generator.unitInterval() - 0.5) })
    }
    let (left, right) = (fractions(7, 200), fractions(200, 45))
    var product = fractions(7, 45)
    var expected = product
    product.addProduct(left, right)
    for i in 0..<7 {
      for j in 0..<45 {
        for step in 0..<200 {
          let term = left[i, step] * right[step, j]
          expected[i, j] += term
        }
      }
    }
    #expect(product == expected)
  }

  @Test func `equal rows are grouped`() {
    let matrix = Matrix(rows: [[0, 1], [2, 3], [-0.0, 1], [2, 3], [2, 4]])
    #expect(matrix.equalRows == [[0, 2], [1, 3], [4]])
  }
}
