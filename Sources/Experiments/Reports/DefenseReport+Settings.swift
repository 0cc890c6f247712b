extension DefenseReport {
  /// What could not be measured.
  var omissions: OmissionTable {
    OmissionTable(
      results.omissions, attacks: [DefensePlan.noAttack] + results.plan.attacks,
      datasets: results.sources.map(\.name))
  }

  /// How it was run, and what the names stand for.
  var settings: Markup {
    let plan = results.plan
    let values = HTMLTable(
      caption: "Settings of this run", columns: [.text("setting"), .words("value")],
      rows: [
        ("random splits", "\(plan.splitCount)"),
        ("training rows", "\(DefensePlan.trainingCount)"),
        (
          "held apart",
          "\(BenchmarkSplit.validationCount) rows on which the attacker judges the damage, "
            + "\(DefensePlan.trustedCount) trusted rows of the defender"
        ),
        (
          "test rows",
          results.sources.map { "\($0.name): \($0.testRows)" }.joined(separator: ", ")
        ),
        ("poisoning rates", plan.poisoningRates.map(BenchmarkReport.percent).listed),
        ("victim", "linear, hinge loss, 100 epochs at a rate of 0.01"),
        ("probabilities, where a defense looks at them", "\(DefensePlan.scorer), five folds"),
        ("scaling", results.sources.map { "\($0.name): \($0.scaling)" }.joined(separator: ", ")),
        ("seed", "\(plan.seed)"), ("version", results.version),
      ].map { ["\($0.0)", "\($0.1)"] })
    let names = HTMLTable(
      caption: "Names", columns: [.text("name"), .words("what it is")],
      sections: [
        HTMLTable.Section(
          heading: "<b>attacks</b>",
          rows: DefenseAttack.all.filter { plan.attacks.contains($0.id) }.map {
            ["\($0.id)", "\($0.summary)"]
          }),
        HTMLTable.Section(
          heading: "<b>defenses</b>",
          rows: Defense.all.map { ["\($0.id)", "\($0.summary)"] }),
      ])
    return HTMLPage.section("Settings and names", [values.markup, names.markup])
  }
}
