extension PaperReport {
  /// Figures 2a and 2b: what the two parameters of the defense do.
  var figure2: Markup {
    let settings = results.settings
    if results.figure2a.isEmpty, results.figure2b.isEmpty { return "" }
    let figure2a = HTMLPage.figure(
      figure2aChart.markup(identifier: "figure-2a"),
      caption: "Figure 2a: several k, with eta = \(settings.thresholdFigure1).",
      values: valueTable(
        results.figure2a, caption: "Figure 2a: test error in percent, mean ± standard error"))
    let figure2b = HTMLPage.figure(
      figure2bChart.markup(identifier: "figure-2b"),
      caption: "Figure 2b: several thresholds eta, with k = \(settings.kFigure2b).",
      values: valueTable(
        results.figure2b, caption: "Figure 2b: test error in percent, mean ± standard error"))
    return HTMLPage.section(
      "Figure 2: the defense's two parameters",
      [
        HTMLPage.paragraph(
          """
          BreastCancer, standardized, up to a poisoning rate of 30\u{202F}%. Bands are left out \
          where so many lines run close together; the standard errors stand beside the values.
          """
        ), results.figure2a.isEmpty ? "" : figure2a, results.figure2b.isEmpty ? "" : figure2b,
      ])
  }

  /// Figure 2a.
  var figure2aChart: LineChart {
    chart(
      title: "Figure 2a: BreastCancer, several k", points: results.figure2a,
      summary: "Test error against poisoning rate without defense and for several k.")
  }

  /// Figure 2b.
  var figure2bChart: LineChart {
    chart(
      title: "Figure 2b: BreastCancer, several thresholds", points: results.figure2b,
      summary:
        "Test error against poisoning rate without defense and for several confidence thresholds.")
  }

  private func chart(title: String, points: [ErrorPoint], summary: String) -> LineChart {
    let series = variants(of: points).map { variant in
      LineChart.Series(
        name: variant.name, points: Self.chartPoints(variant.points, bands: false))
    }
    let ends = series.compactMap { series in
      series.points.last.map { point in
        "\(series.name): \(point.y.text(digits: 1)) % at \(point.x.text(digits: 0)) %"
      }
    }
    return LineChart(
      title: title, summary: "\(summary) \(ends.joined(separator: "; ")).",
      xTitle: Self.rateTitle, yTitle: Self.errorTitle, series: series)
  }

  /// The lines of a figure: no defense first, then by the parameter that varies.
  private func variants(of points: [ErrorPoint]) -> [(name: String, points: [ErrorPoint])] {
    let plain = points.filter { $0.defense == .none }
    let defended = points.filter { $0.defense == .knn }
    let ks = Set(defended.compactMap(\.k)).sorted()
    let etas = Set(defended.compactMap(\.eta)).sorted()
    let lines =
      ks.count > 1
      ? ks.map { k in ("k = \(k)", defended.filter { $0.k == k }) }
      : etas.map { eta in ("eta = \(eta)", defended.filter { $0.eta == eta }) }
    return (plain.isEmpty ? [] : [(name(of: .none), plain)]) + lines
  }

  private func valueTable(_ points: [ErrorPoint], caption: String) -> Markup {
    let rates = stride(from: 0, through: 30, by: 5).map { Double($0) / 100 }
      .filter { rate in points.contains { $0.isAt(rate) } }
    return HTMLTable(
      caption: caption,
      columns: [.text("defense")] + rates.map { .number($0.percentText(digits: 0)) },
      rows: variants(of: points).map { variant in
        ["\(variant.name)"]
          + rates.map { rate in Self.cell(variant.points.first { $0.isAt(rate) }) }
      }
    ).markup
  }
}
