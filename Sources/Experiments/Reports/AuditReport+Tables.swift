internal import LabelCertificates

extension AuditReport {
  /// Every defense by the worst that was done to it, every certificate, and what stands beside them.
  var table: Markup {
    let rates = results.plan.poisoningRates
    let columns: [HTMLTable.Column] =
      [.text("model"), .number("no flips")]
      + rates.map { .number(BenchmarkReport.percent($0)) } + [
        .text("worst attack"), .number("worth having up to"),
      ]
    let attacked = statistics.attackedMethods.map { method -> [Markup] in
      let course = statistics.course(method)
      return ["\(method == .none ? "no defense" : method.title)"]
        + ([0] + rates).map { rate in
          "\(BenchmarkReport.percents(course.first { $0.poisoningRate == rate }?.error))"
        }
        + [
          "\(course.last?.attack ?? "–")",
          Self.worth(statistics.endOfWorth(method), course, largest: rates.last ?? 0),
        ]
    }
    let certified = results.certified.map { bound -> [Markup] in
      ["\(bound.certificate)", "\(BenchmarkReport.percents(bound.cleanError))"]
        + rates.map {
          "≤ \(BenchmarkReport.percents(bound.error(flips: statistics.flipCount($0))))"
        } + ["any", "–"]
    }
    let beside: [[Markup]] =
      [
        statistics.trustedOnlyError.map {
          ("\(results.counts.trusted.text(of: "trusted row")) alone", $0)
        },
        ("always the most frequent class", results.majorityError),
      ].compactMap(\.self).map { name, error in
        ["\(name)", "\(BenchmarkReport.percents(error))"]
          + rates.map { _ in "\(BenchmarkReport.percents(error))" } + ["none", "–"]
      }
    let namesake =
      results.certified.contains { $0.certificate == results.plan.victim }
      ? "The certified \(results.plan.victim) is not the attacked one: its penalty is chosen from the features. "
      : ""
    let markup = HTMLTable(
      caption: "Test error in percent, by the share of training labels that is flipped",
      columns: columns,
      sections: [
        .init(heading: "<b>attacked</b> at least this much is possible", rows: attacked),
        .init(heading: "<b>certified</b> no more than this is possible", rows: certified),
        .init(heading: "<b>out of reach</b> of flips", rows: beside),
      ].filter { !$0.rows.isEmpty }
    ).markup
    return HTMLPage.section(
      "The table",
      [
        markup,
        HTMLPage.paragraph(
          """
          A model is worth having while its worst error lies below \
          \(statistics.worthlessError.percentText()), which \
          \(statistics.trustedOnlyError == statistics.worthlessError ? "the trusted rows alone give" : "guessing gives"); \
          between measured rates a straight line is drawn. An attack found here is a lower bound: other attackers may \
          do more. \(namesake)\(CertificateWords.threat) \(CertificateWords.sanitizing)
          """),
      ])
  }

  private static func worth(
    _ rate: Double?, _ course: [AuditStatistics.Worst], largest: Double
  ) -> Markup {
    guard let rate else {
      guard let last = course.last else { return "–" }
      return "\(BenchmarkReport.percent(last.poisoningRate)) and more"
    }
    return rate == 0 ? "<span class=\"bad\">never</span>" : "\(rate.percentText())"
  }

