internal import LabelContracts
internal import LabelData

/// A transition matrix among the classes that labels carry, with its inverse.
struct CorrectionMatrix: Equatable, Sendable {
  /// Number of these classes, m.
  let size: Int
  /// m x m, row-major: the probability of the label a where the true class is k; every row sums to 1.
  let elements: [Double]
  /// m x m, row-major; every row sums to 1.
  let inverse: [Double]

  /// The largest condition number.
  static let largestCondition = 1e4

  /// Takes the rows and columns of some classes, and scales each row to sum to 1.
  ///
  /// - Parameters:
  ///   - transition: K x K, row-major.
  ///   - classes: The classes that labels carry.
  ///   - classCount: K.
  /// - Throws: ``DefenseError/invalidParameter(name:value:allowed:)`` where it is no transition matrix, or its condition
  ///   number in the maximum norm is above 1e4.
  init(_ transition: [Double], classes: [Int], classCount: Int) throws(DefenseError) {
    guard transition.count == classCount * classCount else {
      throw .invalidParameter(
        name: "transition matrix", value: "\(transition.count) numbers",
        allowed: "\(classCount * classCount) for \(classCount) classes")
    }
    for row in 0..<classCount {
      let values = transition[row * classCount..<(row + 1) * classCount]
      guard values.allSatisfy({ $0 >= 0 }), abs(values.reduce(-1, +)) <= 1e-6 else {
        throw .invalidParameter(
          name: "row \(row) of the transition matrix", value: "\(Array(values))",
          allowed: "numbers of 0 or more that sum to 1")
      }
    }
    let size = classes.count
    let chosen = classes.flatMap { row -> [Double] in
      let values = classes.map { transition[row * classCount + $0] }
      let sum = values.reduce(0, +)
      return values.map { sum > 0 ? $0 / sum : 0 }
    }
    let inverse = Self.inverse(chosen, size: size)
    let condition = inverse.map { Self.norm($0, size: size) } ?? .infinity
    guard let inverse, condition <= Self.largestCondition else {
      throw .invalidParameter(
        name: "condition number of the transition matrix", value: "\(condition)",
        allowed: "at most \(Self.largestCondition): labels must tell the classes apart")
    }
    self.size = size
    elements = chosen
    self.inverse = inverse
  }

  /// The maximum norm: the largest sum of absolute values of a row.
  ///
  /// That of a matrix of distributions is 1, so that of its inverse is the condition number.
  private static func norm(_ matrix: [Double], size: Int) -> Double {
    (0..<size).reduce(0.0) { largest, row in
      let values = matrix[row * size..<(row + 1) * size]
      return max(largest, values.reduce(0.0) { $0 + abs($1) })
    }
  }

  /// The inverse by Gauss and Jordan's elimination with the largest pivot of each column; `nil` where there is none.
  private static func inverse(_ matrix: [Double], size: Int) -> [Double]? {
    let width = 2 * size
    var rows = (0..<size).map { row in
      let unit = (0..<size).map { $0 == row ? 1.0 : 0 }
      return Array(matrix[row * size..<(row + 1) * size]) + unit
    }
    for column in 0..<size {
      let pivot = (column..<size).reduce(column) {
        abs(rows[$1][column]) > abs(rows[$0][column]) ? $1 : $0
      }
      guard rows[pivot][column] != 0 else { return nil }
      rows.swapAt(pivot, column)
      let scale = rows[column][column]
      for place in 0..<width { rows[column][place] /= scale }
      for row in 0..<size where row != column && rows[row][column] != 0 {
        let multiple = rows[row][column]
        for place in 0..<width { rows[row][place] -= multiple * rows[column][place] }
      }
    }
    return rows.flatMap { $0[size...] }
  }
}
