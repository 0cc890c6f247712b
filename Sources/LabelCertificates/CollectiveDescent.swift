internal import Classifiers
internal import VectorKernels

/// Subgradient steps on the bound of ``CollectiveBound``.
struct CollectiveDescent {
  private let shares: [LabelShares]
  private let costs: [Double]
  private let budget: Double
  private let execution: Execution
  /// v, one for each prediction.
  private var multipliers: [Double]
  /// The mean over all steps of how far the chosen changes go, one for each prediction.
  private var meanReach: [Double]

  /// Starts half way.
  ///
  /// - Parameters:
  ///   - shares: h_t of each prediction.
  ///   - costs: c_i, above 0.
  ///   - budget: What the changes may cost, above 0.
  ///   - execution: Threads.
  init(shares: [LabelShares], costs: [Double], budget: Double, execution: Execution) {
    self.shares = shares
    self.costs = costs
    self.budget = budget
    self.execution = execution
    multipliers = [Double](repeating: 0.5, count: shares.count)
    meanReach = [Double](repeating: 0, count: shares.count)
  }

  /// Takes steps until they cannot lower the bound by a whole prediction.
  ///
  /// - Parameter steps: The largest number of steps.
  /// - Returns: The smallest value found; each is a bound.
  mutating func run(steps: Int) -> Double {
    // With all multipliers 0 the bound is the number of predictions.
    var best = Double(shares.count)
    // What a fraction of every change reaches is no attack, but no bound can be smaller.
    var reached = 0.0
    for step in 1...steps {
      let (value, changes) = dearestChanges()
      best = min(best, value)
      let reach = self.reach(changes)
      for place in reach.indices {
        meanReach[place] += (reach[place] - meanReach[place]) / Double(step)
      }
      for one in [reach, meanReach] {
        reached = max(reached, one.reduce(0) { $0 + min(1, $1) })
      }
      guard (best + 1e-6).rounded(.down) > (reached - 1e-6).rounded(.down), value > reached else {
        break
      }
      // The slope at a bound that must not be crossed does not count.
      let slopes = reach.indices.map { place -> Double in
        let slope = reach[place] - 1
        let isStuck = slope < 0 ? multipliers[place] >= 1 : multipliers[place] <= 0
        return isStuck ? 0 : slope
      }
      let square = slopes.reduce(0) { $0 + $1 * $1 }
      guard square > 0 else { break }
      let length = (value - reached) / square
      for place in slopes.indices {
        multipliers[place] = min(1, max(0, multipliers[place] - length * slopes[place]))
      }
    }
    return best
  }

  /// The bound of the multipliers, and the changes within the budget that attain its second part.
  private func dearestChanges() -> (value: Double, changes: [Double]) {
    let size = (shares.count + 15) / 16
    let parts = execution.silent.mapBlocks(of: shares.count, size: size) { queries in
      var gains = [Double](repeating: 0, count: costs.count)
      for query in queries where multipliers[query] > 0 {
        let own = shares[query]
        for (place, share) in zip(own.places, own.values) {
          gains[Int(place)] += multipliers[query] * Double(share)
        }
      }
      return gains
    }
    var gains = parts[0]
    for part in parts.dropFirst() { for place in gains.indices { gains[place] += part[place] } }
    let order = gains.indices.filter { gains[$0] > 0 }.sorted {
      let (a, b) = (gains[$0] * costs[$1], gains[$1] * costs[$0])
      return a != b ? a > b : $0 < $1
    }
    var value = multipliers.reduce(0) { $0 + (1 - $1) }
    var changes = [Double](repeating: 0, count: costs.count)
    var rest = budget
    for place in order where rest > 0 {
      let part = min(1, rest / costs[place])
      changes[place] = part
      value += part * gains[place]
      rest -= part * costs[place]
    }
    return (value, changes)
  }

  /// How much of what each prediction needs to change some changes make up.
  private func reach(_ changes: [Double]) -> [Double] {
    execution.silent.mapBlocks(of: shares.count, size: 64) { queries in
      queries.map { query in
        zip(shares[query].places, shares[query].values).reduce(0.0) {
          $0 + changes[Int($1.0)] * Double($1.1)
        }
      }
    }.flatMap(\.self)
  }
}
