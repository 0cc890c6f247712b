/// Means of the test errors, and paired differences to what defenses are held against.
struct DefenseStatistics: Sendable {
  /// A data set under one attack at one rate.
  struct Setting: Hashable, Sendable {
    let dataset: String
    let attack: String
    let poisoningRate: Double
  }

  /// What every defense is held against.
  enum Reference: String, CaseIterable, Sendable {
    /// The victim that learns from the same labels as they are.
    case none
    /// The victim that learns from the trusted rows alone.
    case trustedOnly
    /// The victim that learns from the labels before the attack.
    case clean
  }

  /// The error of one defense in one setting.
  struct Cell: Sendable {
    let setting: Setting
    let method: DefenseMethod
    let error: MeanAndError
    /// Differences to each reference in the same splits.
    let differences: [Reference: PairedDifferences]
  }

  /// One defense over all settings in which labels were flipped.
  struct Summary: Sendable {
    let method: DefenseMethod
    /// Mean error where nothing is flipped, over data sets.
    let clean: Double?
    /// Mean over all settings with flips.
    let mean: Double?
    /// The setting with the largest mean error.
    let worst: Cell?
    /// Whether it could be run in all trials.
    let isComplete: Bool
    /// Differences to each reference, in the same trials; the cluster is the number of the split.
    let differences: [Reference: PairedDifferences]
  }

  /// Every defense in every setting, in the order of the results.
  let cells: [Cell]
  /// Every defense over all settings, in the order of tables.
  let summaries: [Summary]

  private struct Place: Hashable {
    let setting: Setting
    let method: DefenseMethod
  }

  init(_ results: DefenseResults) {
    var errors: [Place: [Int: Double]] = [:]
    var settings: [Setting] = []
    for row in results.rows {
      let setting = Setting(
        dataset: row.dataset, attack: row.attack, poisoningRate: row.poisoningRate)
      if settings.last != setting { settings.append(setting) }
      errors[Place(setting: setting, method: row.method), default: [:]][row.split] = row.error
    }
    var seen = Set<Setting>()
    settings = settings.filter { seen.insert($0).inserted }
    let methods = results.methods
    let found = errors
    func values(_ setting: Setting, _ reference: Reference) -> [Int: Double] {
      switch reference {
      case .none: found[Place(setting: setting, method: .none)] ?? [:]
      case .trustedOnly: found[Place(setting: setting, method: .trustedOnly)] ?? [:]
      case .clean:
        found[
          Place(
            setting: Setting(
              dataset: setting.dataset, attack: DefensePlan.noAttack, poisoningRate: 0),
            method: .none)] ?? [:]
      }
    }
    let cells = settings.flatMap { setting in
      methods.compactMap { method -> Cell? in
        guard let own = found[Place(setting: setting, method: method)] else { return nil }
        let differences = Reference.allCases.map { reference in
          (reference, Self.differences(own, values(setting, reference)))
        }
        return Cell(
          setting: setting, method: method,
          error: MeanAndError(own.sorted { $0.key < $1.key }.map(\.value)),
          differences: Dictionary(uniqueKeysWithValues: differences))
      }
    }
    self.cells = cells
    let plain = cells.filter { $0.method == .none }.map { $0.error.count }.reduce(0, +)
    summaries = methods.map { method in
      let own = cells.filter { $0.method == method }
      let attacked = own.filter { $0.setting.attack != DefensePlan.noAttack }
      let calm = own.filter { $0.setting.attack == DefensePlan.noAttack }
      let differences = Reference.allCases.map { reference in
        (
          reference,
          PairedDifferences(attacked.flatMap { $0.differences[reference]?.differences ?? [] })
        )
      }
      return Summary(
        method: method, clean: Self.mean(calm), mean: Self.mean(attacked),
        worst: attacked.enumerated().max { left, right in
          (left.element.error.mean, right.offset) < (right.element.error.mean, left.offset)
        }?.element,
        isComplete: own.map { $0.error.count }.reduce(0, +) == plain,
        differences: Dictionary(uniqueKeysWithValues: differences))
    }
  }

  /// Differences in the splits that both have, by split.
  private static func differences(
    _ own: [Int: Double], _ other: [Int: Double]
  ) -> PairedDifferences {
    PairedDifferences(
      own.sorted { $0.key < $1.key }.compactMap { split, error in
        other[split].map { PairedDifferences.Difference(cluster: split, value: error - $0) }
      })
  }

  private static func mean(_ cells: [Cell]) -> Double? {
    cells.isEmpty ? nil : MeanAndError(cells.map(\.error.mean)).mean
  }

  /// The cell of a defense in a setting.
  func cell(_ method: DefenseMethod, _ setting: Setting) -> Cell? {
    cells.first { $0.method == method && $0.setting == setting }
  }

  /// The mean errors of a defense against the rate, that without flips first.
  func course(_ method: DefenseMethod, dataset: String, attack: String) -> [Cell] {
    cells.filter { cell in
      cell.method == method && cell.setting.dataset == dataset
        && (cell.setting.attack == attack || cell.setting.attack == DefensePlan.noAttack)
    }
  }

  /// The best defense of some kind by its mean over all settings; among those run everywhere.
  func best(where isMeant: (DefenseMethod) -> Bool) -> Summary? {
    summaries.filter { $0.isComplete && isMeant($0.method) && $0.mean != nil }
      .min { ($0.mean ?? 1) < ($1.mean ?? 1) }
  }
}
