/// What the results say in words, each sentence from the numbers alone.
///
/// A sentence whose numbers were not measured is left out.
struct BenchmarkLessons: Sendable {
  private let results: BenchmarkResults
  private let ranking: BenchmarkRanking
  private let comparison: BenchmarkComparison?

  init(_ report: BenchmarkReport) {
    results = report.results
    ranking = report.ranking
    comparison = report.comparison
  }

  /// All sentences, the most important first.
  var sentences: [String] {
    [
      best, certainty, hardest, chance, trusted, trustedModel, victim, calm, ceiling,
    ].compactMap(\.self)
  }

  /// Shares won back that differ by less are about the same.
  private static let notable = 0.05

  /// A share in whole percent, with a true minus sign.
  private static func percent(_ share: Double) -> String {
    BenchmarkReport.percents(share, digits: 0) + "\u{202F}%"
  }

  private static func text(_ value: Double) -> String { value.text(digits: 2) }

  /// Who is best on average, and whether anybody is best everywhere.
  private var best: String? {
    guard let leader = comparison?.leader, let mean = ranking.mean(leader) else { return nil }
    let winners = ranking.attacks.compactMap { attack in
      ranking.detectors.filter { $0.trusted == leader.trusted || leader.trusted > 0 }
        .max { (ranking.mean($0, attack: attack) ?? -1) < (ranking.mean($1, attack: attack) ?? -1) }
    }
    let wins = winners.count { $0 == leader }
    let group = leader.trusted == 0 ? "Without trusted rows" : "Of all detectors"
    let random = ranking.mean(.random).map { ", where a random order has \(Self.text($0))" } ?? ""
    let places =
      ranking.attacks.count < 2
      ? ""
      : wins == ranking.attacks.count
        ? " It is the best under every attack."
        : " It is the best under \(wins) of \(ranking.attacks.count) attacks: no detector is the best under all."
    return
      "\(group) \(leader.title) ranks flips best on average, with a mean average precision of \(Self.text(mean))\(random).\(places)"
  }

  /// How many others cannot be told from the best.
  private var certainty: String? {
    guard let comparison else { return nil }
    let intervals = comparison.pairs.filter { $0.method.trusted == comparison.leader.trusted }
    let known = intervals.compactMap { pair in pair.student.map { (pair.method, $0) } }
    guard !known.isEmpty else { return nil }
    let near = known.filter { $0.1.containsZero }.map(\.0.title)
    let seeds = results.plan.seedCount.text(of: "seed")
    return near.isEmpty
      ? "All other detectors of its kind are worse, beyond the 95\u{202F}% interval over \(seeds)."
      : "\(near.listed) cannot be told from it by the 95\u{202F}% interval over \(seeds)."
  }

  /// The best mean under an attack of the detectors without trusted rows, and whose it is.
  private func best(under attack: String) -> (method: BenchmarkMethod, mean: Double)? {
    guard let method = ranking.best(withTrusted: false, attack: attack),
      let mean = ranking.mean(method, attack: attack)
    else { return nil }
    return (method, mean)
  }

  /// The attack that hides flips best.
  private var hardest: String? {
    let found = ranking.attacks.compactMap { attack in
      best(under: attack).map { (attack: attack, method: $0.method, mean: $0.mean) }
    }
    guard found.count > 1, let worst = found.min(by: { $0.mean < $1.mean }),
      let easiest = found.max(by: { $0.mean < $1.mean })
    else { return nil }
    return
      """
      Flips of the attack \(worst.attack) are the hardest to find: the best detector without trusted \
      rows, \(worst.method.title), reaches \(Self.text(worst.mean)); under \(easiest.attack), the \
      easiest, \(easiest.method.title) reaches \(Self.text(easiest.mean)).
      """
  }

  /// The detectors that are no better than chance, and under which attacks.
  private var chance: String? {
    let blind = ranking.detectors.map { method in
      (
        method: method,
        attacks: ranking.attacks.filter { attack in
          guard let mean = ranking.mean(method, attack: attack),
            let random = ranking.mean(.random, attack: attack)
          else { return false }
          return mean <= random
        }
      )
    }
    let everywhere = blind.filter { $0.attacks.count == ranking.attacks.count }.map(\.method.title)
    let places = ranking.attacks.compactMap { attack -> String? in
      let count = blind.count {
        $0.attacks.contains(attack) && $0.attacks.count < ranking.attacks.count
      }
      return count == 0 ? nil : "\(count) under \(attack)"
    }
    let parts =
      (everywhere.isEmpty ? [] : ["\(everywhere.listed) under every attack"])
      + (places.isEmpty ? [] : ["\(everywhere.isEmpty ? "" : "and ")\(places.listed)"])
    return parts.isEmpty
      ? nil
      : "Of \(ranking.detectors.count) detectors these rank flips no better than a random order: "
        + parts.joined(separator: ", ") + "."
  }

