import FlipguardTestSupport
import LabelData
import VectorKernels

/// Twenty-four rows of whole numbers, small enough to be typed into other programs.
///
/// In Python: `X = [[(7*i + 3*j + i*j) % 11 for j in range(3)] for i in range(24)]`,
/// `y3 = [(i*i + X[i][0]) % 3 for i in range(24)]`, `y2 = [int(y > 0) for y in y3]`,
/// `w = [1 + i % 4 for i in range(24)]`.
enum SmallNumbers {
  static let rowCount = 24

  static var features: Matrix {
    var elements: [Float] = []
    for i in 0..<rowCount {
      for j in 0..<3 { elements.append(Float((7 * i + 3 * j + i * j) % 11)) }
    }
    return Matrix(rowCount: rowCount, columnCount: 3, elements: elements)
  }

  /// Three classes of 7, 9 and 8 rows, or two, where the last two are one.
  static func labels(classCount: Int) throws -> Labels {
    let classes = (0..<rowCount).map { (row: Int) -> Int in
      let label = (row * row + (7 * row) % 11) % 3
      return min(label, classCount - 1)
    }
    return try SyntheticData.labels(classes, classCount: classCount)
  }

  static var weights: [Double] { (0..<rowCount).map { Double(1 + $0 % 4) } }

  /// The largest difference between two models' weights.
  static func difference(_ left: [[Double]], _ right: [[Double]]) -> Double {
    guard left.map(\.count) == right.map(\.count) else { return .infinity }
    return zip(left.joined(), right.joined()).map { abs($0 - $1) }.max() ?? 0
  }
}
