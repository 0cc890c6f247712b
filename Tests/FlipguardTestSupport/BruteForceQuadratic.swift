/// `1/2 a'Qa + p'a` over `0 <= a_i <= c_i` with `s'a = 0`, by trying every choice of coordinates at their bounds.
///
/// The minimum solves the equations of its free coordinates, so the lowest feasible solution of all choices is it.
public struct BruteForceQuadratic {
  private let matrix: [[Double]]
  private let linear: [Double]
  private let signs: [Double]
  private let bounds: [Double]

  /// Makes the problem; Q is `matrix`, p `linear`, s `signs` and c `bounds`.
  public init(matrix: [[Double]], linear: [Double], signs: [Double], bounds: [Double]) {
    self.matrix = matrix
    self.linear = linear
    self.signs = signs
    self.bounds = bounds
  }

  /// The function at a point.
  public func value(_ a: [Double]) -> Double {
    let n = a.count
    var sum = 0.0
    for i in 0..<n {
      sum += linear[i] * a[i]
      for j in 0..<n { sum += matrix[i][j] * a[i] * a[j] / 2 }
    }
    return sum
  }

  /// The coordinates of the minimum.
  public func minimum() -> [Double] {
    let n = signs.count
    var best: [Double] = []
    var choice = [Int](repeating: 0, count: n)
    var total = 1
    for _ in 0..<n { total *= 3 }
    for number in 0..<total {
      var rest = number
      for i in 0..<n { (choice[i], rest) = (rest % 3, rest / 3) }
      guard let a = solve(choice) else { continue }
      let sum = zip(a, signs).reduce(0) { $0 + $1.0 * $1.1 }
      let fits = zip(a, bounds).allSatisfy { $0 >= -1e-9 && $0 <= $1 + 1e-9 }
      guard fits, abs(sum) < 1e-9 else { continue }
      if best.isEmpty || value(a) < value(best) { best = a }
    }
    return best
  }

  /// The stationary point with coordinates at 0 (0), at their bound (1) or free (2).
  private func solve(_ choice: [Int]) -> [Double]? {
    let n = signs.count
    var a = (0..<n).map { choice[$0] == 1 ? bounds[$0] : 0 }
    let free = (0..<n).filter { choice[$0] == 2 }
    let size = free.count + 1
    var rows = free.map { i in
      free.map { matrix[i][$0] } + [signs[i]]
        + [-linear[i] - (0..<n).reduce(0) { $0 + matrix[i][$1] * a[$1] }]
    }
    rows.append(
      free.map { signs[$0] } + [0, -(0..<n).reduce(0) { $0 + signs[$1] * a[$1] }])
    if free.isEmpty { return a }
    for column in 0..<size {
      let pivot = (column..<size).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
      guard abs(rows[pivot][column]) > 1e-12 else { return nil }
      rows.swapAt(pivot, column)
      for row in 0..<size where row != column {
        let multiple = rows[row][column] / rows[column][column]
        for place in column...size { rows[row][place] -= multiple * rows[column][place] }
      }
    }
    for (place, i) in free.enumerated() { a[i] = rows[place][size] / rows[place][place] }
    return a
  }
}
