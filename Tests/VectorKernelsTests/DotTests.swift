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

  @Test(arguments: [0, 1, 511, 512, 1030], [1, 5])
  func `products of vectors with many rows`(rowCount: Int, vectorCount: Int) {
    var generator = SeededGenerator(seed: 6)
    let matrix = Matrix(
      rowCount: rowCount, columnCount: 19,
      elements: (0..<rowCount * 19).map { _ in Float(generator.below(2001) - 1000) })
    let vectors = (0..<vectorCount).map { _ in
      (0..<20).map { _ in Double(generator.below(2001) - 1000) }
    }
    let found = products(of: vectors, with: matrix, execution: Execution(threadCount: 2))
    #expect(found == vectors.map { vector in (0..<rowCount).map { dot(vector, matrix, row: $0) } })
  }
}
