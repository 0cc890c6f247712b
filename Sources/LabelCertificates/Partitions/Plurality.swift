internal import LabelContracts

/// An election that the class of most votes wins, the lowest among equals.
struct Plurality: Sendable {
  let votes: [PartBallots.Vote]
  /// The votes of each class.
  let counts: [Int]
  /// The classes by falling votes, equal ones ascending.
  let order: [Int]

  init(_ votes: [PartBallots.Vote], classCount: Int) {
    var counts = [Int](repeating: 0, count: classCount)
    for case .label(let label) in votes { counts[label] += 1 }
    self.votes = votes
    self.counts = counts
    order = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
  }

  /// By how much `rival` must gain on `leader` to be ahead of it: 0 or less where it is.
  func lead(of leader: Int, over rival: Int) -> Int {
    counts[leader] - counts[rival] + (rival > leader ? 1 : 0)
  }

  /// How much `rival` can gain on `leader` by each model.
  func effects(of rival: Int, on leader: Int) -> [Int] {
    votes.map { vote in
      switch vote {
      case .never: 0
      case .none: 1
      case .label(let label): label == leader ? 2 : label == rival ? 0 : 1
      }
    }
  }

  /// A lower bound on what it costs that `rival` is ahead of `leader`.
  func leastCost(of rival: Int, over leader: Int, _ units: CorruptionUnits) -> Int? {
    units.leastCost(
      effects: effects(of: rival, on: leader), needed: lead(of: leader, over: rival))
  }

  /// The winner, and what it withstands.
  func certified(_ units: CorruptionUnits) -> CertifiedPrediction {
    let winner = order[0]
    let least = order.dropFirst().compactMap { leastCost(of: $0, over: winner, units) }.min()
    return CertifiedPrediction(predictedLabel: winner, radius: units.radius(least))
  }
}
