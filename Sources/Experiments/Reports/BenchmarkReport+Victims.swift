extension BenchmarkReport {
  /// What victims suffer that learn from the labels as each method leaves them.
  var victims: Markup {
    let removed = BenchmarkVictims(results, .removed)
    let relabeled = BenchmarkVictims(results, .relabeled)
    guard !results.attacks.isEmpty else { return "" }
    let methods = results.methods.filter(\.isBaseline) + ranking.detectors
    let table = HTMLTable(
      caption: "Test error of the victim in percent, and the share of the harm won back",
      columns: [
        .text("method"), .number("no attack"), .number("mean"), .number("worst attack"),
        .number("won back"), .number("mean, relabeled"), .number("won back, relabeled"),
      ],
      rows: methods.map { method in
        let (one, other) = (removed.figures(method), relabeled.figures(method))
        return [
          "\(method.title)", "\(Self.percents(one.clean))", "\(Self.percents(one.area))",
          "\(Self.percents(one.worst))", Self.share(one.recovered),
          "\(Self.percents(other.area))", Self.share(other.recovered),
        ]
      })
    return HTMLPage.section(
      "What it means for a model",
      [
        HTMLPage.paragraph(
          """
          The victim is a linear classifier with hinge loss. It learns without the flagged rows, or \
          (in the columns called relabeled) with the label that the method predicts for them. The \
          mean is the area under the error from rate 0 to \
          \(Self.percent(results.plan.poisoningRates.last ?? 0)) over all attacks; the worst attack \
          is the most harmful one of each data set at the largest rate. Won back is the share of \
          the harm that the defense undoes: below 0 it does harm of its own.
          """),
        hasCalm
          ? ""
          : HTMLPage.paragraph(
            "Without trials of no attack, which the attack 'none' adds, neither the mean nor the share won back is known."
          ),
        table.markup, errorTable(removed),
      ])
  }

  /// A share won back, set off where it is a loss.
  private static func share(_ value: Double?) -> Markup {
    let text = percents(value, digits: 0)
    return (value ?? 0) < 0 ? "<span class=\"bad\">\(text)</span>" : "\(text)"
  }

  /// Test errors by method and attack.
  private func errorTable(_ victims: BenchmarkVictims) -> Markup {
    let methods = results.methods.filter(\.isBaseline) + ranking.detectors
    let table = HTMLTable(
      caption: "Mean test error in percent without the flagged rows, by attack",
      columns: [.text("method")] + results.attacks.map { .number($0) },
      rows: methods.map { method in
        ["\(method.title)"]
          + results.attacks.map { "\(Self.percents(victims.meanError(method, attack: $0)))" }
      })
    return HTMLPage.folded("By attack", table.markup)
  }

  /// Whether trials were run in which nothing is flipped.
  var hasCalm: Bool { results.rows.contains { $0.attack == BenchmarkPlan.noAttack } }

  /// What methods do to labels that nobody flipped; nothing where no such trial was run.
  var calm: Markup {
    let rows = results.rows.filter { $0.attack == BenchmarkPlan.noAttack }
    guard !rows.isEmpty else { return "" }
    let groups = Dictionary(grouping: rows, by: \.who)
    let victims = BenchmarkVictims(results, .removed)
    let table = HTMLTable(
      caption: "Labels that nobody flipped",
      columns: [.text("detector"), .number("flagged"), .number("error added, points")],
      rows: ranking.detectors.compactMap { method in
        guard let group = groups[method] else { return nil }
        let flagged = MeanAndError(
          group.map { Double($0.flags) / Double(results.plan.trainingCount) })
        let cost = victims.cleanCost(method)
        return [
          "\(method.title)", "\(flagged.mean.percentText())",
          "\(cost.map { Self.signed(points: $0) } ?? "–")",
        ]
      })
    return HTMLPage.section(
      "Where nobody attacks",
      [
        HTMLPage.paragraph(
          """
          Flags are false alarms here, unless the data themselves hold wrong labels. The error \
          added is that of a victim that learns without the flagged rows, less that of one that \
          learns from all.
          """), table.markup,
      ])
  }

  private static func signed(points: Double) -> String {
    let text = (100 * points).text(digits: 1)
    return text.hasPrefix("-") ? "\u{2212}" + text.dropFirst() : "+" + text
  }

  /// A share in percent without the sign; a dash for `nil`.
  static func percents(_ share: Double?, digits: Int = 1) -> String {
    guard let share else { return "–" }
    let text = (100 * share).text(digits: digits)
    return text.hasPrefix("-") ? "\u{2212}" + text.dropFirst() : text
  }
}
