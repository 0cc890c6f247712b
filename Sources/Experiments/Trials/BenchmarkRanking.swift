/// Mean average precisions: how well every method ranks flips, over all trials and in parts of them.
///
/// Trials in which a method could not be run are left out of its means; ``isComplete(_:)`` tells.
struct BenchmarkRanking: Sendable {
  private struct Place: Hashable {
    let method: BenchmarkMethod
    let attack: String
    let dataset: String
  }

  private let sums: [Place: (sum: Double, count: Int)]
  private let counts: [BenchmarkMethod: Int]
  private let trialCount: Int
  /// The detectors, best mean first (ties: in the order of the results).
  let detectors: [BenchmarkMethod]
  /// The attacks, in the order of the plan.
  let attacks: [String]
  /// The data sets.
  let datasets: [String]

  /// Averages rows.
  ///
  /// - Parameters:
  ///   - results: What was measured.
  ///   - rate: One poisoning rate; `nil` for all.
  init(_ results: BenchmarkResults, rate: Double? = nil) {
    var sums: [Place: (sum: Double, count: Int)] = [:]
    var counts: [BenchmarkMethod: Int] = [:]
    var trials = Set<[String]>()
    for row in results.rows where rate == nil || row.poisoningRate == rate {
      guard let precision = row.averagePrecision else { continue }
      let place = Place(method: row.who, attack: row.attack, dataset: row.dataset)
      let old = sums[place] ?? (0, 0)
      sums[place] = (old.sum + precision, old.count + 1)
      counts[row.who, default: 0] += 1
      trials.insert([row.dataset, row.attack, "\(row.poisoningRate)", "\(row.seed)"])
    }
    self.sums = sums
    self.counts = counts
    trialCount = trials.count
    attacks = results.attacks
    datasets = results.datasets
    let (attacks, datasets) = (attacks, datasets)
    let means = Dictionary(
      uniqueKeysWithValues: counts.keys.map { method in
        (method, Self.mean(sums, method, attacks, datasets) ?? -1)
      })
    detectors = results.methods.filter { !$0.isBaseline && counts[$0] != nil }
      .enumerated().sorted { left, right in
        (-(means[left.element] ?? -1), left.offset) < (-(means[right.element] ?? -1), right.offset)
      }.map(\.element)
  }

  /// Whether a method was run in every trial with flips.
  func isComplete(_ method: BenchmarkMethod) -> Bool { counts[method] == trialCount }

  /// The mean over trials, of one attack or data set if given; `nil` where none was measured.
  func mean(
    _ method: BenchmarkMethod, attack: String? = nil, dataset: String? = nil
  ) -> Double? {
    Self.mean(
      sums, method, attack.map { [$0] } ?? attacks, dataset.map { [$0] } ?? datasets)
  }

  /// The sums are added in the order of attacks and data sets, so that equal results have equal means.
  private static func mean(
    _ sums: [Place: (sum: Double, count: Int)], _ method: BenchmarkMethod, _ attacks: [String],
    _ datasets: [String]
  ) -> Double? {
    var (sum, count) = (0.0, 0)
    for attack in attacks {
      for dataset in datasets {
        guard let part = sums[Place(method: method, attack: attack, dataset: dataset)] else {
          continue
        }
        sum += part.sum
        count += part.count
      }
    }
    return count == 0 ? nil : sum / Double(count)
  }

  /// A baseline's mean.
  func mean(
    _ baseline: BenchmarkBaseline, trusted: Int = 0, attack: String? = nil, dataset: String? = nil
  ) -> Double? {
    mean(
      BenchmarkMethod(name: baseline.rawValue, trusted: trusted), attack: attack, dataset: dataset)
  }

  /// The best detector among those with or without trusted rows; of complete ones if there are any.
  func best(withTrusted: Bool, attack: String? = nil) -> BenchmarkMethod? {
    let candidates = detectors.filter { ($0.trusted > 0) == withTrusted }
    let complete = candidates.filter(isComplete)
    return (complete.isEmpty ? candidates : complete).max { left, right in
      (mean(left, attack: attack) ?? -1) < (mean(right, attack: attack) ?? -1)
    }
  }
}
