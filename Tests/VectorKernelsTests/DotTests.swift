import LabelData
import Testing
import VectorKernels

@Suite struct DotTests {
  /// Whole numbers make every sum exact, whatever its order.
  @Test(arguments: [0, 1, 7, 8, 9, 31, 32, 33, 784, 1001])
  func `equals the plain sum`(length: Int) {
    var generator = SeededGenerator(seed: 5)
    let vector = (0..<length).map { _ in Double(generator.below(2001) - 1000) }
    let row = (0..<length).map { _ in Float(generator.below(2001) - 1000) }
    let matrix = Matrix(rows: [row, row.map { -$0 }])
    let plain = zip(vector, row).reduce(0) { $0 + $1.0 * Double($1.1) }
    #expect(dot(vector, matrix, row: 0) == plain)
    #expect(dot(vector, matrix, row: 1) == -plain)
    #expect(dot(vector, table: vector + row.map(Double.init), row: 1) == plain)
  }

  @Test func `all products of rows`() {
    let left = Matrix(rows: [[1, 2], [3, 4], [5, 6]])
    let right = Matrix(rows: [[1, 0], [0, 1]])
    #expect(rowProducts(left, right, adding: 1) == [2, 3, 4, 5, 6, 7])
    #expect(
      rowProducts(left, right, execution: Execution(threadCount: 3)) == [1, 2, 3, 4, 5, 6])
  }
}
