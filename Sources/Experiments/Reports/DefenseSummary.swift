/// The contents of `summary.json` of a comparison of defenses.
struct DefenseSummary: Encodable {
  /// A mean difference with Student's interval of 95 % over splits.
  struct Difference: Encodable {
    let mean: Double?
    let student: [Double]?

    init(_ differences: PairedDifferences?) {
      mean = differences?.mean
      student = differences?.studentInterval.map { [$0.low, $0.high] }
    }
  }

  /// A defense over all settings in which labels were flipped.
  struct Method: Encodable {
    let defense: String
    let trusted: Int
    let isComplete: Bool
    let cleanError: Double?
    let meanError: Double?
    let worstError: Double?
    let versusNone: Difference
    let versusTrustedOnly: Difference
    let versusClean: Difference

    private enum CodingKeys: String, CodingKey {
      case defense, trusted
      case isComplete = "is_complete"
      case cleanError = "clean_error"
      case meanError = "mean_error"
      case worstError = "worst_error"
      case versusNone = "versus_none"
      case versusTrustedOnly = "versus_trusted_only"
      case versusClean = "versus_clean"
    }
  }

  /// A defense on one data set under one attack at one rate.
  struct Cell: Encodable {
    let dataset: String
    let attack: String
    let poisoningRate: Double
    let defense: String
    let trusted: Int
    let splits: Int
    let meanError: Double
    let standardError: Double
    let versusNone: Difference
    let versusTrustedOnly: Difference
    let versusClean: Difference

    private enum CodingKeys: String, CodingKey {
      case dataset, attack, defense, trusted, splits
      case poisoningRate = "poisoning_rate"
      case meanError = "mean_error"
      case standardError = "standard_error"
      case versusNone = "versus_none"
      case versusTrustedOnly = "versus_trusted_only"
      case versusClean = "versus_clean"
    }
  }

  let plan: DefensePlan
  let datasets: [BenchmarkResults.Source]
  let methods: [Method]
  let cells: [Cell]
  let lessons: [String]
  let omissions: [BenchmarkOmission]
  let version: String
}

extension DefenseReport {
  /// `summary.json`.
  var summary: DefenseSummary {
    DefenseSummary(
      plan: results.plan, datasets: results.sources,
      methods: statistics.summaries.map { summary in
        DefenseSummary.Method(
          defense: summary.method.name, trusted: summary.method.trusted,
          isComplete: summary.isComplete, cleanError: summary.clean, meanError: summary.mean,
          worstError: summary.worst?.error.mean,
          versusNone: .init(summary.differences[.none]),
          versusTrustedOnly: .init(summary.differences[.trustedOnly]),
          versusClean: .init(summary.differences[.clean]))
      },
      cells: statistics.cells.map { cell in
        DefenseSummary.Cell(
          dataset: cell.setting.dataset, attack: cell.setting.attack,
          poisoningRate: cell.setting.poisoningRate, defense: cell.method.name,
          trusted: cell.method.trusted, splits: cell.error.count, meanError: cell.error.mean,
          standardError: cell.error.standardError, versusNone: .init(cell.differences[.none]),
          versusTrustedOnly: .init(cell.differences[.trustedOnly]),
          versusClean: .init(cell.differences[.clean]))
      },
      lessons: lessons, omissions: results.omissions, version: results.version)
  }
}
