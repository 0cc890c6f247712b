extension BenchmarkReport {
  /// How long detectors and evidence take.
  var times: Markup {
    guard !results.timings.isEmpty else { return "" }
    let groups = Dictionary(grouping: results.timings) { timing in
      BenchmarkMethod(name: timing.part, trusted: timing.trusted)
    }
    func row(_ part: BenchmarkMethod) -> [Markup]? {
      guard let times = groups[part]?.map(\.seconds).sorted(), let last = times.last else {
        return nil
      }
      let median = times[times.count / 2]
      let perRow = 1e6 * median / Double(results.plan.trainingCount)
      return [
        "\(part.title)", "\((1000 * median).text(digits: 1))", "\((1000 * last).text(digits: 1))",
        "\(perRow.text(digits: 1))",
      ]
    }
    let stages = BenchmarkTiming.Stage.allCases.map {
      BenchmarkMethod(name: $0.rawValue, trusted: 0)
    }
    let table = HTMLTable(
      caption: "Time on one thread for \(results.plan.trainingCount) rows",
      columns: [
        .text("part"), .number("median, ms"), .number("longest, ms"), .number("median, µs a row"),
      ],
      sections: [
        HTMLTable.Section(
          heading: "<b>detectors, beyond the evidence</b>", rows: ranking.detectors.compactMap(row)),
        HTMLTable.Section(heading: "<b>evidence and attacks</b>", rows: stages.compactMap(row)),
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
