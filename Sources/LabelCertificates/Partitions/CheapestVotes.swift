/// The least cost at which models give a rival enough votes, where each offers 1 or 2 at its own price.
///
/// A knapsack in which one choice may be made of each model, solved exactly by sorting. Where the second vote of a model
/// costs at least as much as the first, both are single votes that may be bought one by one. Of the other models, whose
/// two votes cost less than twice the first, at most one gives a single vote in some cheapest choice: if two did, the
/// cheaper of them could give both votes for less. So doubles are taken from the cheapest, one of them possibly in half,
/// and singles fill up.
struct CheapestVotes {
  private var singles: [Int] = []
  /// Models whose two votes cost less than twice the first.
  private var doubles: [(one: Int, two: Int)] = []

  /// Adds a model that votes for the leader.
  ///
  /// - Parameters:
  ///   - one: The cost of a vote for any other class, which gives 1; `nil` where it cannot be bought.
  ///   - two: The cost of a vote for the rival, which gives 2 and costs no less; `nil` where it cannot be bought.
  mutating func addLeader(one: Int?, two: Int?) {
    guard let one else { return }
    singles.append(one)
    guard let two else { return }
    if two - one >= one {
      singles.append(two - one)
    } else {
      singles.removeLast()
      doubles.append((one, two))
    }
  }

  /// Adds a model that votes for neither: its vote for the rival gives 1.
  mutating func addOther(_ cost: Int) { singles.append(cost) }

  /// The least cost of so many votes.
  ///
  /// - Returns: 0 where none is needed; `nil` where all are too few.
  /// - Complexity: O(m log m) for m models.
  func leastCost(needed: Int) -> Int? {
    guard needed > 0 else { return 0 }
    let costs = Self.sums(singles.sorted())
    let doubles = self.doubles.sorted { $0 < $1 }.sorted { $0.two < $1.two }
    let pairs = Self.sums(doubles.map(\.two))
    // The cheapest half among the models from each place on, and the most that halving one of the first ones saves.
    var halves = [Int?](repeating: nil, count: doubles.count + 1)
    for place in doubles.indices.reversed() {
      halves[place] = min(doubles[place].one, halves[place + 1] ?? .max)
    }
    var saved = 0
    var least: Int?
    func offer(_ cost: Int, missing: Int) {
      guard max(0, missing) < costs.count else { return }
      least = min(least ?? .max, cost + costs[max(0, missing)])
    }
    for count in 0...doubles.count {
      offer(pairs[count], missing: needed - 2 * count)
      if let half = halves[count] { offer(pairs[count] + half, missing: needed - 2 * count - 1) }
      guard count > 0 else { continue }
      saved = max(saved, doubles[count - 1].two - doubles[count - 1].one)
      offer(pairs[count] - saved, missing: needed - 2 * count + 1)
    }
    return least
  }

  /// 0, and the sums of the first values.
  private static func sums(_ values: [Int]) -> [Int] {
    values.reduce(into: [0]) { sums, value in sums.append(sums[sums.count - 1] + value) }
  }
}
