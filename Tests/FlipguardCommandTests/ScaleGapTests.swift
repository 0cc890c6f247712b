import Flipguard
import FlipguardTestSupport
import Foundation
import Testing

@testable import FlipguardCommand

/// Files on scales that differ.
@Suite struct ScaleGapTests {
  private static func warning(_ one: Matrix, _ other: Matrix) -> String? {
    ScaleGap.warning((one, "one.npz"), (other, "other.npz"))
  }

  private static func scaled(_ features: Matrix, by factor: Float) -> Matrix {
    Matrix(
      rowCount: features.rowCount, columnCount: features.columnCount,
      elements: features.elements.map { factor * $0 })
  }

  @Test(arguments: [1, 5, 50])
  func `pixels of 0 to 255 are told from those of 0 to 1`(rowCount: Int) throws {
    let digits = try BundledDataset.mnist17.load().features.selecting(rows: 0..<(rowCount + 100))
    let pixels = Self.scaled(digits, by: 255 / (digits.elements.max() ?? 1))
    let some = pixels.selecting(rows: 0..<rowCount)
    let rest = pixels.selecting(rows: rowCount..<(rowCount + 100))
    #expect(Self.warning(some, rest) == nil)
    let large = try #require(Self.warning(some, Self.scaled(rest, by: 1 / 255)))
    #expect(large.hasPrefix("warning: most numbers of one.npz are more than 20 times as large"))
    let small = try #require(Self.warning(Self.scaled(some, by: 1 / 255), rest))
    #expect(small.contains("most numbers of other.npz are") && small.contains("of one.npz in"))
  }

  /// Splits of what is bundled, and of columns with tails over many powers of ten, down to a single row.
  @Test func `ordinary splits raise no alarm`() throws {
    var generator = SeededGenerator(seed: 3, key: "scale-gap")
    let tails = Matrix(
      rowCount: 600, columnCount: 20,
      elements: (0..<12_000).map { _ in Float(exp(2 * generator.normal())) })
    let sets = try BundledDataset.allCases.map { try $0.load().features }
    for features in sets + [tails] {
      for count in [1, 2, 10, 30] {
        let order = generator.permutation(count: features.rowCount).prefix(count + 60)
        let some = features.selecting(rows: order.prefix(count))
        let rest = features.selecting(rows: order.dropFirst(count))
        #expect(Self.warning(some, rest) == nil)
      }
    }
  }

  @Test func `few numbers, columns of zeros and no rows are no evidence`() {
    let small = Matrix(rowCount: 9, columnCount: 1, elements: [Float](repeating: 1, count: 9))
    let large = Self.scaled(small, by: 255)
    #expect(Self.warning(small, large) == nil)
    let more = Matrix(rowCount: 10, columnCount: 1, elements: [Float](repeating: -1, count: 10))
    #expect(Self.warning(more, Self.scaled(more, by: 21)) != nil)
    #expect(Self.warning(more, Self.scaled(more, by: 20)) == nil)
    let zeros = Self.scaled(more, by: 0)
    #expect(Self.warning(zeros, Self.scaled(more, by: 255)) == nil)
    #expect(Self.warning(Matrix(rowCount: 0, columnCount: 1, elements: []), more) == nil)
  }
}
