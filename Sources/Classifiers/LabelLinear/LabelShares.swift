internal import LabelData

/// Which part of what would change a prediction each change of a label can make up.
///
/// Whatever changes change the prediction, the shares of theirs sum to 1 or more: for the class that passes the
/// predicted one their gains reach the gap, and a share is the largest part of a gap that the gain is, over all classes.
package struct LabelShares: Sendable {
  /// The rows, or the sources, with a share above 0, ascending.
  package let places: [Int32]
  /// Their shares, above 0 and at most 1, rounded up.
  package let values: [Float]
}

extension LabelRadiusSearch {
  /// The shares of all labels, or sources, in a change of one prediction.
  ///
  /// - Parameter weights: Finite weights of distinct training rows.
  /// - Returns: The shares; none where no allowed change has a say.
  /// - Complexity: O(n · K).
  package func shares(_ weights: LabelWeights) -> LabelShares {
    let scores = weights.scores(labels)
    let leader = LabelWeights.leader(scores)
    let slack = weights.slack
    var largest = [Double](repeating: 0, count: unitCount)
    for rival in scores.indices where rival != leader {
      let contest = contest(leader, rival, scores, slack: slack)
      let needed = contest.gap.leastSum
      for gain in contest.gains(weights) {
        let share = gain.value < needed ? gain.value / needed : 1
        largest[Int(gain.place)] = max(largest[Int(gain.place)], share)
      }
    }
    let places = largest.indices.filter { largest[$0] > 0 }
    // A ratio in double precision may be a bit too small; the next number of single precision is not.
    return LabelShares(
      places: places.map(Int32.init), values: places.map { min(1, Float(largest[$0]).nextUp) })
  }

  /// How many changes there are to choose from: rows, or sources.
  private var unitCount: Int {
    if case .groups(let groups) = threat.unit { groups.names.count } else { labels.count }
  }
}
