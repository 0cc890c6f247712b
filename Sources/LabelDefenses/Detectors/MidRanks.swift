/// Scores of 0...1 for figures that have no natural bounds.
enum MidRanks {
  /// The mid-rank of each figure divided by their number.
  ///
  /// - Parameter figures: Any order; low means probably wrong.
  /// - Returns: For each the number of lower figures plus half of that of equal ones (itself included) over n:
  ///   above 0, below 1.
  /// - Complexity: O(n log n).
  static func scores(_ figures: [Double]) -> [Double] {
    let order = figures.indices.sorted { (figures[$0], $0) < (figures[$1], $1) }
    var scores = [Double](repeating: 0, count: figures.count)
    var start = 0
    while start < order.count {
      var end = start
      while end < order.count, figures[order[end]] == figures[order[start]] { end += 1 }
      let score = (Double(start) + Double(end - start) / 2) / Double(figures.count)
      for place in start..<end { scores[order[place]] = score }
      start = end
    }
    return scores
  }
}
