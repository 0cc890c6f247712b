internal import LabelAttacks
internal import LabelDefenses

extension BenchmarkReport {
  /// How hard each data set is.
  var difficulty: Markup {
    let rows = results.datasets.map { set -> [Markup] in
      let source = results.sources.first { $0.name == set }
      let plain = BenchmarkVictims(results, .removed)
        .cleanError(
          of: BenchmarkMethod(name: BenchmarkBaseline.noDefense.rawValue, trusted: 0), on: set)
      func share(_ value: Double?) -> Markup {
        value.map { "\($0.text(digits: 2))" } ?? "–"
      }
      let best = ranking.detectors.compactMap { ranking.mean($0, dataset: set) }.max()
      return [
        "\(set)", "\(source.map { "\($0.features)" } ?? "–")",
        "\(source.map { "\($0.classes)" } ?? "–")", "\(Self.percents(plain))",
        share(ranking.mean(.random, dataset: set)), share(best),
        share(ranking.mean(.ceiling, dataset: set)),
      ]
    }
    let table = HTMLTable(
      caption:
        "Data sets: mean average precision of a random order, the best detector and the ceiling",
      columns: [
        .text("data set"), .number("features"), .number("classes"), .number("clean error, %"),
        .number("random"), .number("best"), .number("ceiling"),
      ], rows: rows)
    return HTMLPage.section(
      "How hard the data are",
      [
        HTMLPage.paragraph(
          """
          The ceiling scores labels by out-of-sample probabilities of a model (\
          \(results.plan.scorer)) that is trained on the true labels: where even it cannot tell \
          flips from honest labels, hardly anything can. It is no strict bound; another kind of \
          model, or one that compares labels, may do better.
          """), table.markup,
      ])
  }

  /// What could not be measured.
  var omissions: OmissionTable {
    OmissionTable(
      results.omissions, attacks: results.plan.attacks, datasets: results.sources.map(\.name))
  }

  /// How it was run, and what the names stand for.
  var settings: Markup {
    let plan = results.plan
    let values = HTMLTable(
      caption: "Settings of this run", columns: [.text("setting"), .words("value")],
      rows: [
        ("training rows", "\(plan.trainingCount)"),
        ("attacker's validation rows", "\(BenchmarkSplit.validationCount)"),
        ("trusted rows given", plan.trustedCounts.map { "\($0)" }.listed),
        ("poisoning rates", plan.poisoningRates.map(Self.percent).listed),
        ("seeds", "\(plan.seedCount)"), ("randomness starts at", "\(plan.seed)"),
        ("victim", "linear, hinge loss, 100 epochs at a rate of 0.01"),
        ("probabilities", "\(plan.scorer), five folds"), ("metric", "euclidean"),
        ("scaling", results.sources.map { "\($0.name): \($0.scaling)" }.joined(separator: ", ")),
        ("version", results.version),
      ].map { ["\($0.0)", "\($0.1)"] })
    let names = HTMLTable(
      caption: "Names", columns: [.text("name"), .words("what it is")],
      sections: [
        HTMLTable.Section(
          heading: "<b>attacks</b>",
          rows: Attacks.all.filter { plan.attacks.contains($0.id) }.map {
            ["\($0.id)", "\($0.summary)"]
          }),
        HTMLTable.Section(
          heading: "<b>detectors</b>",
          rows: Detectors.named.filter { plan.detectors.contains($0.id) }.map {
            ["\($0.id)", "\($0.summary); known to fail: \($0.failure)"]
          }),
        HTMLTable.Section(
          heading: "<b>for comparison</b>",
          rows: BenchmarkBaseline.allCases.map { ["\($0.rawValue)", "\($0.summary)"] }),
      ])
    return HTMLPage.section("Settings and names", [values.markup, names.markup])
  }
}
