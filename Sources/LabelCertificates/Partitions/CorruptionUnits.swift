internal import LabelData

/// What an attacker buys one by one to corrupt models of an ensemble: labels, or whole sources of labels.
///
/// Each unit reaches some models, which may then say anything. A bound that adds up what the units reach holds
/// whatever they have in common.
struct CorruptionUnits: Sendable {
  /// One thing to buy.
  private struct Unit: Sendable {
    let cost: Int
    let models: [Int]
  }

  private let units: [Unit]
  private let costsAreOne: Bool
  /// The radius where nothing that the attacker can buy suffices.
  let whole: Int

  /// Lists what can be bought under a threat.
  ///
  /// A part costs what its cheapest label does, as more labels of it reach no more models. A part whose labels cannot
  /// be changed is not for sale.
  init(_ threat: LabelThreat, labels: Labels, parts: FeatureParts) {
    func isOpen(_ row: Int) -> Bool {
      (0..<labels.classCount).contains { threat.allows(row: row, from: labels[row], to: $0) }
    }
    whole = threat.total(rowCount: labels.count)
    switch threat.unit {
    case .labels:
      costsAreOne = true
      units = zip(parts.rowsOfPart, parts.modelsOfPart).compactMap { rows, models in
        rows.contains(where: isOpen) ? Unit(cost: 1, models: models) : nil
      }
    case .costs(let costs):
      costsAreOne = false
      units = zip(parts.rowsOfPart, parts.modelsOfPart).compactMap { rows, models in
        rows.filter(isOpen).map { costs[$0] }.min().map { Unit(cost: $0, models: models) }
      }
    case .groups(let groups):
      costsAreOne = true
      var partOfRow = [Int](repeating: 0, count: labels.count)
      for (part, rows) in parts.rowsOfPart.enumerated() {
        for row in rows { partOfRow[row] = part }
      }
      units = groups.rowsByGroup.map { rows in
        let reached = Set(rows.filter(isOpen).map { partOfRow[$0] })
        return Unit(
          cost: 1, models: Set(reached.flatMap { parts.modelsOfPart[$0] }).sorted())
      }
    }
  }

  /// A lower bound on what must be paid so that what the models reached can contribute is enough.
  ///
  /// - Parameters:
  ///   - effects: What each model can contribute once it is reached; 0 or more.
  ///   - needed: How much is needed.
  /// - Returns: The least cost, exact where no two units reach a model; 0 where nothing is needed; `nil` where all
  ///   units together are too few.
  /// - Complexity: O(the models that units reach), and with costs the number of units times `needed`.
  func leastCost(effects: [Int], needed: Int) -> Int? {
    guard needed > 0 else { return 0 }
    let sums = units.map { unit in unit.models.reduce(0) { $0 + effects[$1] } }
    return costsAreOne
      ? Self.fewest(sums, needed: needed)
      : Self.cheapest(sums, costs: units.map(\.cost), needed: needed)
  }

  /// The radius that a least cost leaves.
  func radius(_ leastCost: Int?) -> Int { leastCost.map { $0 - 1 } ?? whole }

  /// The fewest of some numbers that add up to what is needed, taken from the largest.
  private static func fewest(_ effects: [Int], needed: Int) -> Int? {
    var counts = [Int](repeating: 0, count: (effects.max() ?? 0) + 1)
    for effect in effects { counts[effect] += 1 }
    var (missing, taken) = (needed, 0)
    for effect in stride(from: counts.count - 1, to: 0, by: -1) {
      let enough = (missing + effect - 1) / effect
      if enough <= counts[effect] { return taken + enough }
      missing -= counts[effect] * effect
      taken += counts[effect]
    }
    return nil
  }

  /// The least cost of items that add up to what is needed: a knapsack, item by item.
  private static func cheapest(_ effects: [Int], costs: [Int], needed: Int) -> Int? {
    var least = [Int?](repeating: nil, count: needed + 1)
    least[0] = 0
    for (effect, cost) in zip(effects, costs) where effect > 0 {
      for reached in stride(from: needed, through: 0, by: -1) {
        guard let before = least[reached] else { continue }
        let after = min(needed, reached + effect)
        if after > reached, before + cost < least[after] ?? .max { least[after] = before + cost }
      }
    }
    return least[needed]
  }
}
