internal import LabelContracts
internal import LabelData
internal import Neighbors
internal import VectorKernels

/// Editing repeated on the rows that are left, until it drops none.
///
/// A row's neighbors are the first k of its list that are left. Where the list does not have so many, the neighbors
/// are searched among the rows that are left, so every round is exact.
struct RepeatedEditing {
  let graph: NeighborGraph
  let features: Matrix
  let labels: Labels
  let neighborCount: Int

  /// The largest number of rounds.
  static let roundLimit = 100

  /// What the rounds find about every row.
  func issues(execution: Execution) throws(DefenseError) -> LabelIssues {
    // The vote on every row when it was dropped, or in the last round, and the round that dropped it, from 1.
    var last = [NeighborVote?](repeating: nil, count: labels.count)
    var droppedIn = [Int?](repeating: nil, count: labels.count)
    var roundCount = 0
    for round in 1...Self.roundLimit {
      let kept = droppedIn.indices.filter { droppedIn[$0] == nil }
      let votes = try self.votes(on: kept, isKept: droppedIn.map { $0 == nil }, execution)
      for (row, vote) in zip(kept, votes) { last[row] = vote }
      let dropped = dropped(kept, votes)
      if dropped.isEmpty { break }
      for row in dropped { droppedIn[row] = round }
      roundCount = round
    }
    let (votes, rounds, count) = (last, droppedIn, Double(roundCount))
    return LabelIssues(rowCount: labels.count, execution: execution.silent) { rows in
      rows.map { row in
        guard let vote = votes[row] else { preconditionFailure("every row was voted on") }
        let share = vote.share(of: labels[row])
        return RowFinding(
          score: rounds[row].map { (Double($0) - 1 + share) / (2 * count) } ?? (1 + share) / 2,
          isIssue: rounds[row] != nil, predictedLabel: vote.majority,
          reason: .count(agreeing: vote.votes[labels[row]], of: vote.voterCount))
      }
    }
  }

  /// The rows that a round drops: those voted against, but never all of a class.
  private func dropped(_ kept: [Int], _ votes: [NeighborVote]) -> [Int] {
    var leftCounts = [Int](repeating: 0, count: labels.classCount)
    for row in kept { leftCounts[labels[row]] += 1 }
    let against = zip(kept, votes).filter { row, vote in vote.majority != labels[row] }
    for (row, _) in against { leftCounts[labels[row]] -= 1 }
    // The largest share that speaks for a label of a class that would go; its rows stay.
    var largest = [Double](repeating: -1, count: labels.classCount)
    for (row, vote) in against where leftCounts[labels[row]] == 0 {
      largest[labels[row]] = max(largest[labels[row]], vote.share(of: labels[row]))
    }
    return against.filter { row, vote in
      leftCounts[labels[row]] > 0 || vote.share(of: labels[row]) < largest[labels[row]]
    }.map(\.0)
  }

  /// The votes on the rows that are left.
  private func votes(
    on kept: [Int], isKept: [Bool], _ execution: Execution
  ) throws(DefenseError) -> [NeighborVote] {
    let wanted = min(neighborCount, kept.count - 1)
    var votes = execution.silent.mapBlocks(of: kept.count, size: 4096) { places in
      places.map { place -> NeighborVote? in
        let left = graph.neighbors(of: kept[place]).filter { isKept[Int($0)] }
        return left.count < wanted ? nil : vote(of: left.prefix(wanted), on: kept[place])
      }
    }.flatMap(\.self)
    let places = votes.indices.filter { votes[$0] == nil }
    let found = try search(places.map { kept[$0] }, among: kept, count: wanted, execution)
    for (place, neighbors) in zip(places, found) {
      votes[place] = vote(of: neighbors[...], on: kept[place])
    }
    return votes.compactMap(\.self)
  }

  private func vote(of neighbors: ArraySlice<Int32>, on row: Int) -> NeighborVote {
    NeighborVote(neighbors.map { labels[Int($0)] }, own: labels[row])
  }

  /// The nearest of the kept rows to some of them, themselves left out.
  private func search(
    _ rows: [Int], among kept: [Int], count: Int, _ execution: Execution
  ) throws(DefenseError) -> [[Int32]] {
    guard !rows.isEmpty else { return [] }
    guard let metric = graph.metric else {
      throw .invalidParameter(
        name: "graph", value: "one that does not tell its metric",
        allowed: "a graph whose metric is known, as neighbors are searched again")
    }
    return try searching { () throws(NeighborError) in
      // Each row may find itself, so one more is asked for.
      let found = try ExactNeighbors.neighbors(
        of: FeatureRows(features.selecting(rows: rows)),
        in: FeatureRows(features.selecting(rows: kept)), count: min(count + 1, kept.count),
        metric: metric, execution: execution.silent)
      return rows.indices.map { place in
        let others = found.neighbors(of: place).map { Int32(kept[Int($0)]) }
        return Array(others.filter { Int($0) != rows[place] }.prefix(count))
      }
    }
  }
}