  /// What each attack does where nobody defends.
  var attacks: Markup {
    let rates = results.plan.poisoningRates
    let own = results.rows.filter { $0.method == .none && $0.adaptedTo == nil }
    let found = results.plan.attacks.filter { id in own.contains { $0.attack == id } }
    guard !found.isEmpty else { return "" }
    let table = HTMLTable(
      caption: "Test error in percent without a defense",
      columns: [.text("attack")] + rates.map { .number(BenchmarkReport.percent($0)) } + [
        .number("flips at \(BenchmarkReport.percent(rates.last ?? 0))")
      ],
      rows: found.map { id in
        ["\(id)"]
          + rates.map { rate in
            "\(BenchmarkReport.percents(own.first { $0.attack == id && $0.poisoningRate == rate }?.error))"
          }
          + ["\(own.last { $0.attack == id }.map { "\($0.flips)" } ?? "–")"]
      })
    let first = statistics.firstFlips(5)
    let flips = HTMLTable(
      caption: "The first flips of \(statistics.strongestAttack ?? "")",
      columns: [.number("row"), .text("from"), .text("to")],
      rows: first.map { ["\($0.row)", "\($0.from)", "\($0.to)"] })
    return HTMLPage.section(
      "The attacks", [table.markup] + (first.isEmpty ? [] : [flips.markup]))
  }

  /// What kNN sanitization undoes for certain, and what that does not say.
  var sanitization: Markup {
    guard let guarantee = results.sanitization, let sentence = sanitizationSentence else {
      return ""
    }
    let flips = guarantee.neighborFlips
    let numbers = Array(Set(flips)).sorted()
    let table = HTMLTable(
      caption:
        "Training rows by the most flips among their \(guarantee.neighborCount.text(of: "neighbor")) with which a flip of "
        + "their own is undone for certain",
      columns: [.text("flips among the neighbors"), .number("rows"), .number("share")],
      rows: numbers.map { number in
        let count = flips.count { $0 == number }
        return [
          "\(number < 0 ? "not even a lone flip is" : "\(number)")", "\(count)",
          "\((Double(count) / Double(flips.count)).percentText())",
        ]
      })
    return HTMLPage.section(
      "What knn undoes for certain",
      [
        HTMLPage.paragraph(
          """
          \(sentence) More flips around a row may keep its flip alive, and may make the sanitizer change right labels, \
          so this is no bound of the error, and certified figures gain nothing by it. \(CertificateWords.sanitizing)
          """), table.markup,
      ])
  }

  /// One prediction, and the fewest flips that change it.
  var prediction: Markup {
    guard let fragile = results.fragile, let sentence = predictionSentence else { return "" }
    let shown = fragile.flips?.prefix(20) ?? []
    let rest = (fragile.flips?.count ?? 0) - shown.count
    let table = HTMLTable(
      caption: rest > 0 ? "The flips, the first 20 of \(shown.count + rest)" : "The flips",
      columns: [.number("row"), .text("from"), .text("to")],
      rows: shown.map { ["\($0.row)", "\($0.from)", "\($0.to)"] })
    return HTMLPage.section(
      "One prediction",
      [HTMLPage.paragraph(sentence)] + (shown.isEmpty ? [] : [table.markup]))
  }

  /// How it was run.
  var settings: Markup {
    let plan = results.plan
    let values = HTMLTable(
      caption: "Settings of this audit", columns: [.text("setting"), .words("value")],
      rows: [
        ("data", "\(results.name), labels taken for true"),
        ("training rows", "\(results.counts.training)"),
        (
          "held apart",
          "\(results.counts.validation.text(of: "row")) by which the attacker judges, "
            + "\(results.counts.trusted.text(of: "trusted row")) of the defender"
        ),
        ("test rows", "\(results.counts.test), \(results.testName)"),
        ("what learns", plan.victim), ("scaling", results.scaling),
        ("attacks", plan.attacks.joined(separator: ", ")),
        ("poisoning rates", plan.poisoningRates.map(BenchmarkReport.percent).listed),
        ("seed", "\(plan.seed)"), ("version", results.version),
      ].map { ["\($0.0)", "\($0.1)"] })
    let names = HTMLTable(
      caption: "Defenses", columns: [.text("name"), .words("what it is")],
      rows: Defense.all.filter { plan.defenses.contains($0.id) }.map {
        ["\($0.id)", "\($0.summary)"]
      })
    return HTMLPage.section("Settings and names", [values.markup, names.markup])
  }
}
