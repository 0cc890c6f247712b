/// The cheapest gains whose sum is enough, when gains have prices.
struct CheapestGains {
  /// No set is enough that costs less; what the cheapest costs where ``chosen`` costs as much.
  let least: Int
  /// A set that is enough.
  let chosen: [LeadGain]

  /// Steps of the exact search that are taken at most.
  static let exactLimit = 1 << 24

  /// Finds the set; `nil` where all gains together are not enough.
  ///
  /// First gains are taken by what they give for their price, the last one in part: that costs no more than any whole
  /// set. Where it leaves a question, and gains times cost are at most ``exactLimit``, every cost is tried with the
  /// largest sum that it buys.
  ///
  /// - Parameters:
  ///   - gains: What there is.
  ///   - costs: By place, 1 or more.
  ///   - gap: What must be reached.
  ///   - isEnough: Whether a sum is enough; if one is, so are larger ones.
  /// - Complexity: O(n log n), and O(n · cost) for the exact search.
  init?(_ gains: [LeadGain], costs: [Int], gap: LeadGap, isEnough: (Double) -> Bool) {
    let order = Self.byWorth(gains, costs: costs)
    var sum = CompensatedSum()
    var cost = 0
    guard
      let last = order.firstIndex(where: { gain in
        sum.add(gain.value)
        cost += costs[Int(gain.place)]
        return isEnough(sum.value)
      })
    else { return nil }
    let greedy = Array(order[...last])
    let lastCost = costs[Int(order[last].place)]
    let missing = gap.leastSum - (sum.value - order[last].value)
    let share = Swift.min(1, Swift.max(0, missing / order[last].value))
    // The part is rounded down, so that rounding cannot raise the bound.
    let bound = Double(cost - lastCost) + share * Double(lastCost) - 1e-6
    let least = Swift.min(cost, Swift.max(1, Int(bound.rounded(.up))))
    guard least < cost else {
      (self.least, chosen) = (cost, greedy)
      return
    }
    guard Double(gains.count) * Double(cost) <= Double(Self.exactLimit) else {
      (self.least, chosen) = (least, greedy)
      return
    }
    guard let set = Self.cheapest(order, costs: costs, below: cost, isEnough) else {
      (self.least, chosen) = (cost, greedy)
      return
    }
    (self.least, chosen) = (set.cost, set.gains)
  }

  /// Gains by what they give for their price.
  static func byWorth(_ gains: [LeadGain], costs: [Int]) -> [LeadGain] {
    gains.sorted { a, b in
      let (worthA, worthB) = (
        a.value * Double(costs[Int(b.place)]), b.value * Double(costs[Int(a.place)])
      )
      return worthA != worthB ? worthA > worthB : a.place < b.place
    }
  }

  /// The cheapest set below a cost; `nil` where none is enough.
  private static func cheapest(
    _ gains: [LeadGain], costs: [Int], below limit: Int, _ isEnough: (Double) -> Bool
  ) -> (cost: Int, gains: [LeadGain])? {
    // The largest sum for each cost, and for each gain the costs at which it belongs to that sum.
    var best = [Double](repeating: 0, count: limit)
    var isTaken = [Bool](repeating: false, count: gains.count * limit)
    for (number, gain) in gains.enumerated() {
      let price = costs[Int(gain.place)]
      for cost in stride(from: limit - 1, through: price, by: -1)
      where best[cost - price] + gain.value > best[cost] {
        best[cost] = best[cost - price] + gain.value
        isTaken[number * limit + cost] = true
      }
    }
    guard let cost = best.firstIndex(where: isEnough) else { return nil }
    var (chosen, rest): ([LeadGain], Int) = ([], cost)
    for number in gains.indices.reversed() where isTaken[number * limit + rest] {
      chosen.append(gains[number])
      rest -= costs[Int(gains[number].place)]
    }
    return (cost, chosen)
  }
}
