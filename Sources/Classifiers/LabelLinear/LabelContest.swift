internal import LabelData

/// What it takes until one class passes the class that is predicted.
struct LabelContest {
  let labels: Labels
  let threat: LabelThreat
  let isFree: [Bool]
  let allowed: [[Int]]?
  let gap: LeadGap
  let leader: Int
  let rival: Int

  private var moves: LeadMoves {
    LeadMoves(leader: leader, rival: rival, classCount: labels.classCount, allowed: allowed)
  }

  /// The fewest changes with which the rival might pass.
  ///
  /// - Parameter weights: The weights.
  /// - Returns: 1 or more; `nil` where the rival cannot pass.
  func least(_ weights: LabelWeights) -> Int? {
    if case .votes(let votes) = weights, threat.unit == .labels { return leastVotes(votes) }
    return least(moves.gains(weights, labels, isFree: isFree))
  }

  /// As ``least(_:)`` from what changes take off the lead.
  func least(_ gains: [LeadGain]) -> Int? {
    if case .costs(let costs) = threat.unit {
      return CheapestGains(gains, costs: costs, gap: gap, isEnough: gap.mayBePassed)?.least
    }
    var pool = pooled(gains)
    return pool.gatherFewest(gap.mayBePassed)
  }

  /// What so many changes of labels take off the lead over any class at most.
  func mostTaken(_ weights: LabelWeights, changes: Int) -> Double {
    var gains = LeadMoves(leader: leader, classCount: labels.classCount)
      .gains(weights, labels, isFree: isFree)
    return gains.sumOfLargest(changes)
  }

  /// What the best change of every label, or of all labels of every source, takes off the lead.
  func gains(_ weights: LabelWeights) -> [LeadGain] {
    pooled(moves.gains(weights, labels, isFree: isFree))
  }

  /// As ``least(_:)`` for votes, in whole numbers without a search.
  private func leastVotes(_ votes: [Int32]) -> Int? {
    let (twos, ones) = moves.voteCounts(votes, labels, isFree: isFree)
    let needed = Int(gap.lead) + (gap.winsTies ? 0 : 1)
    let most = 2 * twos
    if needed <= most { return max(1, (needed + 1) / 2) }
    return needed - most <= ones ? twos + needed - most : nil
  }

  /// The fewest changes with which the rival passes, verified.
  ///
  /// - Parameters:
  ///   - weights: The weights.
  ///   - prediction: The class that is predicted, and must no longer be.
  /// - Returns: The changes, the largest gains first, and what they count; `nil` where there are none.
  func attack(
    _ weights: LabelWeights, changing prediction: Int
  ) -> (flips: [Flip], count: Int)? {
    let gains = moves.gains(weights, labels, isFree: isFree)
    func verified(_ chosen: [LeadGain]) -> (flips: [Flip], count: Int)? {
      let flips = flips(chosen, gains)
      guard weights.predictedLabel(labels.applying(flips)) != prediction else { return nil }
      return (flips, threat.count(flips))
    }
    var order: [LeadGain]
    let fewest: Int
    if case .costs(let costs) = threat.unit {
      guard let cheapest = CheapestGains(gains, costs: costs, gap: gap, isEnough: gap.isPassed)
      else { return nil }
      if let attack = verified(cheapest.chosen) { return attack }
      order = CheapestGains.byWorth(gains, costs: costs)
      fewest = 0
    } else {
      order = pooled(gains)
      guard let count = order.gatherFewest(gap.isPassed) else { return nil }
      if let attack = verified(Array(order[..<count])) { return attack }
      order.sort(by: LeadGain.precedes)
      fewest = count
    }
    // Rounding alone stands in the way; a few more changes overcome it.
    var (low, high) = (fewest, order.count)
    guard verified(order) != nil else { return nil }
    while high - low > 1 {
      let middle = (low + high) / 2
      if verified(Array(order[..<middle])) == nil { low = middle } else { high = middle }
    }
    return verified(Array(order[..<high]))
  }

  /// The one change that takes most off the lead for its price; empty where none takes anything off.
  func bestStep(_ weights: LabelWeights) -> [Flip] {
    let gains = moves.gains(weights, labels, isFree: isFree)
    if case .costs(let costs) = threat.unit {
      return flips(Array(CheapestGains.byWorth(gains, costs: costs).prefix(1)), gains)
    }
    return flips(pooled(gains).min(by: LeadGain.precedes).map { [$0] } ?? [], gains)
  }

  /// What counts as one change: the labels, or all labels of a source.
  private func pooled(_ gains: [LeadGain]) -> [LeadGain] {
    guard case .groups(let groups) = threat.unit else { return gains }
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: groups.names.count)
    for gain in gains { sums[groups.groupIndices[Int(gain.place)]].add(gain.value) }
    return sums.enumerated().compactMap { group, sum in
      sum.value > 0 ? LeadGain(value: sum.value, place: Int32(group), target: 0) : nil
    }
  }

  /// The changes of labels that chosen gains stand for, the largest first.
  private func flips(_ chosen: [LeadGain], _ gains: [LeadGain]) -> [Flip] {
    var rows = chosen
    if case .groups(let groups) = threat.unit {
      let corrupt = Set(chosen.map { Int($0.place) })
      rows = gains.filter { corrupt.contains(groups.groupIndices[Int($0.place)]) }
    }
    return rows.sorted(by: LeadGain.precedes).map { gain in
      Flip(row: Int(gain.place), from: labels[Int(gain.place)], to: Int(gain.target))
    }
  }
}
