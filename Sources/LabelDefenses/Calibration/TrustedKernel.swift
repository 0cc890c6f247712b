internal import LabelContracts
internal import LabelData
internal import VectorKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Kernel least squares on the trusted rows, with every leave-one-out prediction at hand.
///
/// The kernel of rows x and z is `exp(-|x - z|² / (2 V)) + 0.1`, where 2 V, twice the total variance of the rows judged
/// and the trusted rows together, is the mean squared distance of two of them; the second term stands for an
/// intercept. The scores of row x are `k(x)ᵀ A Y` with `A = (K + 0.1 I)⁻¹` and Y the trusted labels, one column a
/// class. The scores of trusted row j by the others are `Y_j - (A Y)_j / A_jj`.
///
/// Nothing in it depends on the order of the rows, nor on which of them are trusted but through the labels.
struct TrustedKernel: Sendable {
  /// Number of trusted rows, m.
  let count: Int
  /// The class of each trusted row, as a place in ``classes``.
  let places: [Int]
  /// The classes that trusted rows carry, ascending.
  let classes: [Int]
  /// m x m, row-major: A.
  let inverse: [Double]
  /// m x classes, row-major: A Y.
  let coefficients: [Double]

  private let means: [Double]
  private let centered: [Double]
  private let squares: [Double]
  private let scale: Double

  /// What is added to the kernel of a row with itself: the regularization.
  static let penalty = 0.1
  /// What is added to every kernel: how far the scores may shift together.
  static let intercept = 0.1
  /// The most trusted rows: their square is what the inverse takes of memory.
  static let mostRows = 10_000

  /// Fits.
  ///
  /// - Parameters:
  ///   - trusted: The trusted rows.
  ///   - features: The rows that are judged; they only set the scale of distances.
  ///   - execution: Threads; the fit does not depend on them.
  /// - Throws: ``DefenseError/invalidParameter(name:value:allowed:)`` for too many trusted rows or features that are
  ///   not finite.
  /// - Complexity: O(n · d + m² · d + m³) time, O(m²) memory.
  init(
    _ trusted: TrustedRows, among features: Matrix, execution: Execution
  ) throws(DefenseError) {
    let (count, width) = (trusted.labels.count, trusted.features.columnCount)
    guard count <= Self.mostRows else {
      throw .invalidParameter(
        name: "trusted rows", value: "\(count)", allowed: "\(Self.mostRows) or fewer")
    }
    let (means, variance) = Self.moments([features, trusted.features], execution)
    let scale = variance > 0 ? 2 * variance : 1
    let elements = trusted.features.elements
    let centered = elements.indices.map { Double(elements[$0]) - means[$0 % width] }
    let rows = (0..<count).map { Array(centered[$0 * width..<($0 + 1) * width]) }
    let squares = rows.map { row in row.reduce(0) { $0 + $1 * $1 } }
    let system = execution.silent.map(count: count) { row in
      (0..<count).map { other in
        Self.kernel(
          squares[row] + squares[other] - 2 * dot(rows[row], table: centered, row: other), scale)
          + (row == other ? Self.penalty : 0)
      }
    }
    guard variance.isFinite, let factor = Cholesky(Array(system.joined()), size: count) else {
      throw .invalidParameter(
        name: "features", value: "not finite", allowed: "finite where trusted rows are learnt")
    }
    inverse = Array(
      execution.silent.map(count: count) { row in
        var unit = [Double](repeating: 0, count: count)
        unit[row] = 1
        return factor.solve(unit)
      }.joined())
    let sizes = trusted.labels.classSizes
    classes = sizes.indices.filter { sizes[$0] > 0 }
    var place = [Int](repeating: 0, count: sizes.count)
    for (index, label) in classes.enumerated() { place[label] = index }
    places = trusted.labels.classIndices.map { place[$0] }
    var coefficients = [Double](repeating: 0, count: count * classes.count)
    for row in 0..<count {
      for other in 0..<count {
        coefficients[row * classes.count + places[other]] += inverse[row * count + other]
      }
    }
    self.coefficients = coefficients
    self.count = count
    self.means = means
    self.centered = centered
    self.squares = squares
    self.scale = scale
  }

  /// The kernel of a row with itself.
  static var ownKernel: Double { 1 + intercept }

  /// The kernels of a row with all trusted rows.
  func kernels(_ features: Matrix, row: Int) -> [Double] {
    let vector = zip(features.row(row), means).map { Double($0) - $1 }
    let square = vector.reduce(0) { $0 + $1 * $1 }
    return (0..<count).map { other in
      Self.kernel(
        square + squares[other] - 2 * dot(vector, table: centered, row: other), scale)
    }
  }

  /// The class that each row is predicted to have.
  func predictions(_ features: Matrix, execution: Execution) -> [Int] {
    let blocks = execution.mapBlocks(of: features.rowCount, size: 256) { rows in
      rows.map { row in
        var scores = [Double](repeating: 0, count: classes.count)
        for (other, kernel) in kernels(features, row: row).enumerated() {
          addScaled(kernel, table: coefficients, row: other, to: &scores)
        }
        return classes[Self.largest(scores)]
      }
    }
    return Array(blocks.joined())
  }

  /// How many trusted rows the others would give another class.
  var leaveOneOutErrors: Int {
    (0..<count).filter { row in
      let scores = classes.indices.map { place in
        (place == places[row] ? 1 : 0)
          - coefficients[row * classes.count + place] / inverse[row * count + row]
      }
      return Self.largest(scores) != places[row]
    }.count
  }

  private static func kernel(_ square: Double, _ scale: Double) -> Double {
    exp(-max(0, square) / scale) + intercept
  }

  /// The place of the largest score; of equal ones the first.
  private static func largest(_ scores: [Double]) -> Int {
    scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
  }

  /// The mean of every column and the sum of the variances, of the rows of several matrices together.
  private static func moments(
    _ parts: [Matrix], _ execution: Execution
  ) -> (means: [Double], variance: Double) {
    let total = Double(parts.reduce(0) { $0 + $1.rowCount })
    let means = sums(parts, execution) { element, _ in Double(element) }.map { $0 / total }
    let spread = sums(parts, execution) { element, column in
      (Double(element) - means[column]) * (Double(element) - means[column])
    }
    return (means, spread.reduce(0, +) / total)
  }

  /// Sums over rows of a value of each element and its column.
  private static func sums(
    _ parts: [Matrix], _ execution: Execution, of value: @Sendable (Float, Int) -> Double
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: parts[0].columnCount)
    for part in parts {
      let blocks = execution.silent.mapBlocks(of: part.rowCount, size: 4096) { rows in
        var own = [Double](repeating: 0, count: part.columnCount)
        for row in rows {
          for (column, element) in part.row(row).enumerated() {
            own[column] += value(element, column)
          }
        }
        return own
      }
      for block in blocks {
        for column in sums.indices { sums[column] += block[column] }
      }
    }
    return sums
  }
}
