internal import LabelData

extension LabelRadiusSearch {
  /// No fewer changes let a class pass the one that is predicted.
  ///
  /// - Parameters:
  ///   - weights: Finite weights of distinct training rows.
  ///   - target: The class.
  /// - Returns: The number in the threat's unit; 0 where the class is predicted, `nil` where no allowed changes do it.
  /// - Precondition: the class exists.
  /// - Complexity: O(n) on average.
  public func leastChanges(_ weights: LabelWeights, toward target: Int) -> Int? {
    let scores = weights.scores(labels)
    let leader = LabelWeights.leader(scores)
    if leader == target { return 0 }
    return contest(leader, target, scores, slack: weights.slack).least(weights)
  }

  /// No fewer changes add up to a lead, where it is known what the change of each label takes off at most.
  ///
  /// For bounds on classifiers that are not linear in the labels.
  ///
  /// - Parameters:
  ///   - gains: For every row what its change takes off, 0 or more; 0 where the threat lets it not change.
  ///   - lead: What must be reached; above 0.
  /// - Returns: The number in the threat's unit, 1 or more; `nil` where all gains together are less.
  /// - Precondition: a gain for each row.
  /// - Complexity: O(n) on average.
  public func leastChanges(gains: [Double], reaching lead: Double) -> Int? {
    precondition(gains.count == labels.count, "a gain for each row")
    let found = gains.enumerated().compactMap { row, gain in
      gain > 0 ? LeadGain(value: gain, place: Int32(row), target: 0) : nil
    }
    return LabelContest(
      labels: labels, threat: threat, isFree: isFree, allowed: allowed,
      gap: LeadGap(lead: lead, slack: 0, winsTies: true), leader: 0, rival: 0
    ).least(found)
  }
}