  /// What trusted rows add to detection.
  private var trusted: String? {
    guard let comparison, comparison.leader.trusted == 0,
      let pair = comparison.pairs.first(where: { $0.method.trusted > 0 }),
      let difference = pair.differences.mean
    else { return nil }
    let interval = pair.student.map {
      " (95\u{202F}% interval \(BenchmarkReport.text($0)))"
    }
    let change = BenchmarkReport.signed(difference)
    let simple = ranking.mean(.trustedOnly, trusted: pair.method.trusted)
    let better = simple.map { simple in
      let count = ranking.detectors.count {
        $0.trusted == pair.method.trusted && (ranking.mean($0) ?? -1) > simple
      }
      let all = ranking.detectors.count { $0.trusted == pair.method.trusted }
      return
        " A plain model of these rows alone scores \(Self.text(simple)); \(count) of \(all) detectors that use them do better."
    }
    return
      "With \(pair.method.trusted) trusted rows the best detector is \(pair.method.name): \(change) beside the best without\(interval ?? "").\(better ?? "")"
  }

  /// Whether trusted rows alone make the better victim.
  private var trustedModel: String? {
    let victims = BenchmarkVictims(results, .removed)
    let alone = results.methods.filter { $0.name == BenchmarkBaseline.trustedOnly.rawValue }
    guard let last = alone.last, let error = victims.figures(last).area else { return nil }
    let defended = ranking.detectors.compactMap { method in
      victims.figures(method).area.map { (method: method, error: $0) }
    }
    guard let best = defended.min(by: { $0.error < $1.error }) else { return nil }
    let count = defended.count { $0.error < error }
    return
      """
      A victim that learns from the \(last.trusted) trusted rows alone errs in \
      \(error.percentText()); \(count) of \(defended.count) detectors' victims do better over all \
      attacks and rates, the best, after \(best.method.title), with \(best.error.percentText()).
      """
  }

  /// What removing and relabelling win back.
  private var victim: String? {
    guard let leader = comparison?.leader,
      let removed = BenchmarkVictims(results, .removed).figures(leader).recovered,
      let relabeled = BenchmarkVictims(results, .relabeled).figures(leader).recovered
    else { return nil }
    let better =
      (removed - relabeled).magnitude < Self.notable
      ? "both are worth about the same"
      : removed > relabeled ? "leaving them out is better" : "relabeling them is better"
    return
      """
      Of the harm to a linear victim \(leader.title) wins back \(Self.percent(removed)) \
      when flagged rows are left out and \(Self.percent(relabeled)) when they are \
      relabeled: \(better).
      """
  }

  /// False alarms of the best detector.
  private var calm: String? {
    guard let leader = comparison?.leader else { return nil }
    let rows = results.rows.filter { $0.attack == BenchmarkPlan.noAttack && $0.who == leader }
    guard !rows.isEmpty,
      let cost = BenchmarkVictims(results, .removed).cleanCost(leader)
    else { return nil }
    let flagged = MeanAndError(
      rows.map { Double($0.flags) / Double(results.plan.trainingCount) }
    ).mean
    let points = (100 * cost).text(digits: 1)
    return
      """
      Where nothing is flipped, \(leader.title) flags \(flagged.percentText()) of the labels; \
      leaving them out changes the error by \
      \(points.hasPrefix("-") ? "\u{2212}" + points.dropFirst() : points) points.
      """
  }

  /// The data sets on which even true labels help little.
  private var ceiling: String? {
    let found = ranking.datasets.compactMap { set in
      ranking.mean(.ceiling, dataset: set).map { (set: set, mean: $0) }
    }
    guard found.count > 1, let low = found.min(by: { $0.mean < $1.mean }),
      let high = found.max(by: { $0.mean < $1.mean })
    else { return nil }
    return
      """
      The hardest data set is \(low.set): a model trained on the true labels ranks its flips with \
      \(Self.text(low.mean)), those of \(high.set) with \(Self.text(high.mean)).
      """
  }
}
