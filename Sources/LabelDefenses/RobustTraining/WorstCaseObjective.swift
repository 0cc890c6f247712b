internal import VectorKernels

/// The largest sum of hinge losses that some number of flips can make, for one linear score.
///
/// With z = (x - center, 1), margins `m_i = s_i w.z_i` and h(m) = max(0, 1 - m), it is `sum_i h(m_i)` plus the sum of the
/// largest gains `h(-m_i) - h(m_i)` that are above 0, as many as there are flips. As the maximum over all sets of flips of sums
/// of convex functions, it is convex.
struct WorstCaseObjective: Sendable {
  /// n x d.
  let features: Matrix
  /// +1 or -1 for each row.
  let signs: [Double]
  /// Most flips, Gamma; 0 or more.
  let flipCount: Int
  /// What is taken off every row; d values.
  let center: [Double]

  /// Rows of which scores are computed together, and subgradients summed; part of the result's bits.
  private static let blockSize = 512

  /// The score `w.x + b` of rows that are not centered.
  func uncentered(_ parameters: [Double]) -> [Double] {
    var vector = parameters
    for column in center.indices { vector[center.count] -= vector[column] * center[column] }
    return vector
  }

  /// The value, and a subgradient by the d weights and the bias.
  ///
  /// - Complexity: O(n · (d + log n)).
  func evaluate(
    _ parameters: [Double], execution: Execution
  ) -> (value: Double, subgradient: [Double]) {
    let vector = uncentered(parameters)
    let margins = execution.silent.mapBlocks(of: signs.count, size: Self.blockSize) { rows in
      rows.map { signs[$0] * (dot(vector, features, row: $0) + vector[center.count]) }
    }.flatMap(\.self)
    let gains = margins.map { max(0, 1 + $0) - max(0, 1 - $0) }
    let order = gains.indices.filter { gains[$0] > 0 }
      .sorted { (-gains[$0], $0) < (-gains[$1], $1) }
    var isFlipped = [Bool](repeating: false, count: signs.count)
    for row in order.prefix(flipCount) { isFlipped[row] = true }
    let slopes = margins.indices.map { row -> Double in
      isFlipped[row] ? signs[row] : (margins[row] < 1 ? -signs[row] : 0)
    }
    let value = margins.indices.reduce(0.0) {
      $0 + (isFlipped[$1] ? 1 + margins[$1] : max(0, 1 - margins[$1]))
    }
    return (value, subgradient(slopes, execution: execution))
  }

  private func subgradient(_ slopes: [Double], execution: Execution) -> [Double] {
    let width = center.count + 1
    let parts = execution.silent.mapBlocks(of: signs.count, size: Self.blockSize) { rows in
      var sum = [Double](repeating: 0, count: width)
      for row in rows where slopes[row] != 0 {
        addScaled(slopes[row], features, row: row, to: &sum)
        sum[width - 1] += slopes[row]
      }
      return sum
    }
    var total = [Double](repeating: 0, count: width)
    for part in parts { for index in total.indices { total[index] += part[index] } }
    for column in center.indices { total[column] -= center[column] * total[width - 1] }
    return total
  }
}
