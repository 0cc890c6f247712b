internal import VectorKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Features in which no single one rules a distance: `asinh((x - mean) / s)`.
///
/// The mean is that of each feature, s the root of the mean square of all values less their means. Near the mean the map
/// is the identity but for its unit; far from it, a logarithm, so long tails lose their weight. It never looks at labels.
struct CompressedFeatures: Sendable {
  private let means: [Double]
  private let unit: Double

  /// Measures means and unit.
  ///
  /// - Parameters:
  ///   - features: n x d, finite.
  ///   - execution: Threads; the result does not depend on them.
  /// - Complexity: O(n · d).
  init(_ features: Matrix, execution: Execution) {
    let (n, d) = (features.rowCount, features.columnCount)
    func sums(_ value: @escaping @Sendable (Double, Int) -> Double) -> [Double] {
      let blocks = execution.silent.mapBlocks(of: n, size: 4096) { rows in
        var own = [Double](repeating: 0, count: d)
        for row in rows {
          for (column, element) in features.row(row).enumerated() {
            own[column] += value(Double(element), column)
          }
        }
        return own
      }
      return blocks.reduce(into: [Double](repeating: 0, count: d)) { total, block in
        for column in 0..<d { total[column] += block[column] }
      }
    }
    let means = sums { element, _ in element }.map { $0 / Double(max(1, n)) }
    let squares = sums { ($0 - means[$1]) * ($0 - means[$1]) }
    let square = squares.reduce(0, +) / Double(max(1, n * d))
    self.means = means
    unit = square > 0 ? square.squareRoot() : 1
  }

  /// Rows with their features compressed.
  ///
  /// - Complexity: O(n · d).
  func compressed(_ features: Matrix, execution: Execution) -> Matrix {
    let d = features.columnCount
    let blocks = execution.silent.mapBlocks(of: features.rowCount, size: 4096) { rows in
      features.elements[rows.lowerBound * d..<rows.upperBound * d].enumerated().map {
        Float(asinh((Double($1) - means[$0 % d]) / unit))
      }
    }
    return Matrix(
      rowCount: features.rowCount, columnCount: d, elements: Array(blocks.joined()))
  }
}
