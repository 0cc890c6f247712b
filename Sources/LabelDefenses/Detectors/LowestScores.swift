/// The flag rule of detectors that have none of their own.
enum LowestScores {
  /// Flags the labels with the lowest scores, as many as are estimated to be wrong.
  ///
  /// - Parameters:
  ///   - scores: One for each label; low means probably wrong.
  ///   - rate: Estimated share of wrong labels, 0...1.
  /// - Returns: Whether each label is among the `rate * n` (rounded) lowest; the lowest rows among equals.
  /// - Complexity: O(n log n).
  static func flags(_ scores: [Double], rate: Double) -> [Bool] {
    let count = Int((rate * Double(scores.count)).rounded())
    var flags = [Bool](repeating: false, count: scores.count)
    for row in scores.indices.sorted(by: { (scores[$0], $0) < (scores[$1], $1) }).prefix(count) {
      flags[row] = true
    }
    return flags
  }
}
