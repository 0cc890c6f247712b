extension DefenseReport {
  /// Error against rate on one data set: a chart for each attack, and all values.
  func courses(on dataset: String) -> Markup {
    guard results.rows.contains(where: { $0.dataset == dataset }) else { return "" }
    let attacks = results.attacks.filter { attack in
      results.rows.contains { $0.dataset == dataset && $0.attack == attack }
    }
    return HTMLPage.section(
      PaperSetting.name(ofDataset: dataset),
      attacks.enumerated().map { index, attack in
        HTMLPage.figure(
          chart(dataset: dataset, attack: attack).markup(
            identifier: "course-\(results.sources.firstIndex { $0.name == dataset } ?? 0)-\(index)"),
          caption:
            """
            \(PaperSetting.name(ofDataset: dataset)), \(attack). Means over \
            \(results.plan.splitCount.text(of: "split")); bands: standard error.
            """,
          values: valueTable(dataset: dataset, attack: attack))
      })
  }

  /// The chart of one data set and attack, with the defenses that matter most.
  func chart(dataset: String, attack: String) -> LineChart {
    let series = shownMethods.compactMap { method -> LineChart.Series? in
      let course = statistics.course(method, dataset: dataset, attack: attack)
      return course.isEmpty
        ? nil
        : LineChart.Series(
          name: method.title,
          points: course.map { cell in
            LineChart.Point(
              x: 100 * cell.setting.poisoningRate, y: 100 * cell.error.mean,
              standardError: 100 * cell.error.standardError)
          })
    }
    let ends = series.compactMap { series in
      series.points.last.map { point in
        "\(series.name): \(point.y.text(digits: 1)) % at \(point.x.text(digits: 0)) %"
      }
    }
    return LineChart(
      title: "\(PaperSetting.name(ofDataset: dataset)) under \(attack)",
      summary: "Test error against poisoning rate. " + ends.joined(separator: "; ") + ".",
      xTitle: PaperReport.rateTitle, yTitle: PaperReport.errorTitle, series: series)
  }

  /// No defense, kNN sanitization, both uses of trusted rows, the repair `auto` with and without them, and of all
  /// others the best: as many as a chart can tell apart.
  var shownMethods: [DefenseMethod] {
    let fixed: [DefenseMethod] = [
      .none, DefenseMethod(name: "knn", trusted: 0), .trustedOnly,
      DefenseMethod(name: "trusted+given", trusted: DefensePlan.trustedCount),
      DefenseMethod(name: "auto", trusted: 0),
      DefenseMethod(name: "auto", trusted: DefensePlan.trustedCount),
    ]
    let other = statistics.best { !fixed.contains($0) }?.method
    return fixed + (other.map { [$0] } ?? [])
  }

  /// The errors of all defenses at all rates, with the difference to no defense at the largest.
  private func valueTable(dataset: String, attack: String) -> Markup {
    let rates = [0] + results.plan.poisoningRates
    return HTMLTable(
      caption:
        "Test error in percent, mean ± standard error; differences at the largest rate in points",
      columns: [.text("defense")] + rates.map { .number(BenchmarkReport.percent($0)) } + [
        .number("against none"), .number("against trusted only"), .number("against clean labels"),
      ],
      rows: results.methods.map { method in
        let course = statistics.course(method, dataset: dataset, attack: attack)
        let last = course.last { $0.setting.poisoningRate == rates.last }
        return ["\(method.title)"]
          + rates.map { rate in
            guard let cell = course.first(where: { $0.setting.poisoningRate == rate }) else {
              return "–"
            }
            return
              "\((100 * cell.error.mean).text(digits: 1)) ± \((100 * cell.error.standardError).text(digits: 1))"
          }
          + [DefenseStatistics.Reference.none, .trustedOnly, .clean].map {
            Self.difference(last?.differences[$0])
          }
      }
    ).markup
  }
}
