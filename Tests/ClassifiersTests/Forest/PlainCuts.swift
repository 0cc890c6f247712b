import VectorKernels

/// Cuts of a node judged by their definition, in fractions of whole numbers, for small data.
struct PlainCuts {
  let features: Matrix
  let labels: [Int]
  let classCount: Int

  /// A draw is one entry; a row drawn twice stands there twice.
  typealias Draws = [Int]

  /// A sum of two fractions of whole numbers.
  struct Score: Comparable {
    let numerator: Int
    let denominator: Int

    static func < (left: Score, right: Score) -> Bool {
      left.numerator * right.denominator < right.numerator * left.denominator
    }

    static func == (left: Score, right: Score) -> Bool { !(left < right) && !(right < left) }

    var value: Double { Double(numerator) / Double(denominator) }
  }

  /// The sum over both sides of the squared class counts, divided by the size; `nil` when a side is too small.
  func score(_ draws: Draws, feature: Int, threshold: Float, smallestLeaf: Int) -> Score? {
    let first = draws.filter { features[$0, feature] <= threshold }
    let second = draws.filter { features[$0, feature] > threshold }
    guard min(first.count, second.count) >= max(1, smallestLeaf) else { return nil }
    func squares(_ side: Draws) -> Int {
      (0..<classCount).reduce(0) { sum, label in
        let count = side.count { labels[$0] == label }
        return sum + count * count
      }
    }
    return Score(
      numerator: squares(first) * second.count + squares(second) * first.count,
      denominator: first.count * second.count)
  }

  /// The best score of all cuts of some features; `nil` when there is none.
  func best(_ draws: Draws, features chosen: [Int], smallestLeaf: Int) -> Score? {
    let scores = chosen.flatMap { feature in
      Set(draws.map { features[$0, feature] }).compactMap {
        score(draws, feature: feature, threshold: $0, smallestLeaf: smallestLeaf)
      }
    }
    return scores.max()
  }

  /// The Gini impurity after a cut that scores so, weighted by the sizes.
  static func impurity(_ score: Score, drawCount: Int) -> Double {
    1 - score.value / Double(drawCount)
  }
}
