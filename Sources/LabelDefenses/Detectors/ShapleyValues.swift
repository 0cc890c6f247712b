/// The Shapley values of rows that vote on one row, by one pass from the farthest to the nearest.
///
/// Theorem 1 of Jia et al. (2019) for the hard utility; Wang and Jia (2023) for the soft one.
enum ShapleyValues {
  /// The values of the rows of one vote.
  ///
  /// - Parameters:
  ///   - agrees: Whether each row carries the label of the row that is voted on, nearest first; N of them, 1 or more.
  ///   - voterCount: K, 1 or more.
  ///   - utility: What a set of rows is worth.
  ///   - classCount: Number of classes.
  /// - Returns: N values, nearest first.
  /// - Complexity: O(N).
  static func values(
    _ agrees: [Bool], voterCount: Int, utility: KNNShapley.Utility, classCount: Int
  ) -> [Double] {
    let n = agrees.count
    let k = min(voterCount, n)
    let votes = agrees.map { $0 ? 1.0 : 0 }
    var values = [Double](repeating: 0, count: n)
    let step: (Int) -> Double
    switch utility {
    case .hard:
      values[n - 1] = votes[n - 1] * Double(k) / (Double(n) * Double(voterCount))
      step = { Double(min(k, $0)) / (Double($0) * Double(voterCount)) }
    case .soft:
      values[n - 1] = farthest(votes, k, classCount)
      let harmonic = (1...k).reduce(0) { $0 + 1 / Double($1) }
      let others = Double(n - 1)
      step = { rank in
        (harmonic + (Double(min(rank, k)) * others / Double(rank) - Double(k)) / Double(k)) / others
      }
    }
    for rank in stride(from: n - 1, to: 0, by: -1) {
      values[rank - 1] = values[rank] + (votes[rank - 1] - votes[rank]) * step(rank)
    }
    return values
  }

  /// The soft value of the farthest row: it counts in sets of fewer than K others alone.
  private static func farthest(_ votes: [Double], _ k: Int, _ classCount: Int) -> Double {
    let n = votes.count
    let last = votes[n - 1]
    var value = (last - 1 / Double(classCount)) / Double(n)
    if n >= 2 {
      let mean = votes.dropLast().reduce(0, +) / Double(n - 1)
      let weight = (1..<k).reduce(0) { $0 + 1 / Double($1 + 1) }
      value += (last - mean) * weight / Double(n)
    }
    return value
  }
}
