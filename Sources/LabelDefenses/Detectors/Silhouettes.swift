internal import VectorKernels

/// How well two groups of points are apart (Rousseeuw 1987), for many divisions of the same points.
struct Silhouettes {
  /// Number of points, n.
  private let count: Int
  /// The Euclidean distance of each pair, n x n.
  private var distances: [Float]

  /// Measures all distances.
  ///
  /// - Parameter points: One point a row.
  /// - Complexity: O(n² · d) time, O(n²) memory.
  init(_ points: Matrix) {
    count = points.rowCount
    distances = [Float](repeating: 0, count: count * count)
    for left in 0..<count {
      let row = points.row(left).map(Double.init)
      for right in 0..<left {
        var sum = 0.0
        for (a, b) in zip(row, points.row(right)) { sum += (a - Double(b)) * (a - Double(b)) }
        distances[left * count + right] = Float(sum.squareRoot())
        distances[right * count + left] = Float(sum.squareRoot())
      }
    }
  }

  /// The mean over all points of `(b - a) / max(a, b)`, with a the mean distance to the point's own group and b that
  /// to the other; 0 for a point that is alone.
  ///
  /// - Parameter isFirst: Whether each point is in the first group.
  /// - Returns: -1...1, high where the groups are apart; `nil` where a group is empty.
  /// - Complexity: O(n²).
  func mean(_ isFirst: [Bool]) -> Double? {
    let sizes = [isFirst.count { !$0 }, isFirst.count { $0 }]
    guard sizes[0] > 0, sizes[1] > 0 else { return nil }
    var total = 0.0
    for row in 0..<count {
      var sums = [0.0, 0.0]
      for other in 0..<count {
        sums[isFirst[other] ? 1 : 0] += Double(distances[row * count + other])
      }
      let own = isFirst[row] ? 1 : 0
      guard sizes[own] > 1 else { continue }
      let inside = sums[own] / Double(sizes[own] - 1)
      let outside = sums[1 - own] / Double(sizes[1 - own])
      let larger = max(inside, outside)
      if larger > 0 { total += (outside - inside) / larger }
    }
    return total / Double(count)
  }
}
