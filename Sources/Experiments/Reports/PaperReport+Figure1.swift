extension PaperReport {
  /// Figure 1: the three data sets.
  var figure1: Markup {
    if results.figure1.isEmpty { return "" }
    let figures = results.measuredSettings(headlines: true).map { setting in
      HTMLPage.figure(
        figure1Chart(setting).markup(identifier: "figure-1-\(setting.dataset)"),
        caption: figure1Caption(setting),
        values: errorTable([setting], caption: "Test error in percent, mean ± standard error"))
    }
    return HTMLPage.section(
      "Figure 1: error against poisoning rate",
      [
        HTMLPage.paragraph(
          """
          An attacker flips the training labels that harm a linear classifier most. kNN \
          sanitization relabels every training example to the majority of its k nearest \
          neighbors, with k chosen on the validation set and eta = \
          \(results.settings.thresholdFigure1). The third line never sees the poisoned examples: \
          it is trained on the trusted validation examples alone.
          """
        )
      ] + figures)
  }

  /// The chart of one data set.
  func figure1Chart(_ setting: PaperSetting) -> LineChart {
    LineChart(
      title: "\(setting.name) (\(setting.scalingName)): error under attack",
      summary: figure1Summary(setting), xTitle: Self.rateTitle, yTitle: Self.errorTitle,
      series: PaperDefense.allCases.compactMap { defense in
        let points = results.figure1.filter { point in
          point.dataset == setting.dataset && point.scaling == setting.scaling
            && point.defense == defense
        }
        return points.isEmpty
          ? nil : LineChart.Series(name: name(of: defense), points: Self.chartPoints(points))
      })
  }

  static let rateTitle = "poisoning rate (% of the training labels flipped)"
  static let errorTitle = "test error (%)"

  /// Points in percent, by rate.
  static func chartPoints(_ points: [ErrorPoint], bands: Bool = true) -> [LineChart.Point] {
    points.sorted { $0.poisoningRate < $1.poisoningRate }.map { point in
      LineChart.Point(
        x: 100 * point.poisoningRate, y: 100 * point.meanError,
        standardError: bands ? 100 * point.standardError : nil)
    }
  }

  /// A defense as legends call it.
  func name(of defense: PaperDefense) -> String {
    switch defense {
    case .none: "no defense"
    case .knn: "kNN sanitization, k by validation"
    case .trustedOnly: "trained on the trusted examples alone"
    }
  }

  private func figure1Summary(_ setting: PaperSetting) -> String {
    let ends = PaperDefense.allCases.compactMap { defense -> String? in
      guard let clean = results.error(setting, defense, at: 0),
        let attacked = results.error(setting, defense, at: 0.2)
      else { return nil }
      return
        "\(name(of: defense)): \(clean.percentText()) at 0\u{202F}%, \(attacked.percentText()) at 20\u{202F}%"
    }
    return "Test error against poisoning rate. " + ends.joined(separator: "; ") + "."
  }

  private func figure1Caption(_ setting: PaperSetting) -> String {
    let chosen = [0, 0.1, 0.2].compactMap { rate in
      results.chosenK.first {
        $0.dataset == setting.dataset && $0.scaling == setting.scaling
          && ($0.poisoningRate - rate).magnitude < 1e-9
      }.map { "\($0.meanK.text(digits: 1)) at \(rate.percentText(digits: 0))" }
    }
    let trials = results.figure1.first { $0.dataset == setting.dataset }?.trials
    let basis =
      "Means over \((trials ?? results.splitCount).text(of: "split")); bands: standard error."
    return chosen.isEmpty ? basis : basis + " Mean k chosen: \(chosen.listed)."
  }

  /// Scalings of the features other than the headlines'.
  var furtherScalings: Markup {
    let settings = results.measuredSettings(headlines: false)
    guard !settings.isEmpty else { return "" }
    return HTMLPage.section(
      "Figure 1 with other scalings of the features",
      [
        HTMLPage.paragraph(
          "The paper does not say how features were scaled, and much depends on it."),
        errorTable(settings, caption: "Test error in percent, mean ± standard error"),
      ])
  }

  /// Errors of settings and defenses, at every fifth percent.
  func errorTable(_ settings: [PaperSetting], caption: String) -> Markup {
    let rates = [0, 0.05, 0.1, 0.15, 0.2].filter { rate in
      results.figure1.contains { $0.isAt(rate) }
    }
    let sections = settings.map { setting in
      let rows = PaperDefense.allCases.compactMap { defense -> [Markup]? in
        let points = rates.map { results.point(setting, defense, at: $0) }
        guard points.contains(where: { $0 != nil }) else { return nil }
        return ["\(shortName(of: defense))"] + points.map { Self.cell($0) }
      }
      return HTMLTable.Section(
        heading: "<b>\(setting.name), \(setting.scalingName)</b>", rows: rows)
    }
    return HTMLTable(
      caption: caption,
      columns: [.text("defense")] + rates.map { .number($0.percentText(digits: 0)) },
      sections: sections
    ).markup
  }

  /// A mean with its standard error in percent, or a dash.
  static func cell(_ point: ErrorPoint?) -> Markup {
    guard let point else { return "–" }
    return
      "\((100 * point.meanError).text(digits: 1)) ± \((100 * point.standardError).text(digits: 1))"
  }

  /// A defense as narrow tables call it.
  func shortName(of defense: PaperDefense) -> String {
    switch defense {
    case .none: "none"
    case .knn: "kNN"
    case .trustedOnly: "trusted only"
    }
  }
}
