internal import LabelAttacks
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// An attack that is crafted for several poisoning rates.
struct RatedAttack: Sendable {
  let attack: any Attack
  /// Whether the plan of a smaller budget is the start of that of a larger one.
  let plansNest: Bool

  /// Makes the attack of an entry.
  ///
  /// - Throws: ``/LabelContracts/AttackError`` where an option is missing.
  init(_ entry: Attacks.Entry, options: Attacks.Options) throws(AttackError) {
    attack = try entry.make(options)
    plansNest = entry.plansNest
  }

  /// The flips of every rate: from one plan where plans nest, else from one for each.
  ///
  /// - Parameters:
  ///   - problem: What is attacked.
  ///   - rates: Shares of the labels to flip, 0...1.
  ///   - seed: Where randomness starts.
  /// - Returns: A list of flips for each rate.
  /// - Throws: ``/LabelContracts/AttackError``.
  func flips(
    _ problem: AttackProblem, rates: [Double], seed: UInt64
  ) throws(AttackError) -> [[Flip]] {
    func plan(_ rate: Double) throws(AttackError) -> FlipPlan {
      try attack.craft(
        problem, budget: .poisoningRate(rate), seed: seed, execution: .serial)
    }
    guard plansNest else {
      var flips: [[Flip]] = []
      for rate in rates { flips.append(try plan(rate).flips) }
      return flips
    }
    let whole = try plan(rates.max() ?? 0)
    return rates.map { rate in
      whole.prefix(FlipBudget.poisoningRate(rate).flipCount(rowCount: problem.labels.count)).flips
    }
  }
}
