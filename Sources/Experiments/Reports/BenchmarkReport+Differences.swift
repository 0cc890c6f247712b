extension BenchmarkReport {
  /// Every detector beside the best one without trusted rows, and the ranks over data sets.
  var differences: Markup {
    guard let comparison, !comparison.pairs.isEmpty else { return "" }
    let table = HTMLTable(
      caption: "Difference of the average precision to that of \(comparison.leader.title)",
      columns: [
        .text("detector"), .number("mean"), .number("95 % (t)"), .number("95 % (bootstrap)"),
        .number("p (Holm)"), .number("win / tie / loss"),
      ],
      rows: comparison.pairs.map { pair in
        [
          "\(pair.method.title)", "\(Self.signed(pair.differences.mean))",
          "\(Self.text(pair.student))", "\(Self.text(pair.bootstrap))",
          "\(pair.correctedP.text(digits: 3))",
          "\(pair.record.wins) / \(pair.record.ties) / \(pair.record.losses)",
        ]
      })
    return HTMLPage.section(
      "How certain the differences are",
      [
        HTMLPage.paragraph(
          """
          Every detector against \(comparison.leader.title), the best on average among those \
          \(comparison.leader.trusted == 0 ? "without" : "with") trusted rows, in the same trials. \
          Intervals are over the \(results.plan.seedCount.text(of: "seed")): Student's, and the \
          percentile bootstrap with 10,000 resamples, which is too narrow with few seeds. p is that \
          of the two-sided signed-rank test over the means of \
          \(results.datasets.count.text(of: "data set")), corrected by Holm. Wins and losses count \
          data sets, attacks and rates; differences below \(WinTieLoss.tolerance) are ties.
          """),
        intervalFigure(comparison), table.markup, ranks(comparison),
      ])
  }

  private func intervalFigure(_ comparison: BenchmarkComparison) -> Markup {
    guard let chart = Self.intervalChart(comparison) else { return "" }
    return HTMLPage.figure(
      chart.markup(identifier: "differences"),
      caption: "Mean difference to \(comparison.leader.title) and Student's interval of 95 %.")
  }

  /// Mean differences with their intervals; `nil` with a single seed.
  static func intervalChart(_ comparison: BenchmarkComparison) -> IntervalChart? {
    let entries = comparison.pairs.compactMap { pair -> IntervalChart.Entry? in
      guard let interval = pair.student, let mean = pair.differences.mean else { return nil }
      // The interval is that of the seeds' means; where seeds lack trials the overall mean may lie outside.
      return IntervalChart.Entry(
        name: pair.method.title, value: mean, low: min(interval.low, mean),
        high: max(interval.high, mean), isMarked: !interval.containsZero)
    }
    guard !entries.isEmpty else { return nil }
    let apart = entries.filter(\.isMarked).map(\.name)
    return IntervalChart(
      title: "Average precision less that of \(comparison.leader.title)",
      summary: apart.isEmpty
        ? "No interval leaves out 0." : "The intervals of \(apart.listed) leave out 0.",
      xTitle: "difference of the mean average precision", markName: "interval without 0",
      plainName: "interval with 0", reference: 0, entries: entries)
  }

  /// Mean ranks over data sets, with Nemenyi's critical difference where there are data sets enough.
  private func ranks(_ comparison: BenchmarkComparison) -> Markup {
    guard let test = comparison.friedman else { return "" }
    let outcome =
      """
      Friedman's test over \(test.setCount.text(of: "data set")) and \
      \(comparison.ranked.count.text(of: "detector")): statistic \
      \(test.statistic.text(digits: 1)), p \(Self.probability(test.pValue)).
      """
    guard let difference = test.criticalDifference else {
      return HTMLPage.paragraph(
        """
        \(outcome) A critical difference of mean ranks takes \(FriedmanTest.leastSetCount) data \
        sets or more.
        """)
    }
    let order = zip(comparison.ranked, test.meanRanks).enumerated().sorted {
      ($0.element.1, $0.offset) < ($1.element.1, $1.offset)
    }.map(\.element)
    guard let best = order.first?.1 else { return "" }
    let chart = IntervalChart(
      title: "Mean rank over \(test.setCount) data sets; 1 is best",
      summary: order.map { "\($0.0.title): \($0.1.text(digits: 1))" }.joined(separator: "; ") + ".",
      xTitle: "mean rank, ± half the critical difference",
      markName: "worse than the first", plainName: "not told from the first", reference: nil,
      entries: order.map { method, rank in
        IntervalChart.Entry(
          name: method.title, value: rank, low: rank - difference / 2, high: rank + difference / 2,
          isMarked: rank - best > difference)
      })
    return Markup([
      HTMLPage.paragraph(
        """
        \(outcome) Mean ranks that differ by more than \(difference.text(digits: 2)) (Nemenyi's \
        critical difference) differ at a level of 0.05: their bars do not overlap.
        """),
      HTMLPage.figure(
        chart.markup(identifier: "ranks"), caption: "Mean ranks by average precision."),
    ])
  }

  /// A difference with its sign.
  static func signed(_ value: Double?) -> String {
    guard let value else { return "–" }
    let text = value.text(digits: 3)
    return text.hasPrefix("-") ? "\u{2212}" + text.dropFirst() : "+" + text
  }

  /// Both ends of an interval.
  static func text(_ interval: PairedDifferences.Interval?) -> String {
    guard let interval else { return "–" }
    return "\(signed(interval.low)) to \(signed(interval.high))"
  }

  /// A probability with as many decimals as tell something.
  static func probability(_ value: Double) -> String {
    value < 0.0005 ? "below 0.001" : value.text(digits: 3)
  }
}
