/// The contents of a benchmark's `summary.json`.
struct BenchmarkSummary: Encodable {
  /// A method's means.
  struct MethodSummary: Encodable {
    let name: String
    let trusted: Int
    let isBaseline: Bool
    let averagePrecision: Double?
    let byAttack: [String: Double]
    let byDataset: [String: Double]
    let isComplete: Bool
    let errorRemoved: Double?
    let errorRelabeled: Double?
    let recoveredRemoved: Double?
    let recoveredRelabeled: Double?

    private enum CodingKeys: String, CodingKey {
      case name, trusted
      case isBaseline = "is_baseline"
      case averagePrecision = "average_precision"
      case byAttack = "by_attack"
      case byDataset = "by_dataset"
      case isComplete = "is_complete"
      case errorRemoved = "error_removed"
      case errorRelabeled = "error_relabeled"
      case recoveredRemoved = "recovered_removed"
      case recoveredRelabeled = "recovered_relabeled"
    }
  }

  /// A method beside the leader.
  struct Difference: Encodable {
    let name: String
    let trusted: Int
    let mean: Double?
    let student: [Double]?
    let bootstrap: [Double]?
    let p: Double
    let pHolm: Double
    let wins: Int
    let ties: Int
    let losses: Int

    private enum CodingKeys: String, CodingKey {
      case name, trusted, mean, student, bootstrap, p, wins, ties, losses
      case pHolm = "p_holm"
    }
  }

  /// The ranks over data sets.
  struct Ranks: Encodable {
    let methods: [BenchmarkMethod]
    let meanRanks: [Double]
    let statistic: Double
    let p: Double
    let criticalDifference: Double?

    private enum CodingKeys: String, CodingKey {
      case methods, statistic, p
      case meanRanks = "mean_ranks"
      case criticalDifference = "critical_difference"
    }
  }

  let plan: BenchmarkPlan
  let datasets: [BenchmarkResults.Source]
  let methods: [MethodSummary]
  let leader: BenchmarkMethod?
  let differences: [Difference]
  let ranks: Ranks?
  let lessons: [String]
  let omissions: [BenchmarkOmission]
  let version: String
}

extension BenchmarkReport {
  /// `summary.json`.
  var summary: BenchmarkSummary {
    let removed = BenchmarkVictims(results, .removed)
    let relabeled = BenchmarkVictims(results, .relabeled)
    let methods = (results.methods.filter(\.isBaseline) + ranking.detectors).map { method in
      let (one, other) = (removed.figures(method), relabeled.figures(method))
      return BenchmarkSummary.MethodSummary(
        name: method.name, trusted: method.trusted, isBaseline: method.isBaseline,
        averagePrecision: ranking.mean(method),
        byAttack: Self.named(ranking.attacks) { ranking.mean(method, attack: $0) },
        byDataset: Self.named(ranking.datasets) { ranking.mean(method, dataset: $0) },
        isComplete: ranking.isComplete(method), errorRemoved: one.area, errorRelabeled: other.area,
        recoveredRemoved: one.recovered, recoveredRelabeled: other.recovered)
    }
    return BenchmarkSummary(
      plan: results.plan, datasets: results.sources, methods: methods, leader: comparison?.leader,
      differences: (comparison?.pairs ?? []).map { pair in
        BenchmarkSummary.Difference(
          name: pair.method.name, trusted: pair.method.trusted, mean: pair.differences.mean,
          student: pair.student.map { [$0.low, $0.high] },
          bootstrap: pair.bootstrap.map { [$0.low, $0.high] }, p: pair.signedRank.pValue,
          pHolm: pair.correctedP, wins: pair.record.wins, ties: pair.record.ties,
          losses: pair.record.losses)
      },
      ranks: comparison.flatMap { comparison in
        comparison.friedman.map { test in
          BenchmarkSummary.Ranks(
            methods: comparison.ranked, meanRanks: test.meanRanks, statistic: test.statistic,
            p: test.pValue, criticalDifference: test.criticalDifference)
        }
      },
      lessons: BenchmarkLessons(self).sentences, omissions: results.omissions,
      version: results.version)
  }

  private static func named(
    _ names: [String], _ value: (String) -> Double?
  ) -> [String: Double] {
    Dictionary(
      uniqueKeysWithValues: names.compactMap { name in value(name).map { (name, $0) } })
  }
}
