extension BenchmarkReport {
  /// How long detectors and evidence take.
  var times: Markup {
    guard !results.timings.isEmpty else { return "" }
    func row(_ title: String, _ timings: [BenchmarkTiming]) -> [Markup]? {
      let times = timings.map(\.seconds).sorted()
      guard let last = times.last else { return nil }
      let median = (times[(times.count - 1) / 2] + times[times.count / 2]) / 2
      let perRow = 1e6 * median / Double(results.plan.trainingCount)
      return [
        "\(title)", "\((1000 * median).text(digits: 1))", "\((1000 * last).text(digits: 1))",
        "\(perRow.text(digits: 1))",
      ]
    }
    func timings(_ part: String, trusted: Int = 0) -> [BenchmarkTiming] {
      results.timings.filter { $0.part == part && $0.trusted == trusted }
    }
    let detectors = ranking.detectors.compactMap {
      row($0.title, timings($0.name, trusted: $0.trusted))
    }
    let evidence = BenchmarkTiming.Stage.allCases.filter { $0 != .attack }.compactMap {
      row($0.rawValue, timings($0.rawValue))
    }
    let crafting = timings(BenchmarkTiming.Stage.attack.rawValue)
    let attacks = results.attacks.compactMap { attack in
      row(attack, crafting.filter { $0.attack == attack })
    }
    let table = HTMLTable(
      caption: "Time on one thread for \(results.plan.trainingCount) rows",
      columns: [
        .text("part"), .number("median, ms"), .number("longest, ms"), .number("median, µs a row"),
      ],
      sections: [
        HTMLTable.Section(heading: "<b>detectors, beyond the evidence</b>", rows: detectors),
        HTMLTable.Section(heading: "<b>evidence</b>", rows: evidence),
        HTMLTable.Section(heading: "<b>attacks, for all rates</b>", rows: attacks),
      ])
    return HTMLPage.section(
      "How long it takes",
      [
        HTMLPage.paragraph(
          """
          Wall time while other trials run on the other threads; all of it is in timings.csv. \
          Evidence is computed once for all detectors.
          """), table.markup,
      ])
  }
}
