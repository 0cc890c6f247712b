import LabelDefenses

/// Methods held against one of them in the same trials, by average precision.
struct BenchmarkComparison: Sendable {
  /// One method beside the leader.
  struct Pair: Sendable {
    /// The other method.
    let method: BenchmarkMethod
    /// Its average precision less the leader's in every trial that both have; the cluster is the seed.
    let differences: PairedDifferences
    /// Student's interval over seeds.
    let student: PairedDifferences.Interval?
    /// The bootstrap's interval over seeds.
    let bootstrap: PairedDifferences.Interval?
    /// The signed-rank test over the data sets' means.
    let signedRank: WilcoxonSignedRank
    /// Its probability, corrected for all methods that are held against the leader.
    var correctedP = 1.0
    /// How often it is better, about equal and worse, over data sets, attacks and rates.
    let record: WinTieLoss
  }

  /// Whom the others are held against: the best detector without trusted rows, else the best.
  let leader: BenchmarkMethod
  /// The other detectors, best first.
  let pairs: [Pair]
  /// All detectors over the data sets, in the order of ``ranked``; `nil` for fewer than two of either.
  let friedman: FriedmanTest?
  /// The detectors that have a mean on every data set, best first.
  let ranked: [BenchmarkMethod]

  /// Compares; `nil` where there is no detector.
  init?(_ results: BenchmarkResults, _ ranking: BenchmarkRanking) {
    guard
      let leader = ranking.best(withTrusted: false) ?? ranking.best(withTrusted: true)
    else { return nil }
    self.leader = leader
    var figures: [BenchmarkMethod: [Trial: Double]] = [:]
    for row in results.rows {
      if let precision = row.averagePrecision {
        figures[row.who, default: [:]][Trial(row)] = precision
      }
    }
    let reference = figures[leader] ?? [:]
    var pairs = ranking.detectors.filter { $0 != leader }.map { method in
      Self.pair(method, figures[method] ?? [:], reference, seed: results.plan.seed)
    }
    let corrected = HolmCorrection.adjusted(pairs.map(\.signedRank.pValue))
    for index in pairs.indices { pairs[index].correctedP = corrected[index] }
    self.pairs = pairs
    ranked = ranking.detectors.filter { method in
      ranking.datasets.allSatisfy { ranking.mean(method, dataset: $0) != nil }
    }
    let ranked = ranked
    friedman =
      ranked.count >= 2 && ranking.datasets.count >= 2
      ? FriedmanTest(
        ranking.datasets.map { set in
          ranked.map { ranking.mean($0, dataset: set) ?? 0 }
        }) : nil
  }

  /// What two methods have in common in one comparison.
  private struct Trial: Hashable, Comparable {
    let dataset: String
    let attack: String
    let rate: Double
    let seed: Int

    init(_ row: BenchmarkRow) {
      dataset = row.dataset
      attack = row.attack
      rate = row.poisoningRate
      seed = row.seed
    }

    var setting: Setting { Setting(dataset: dataset, attack: attack, rate: rate) }

    static func < (left: Trial, right: Trial) -> Bool {
      (left.dataset, left.attack, left.rate, left.seed)
        < (right.dataset, right.attack, right.rate, right.seed)
    }
  }

  private struct Setting: Hashable {
    let dataset: String
    let attack: String
    let rate: Double
  }

  private static func pair(
    _ method: BenchmarkMethod, _ figures: [Trial: Double], _ reference: [Trial: Double],
    seed: UInt64
  ) -> Pair {
    let trials = figures.keys.filter { reference[$0] != nil }.sorted()
    let values = trials.map { (trial: $0, value: (figures[$0] ?? 0) - (reference[$0] ?? 0)) }
    let differences = PairedDifferences(
      values.map { PairedDifferences.Difference(cluster: $0.trial.seed, value: $0.value) })
    func means(_ key: (Trial) -> some Hashable) -> [Double] {
      Dictionary(grouping: values) { AnyHashable(key($0.trial)) }.values
        .map { group in group.reduce(0) { $0 + $1.value } / Double(group.count) }.sorted()
    }
    return Pair(
      method: method, differences: differences, student: differences.studentInterval,
      bootstrap: differences.bootstrapInterval(seed: seed),
      signedRank: WilcoxonSignedRank(means(\.dataset)), record: WinTieLoss(means(\.setting)))
  }
}
