extension BenchmarkReport {
  /// Mean average precision by method and attack.
  var heat: Markup {
    guard !ranking.detectors.isEmpty else { return "" }
    let byRate = results.plan.poisoningRates.map { rate -> Markup in
      let table = heatTable(
        BenchmarkRanking(results, rate: rate),
        caption: "Mean average precision at a poisoning rate of \(Self.percent(rate))")
      return HTMLPage.folded("At a poisoning rate of \(Self.percent(rate)) alone", table)
    }
    return HTMLPage.section(
      "How well detectors rank flipped labels",
      [
        HTMLPage.paragraph(
          """
          Mean average precision over data sets, rates and seeds: 1 where all flips come before \
          all other labels, about the share of flips where the order is random. Darker is better; \
          the best detector of a column is bold, and ↓ marks what is no better than a random order. \
          \(Self.incompleteNote(ranking))
          """),
        heatTable(ranking, caption: "Mean average precision by detector and attack"),
        Markup(byRate),
        HTMLPage.folded("By data set", datasetTable),
      ])
  }

  private static func incompleteNote(_ ranking: BenchmarkRanking) -> String {
    ranking.detectors.allSatisfy(ranking.isComplete)
      ? "" : "An asterisk marks detectors that could not be run in every trial."
  }

  private func heatTable(_ ranking: BenchmarkRanking, caption: String) -> Markup {
    table(
      ranking, caption: caption, columns: ranking.attacks, first: "detector",
      mean: { method, attack in ranking.mean(method, attack: attack) })
  }

  private var datasetTable: Markup {
    table(
      ranking, caption: "Mean average precision by detector and data set",
      columns: ranking.datasets, first: "detector",
      mean: { method, set in ranking.mean(method, dataset: set) })
  }

  /// Baselines and detectors by something, with the mean over all.
  private func table(
    _ ranking: BenchmarkRanking, caption: String, columns: [String], first: String,
    mean: (BenchmarkMethod, String) -> Double?
  ) -> Markup {
    let chance = BenchmarkMethod(name: BenchmarkBaseline.random.rawValue, trusted: 0)
    let best = columns.map { column in
      ranking.detectors.compactMap { mean($0, column) }.max()
    }
    let bestMean = ranking.detectors.compactMap { ranking.mean($0) }.max()
    func cell(_ method: BenchmarkMethod, _ value: Double?, best: Double?, chance: Double?) -> Markup
    {
      guard let value, !method.isBaseline else { return HTMLTable.heat(value) }
      let isNoBetter = chance.map { value <= $0 } ?? false
      return HTMLTable.heat(value, isBold: value == best, mark: isNoBetter ? "↓" : "")
    }
    func row(_ method: BenchmarkMethod) -> [Markup] {
      let mark = method.isBaseline || ranking.isComplete(method) ? "" : "*"
      let name: Markup = "\(method.title)\(mark)"
      let values = zip(columns, best).map { column, best in
        cell(method, mean(method, column), best: best, chance: mean(chance, column))
      }
      return [name] + values
        + [cell(method, ranking.mean(method), best: bestMean, chance: ranking.mean(chance))]
    }
    return HTMLTable(
      caption: caption,
      columns: [.text(first)] + columns.map { .heat($0) } + [.heat("all")],
      sections: [
        HTMLTable.Section(heading: "<b>detectors</b>", rows: ranking.detectors.map(row)),
        HTMLTable.Section(
          heading: "<b>for comparison</b>",
          rows: results.methods.filter { $0.isBaseline && ranking.mean($0) != nil }.map(row)),
      ]
    ).markup
  }
}
