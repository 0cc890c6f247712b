extension DefenseReport {
  /// The result for a terminal: a table for each data set, and what the results say.
  ///
  /// - Parameter results: What was measured.
  /// - Returns: Lines of text.
  public static func words(_ results: DefenseResults) -> String {
    let report = DefenseReport(results)
    let largest = results.plan.poisoningRates.last ?? 0
    var lines: [String] = []
    let methods = results.methods
    let width = (methods.map(\.title.count).max() ?? 0) + 2
    for source in results.sources {
      let cells = report.statistics.cells.filter { $0.setting.dataset == source.name }
      guard !cells.isEmpty else { continue }
      let columns = [DefensePlan.noAttack] + results.attacks
      lines.append(
        "\(PaperSetting.name(ofDataset: source.name)): test error in percent, no attack and "
          + "\(BenchmarkReport.percent(largest)) of the labels flipped")
      lines.append(
        padded("", width) + columns.map { leading($0, columnWidth) }.joined())
      for method in methods {
        let values = columns.map { attack in
          let rate = attack == DefensePlan.noAttack ? 0 : largest
          let mean = cells.first {
            $0.method == method && $0.setting.attack == attack && $0.setting.poisoningRate == rate
          }?.error.mean
          return leading(mean.map { (100 * $0).text(digits: 1) } ?? "-", columnWidth)
        }
        lines.append(padded(method.title, width) + values.joined())
      }
      lines.append("")
    }
    lines += report.lessons
    let omitted = report.omissions.names
    if !omitted.isEmpty {
      lines.append("Not measured everywhere: \(omitted.listed); the report tells why.")
    }
    return lines.joined(separator: "\n")
  }

  private static let columnWidth = 17

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func leading(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }

  /// What the numbers say, in sentences.
  var lessons: [String] {
    guard let plain = statistics.summaries.first(where: { $0.method == .none })?.mean else {
      return []
    }
    var sentences = [
      "Under attack the mean error is \(plain.percentText()) without a defense."
    ]
    if let best = statistics.best(where: { $0.trusted == 0 && $0 != .none }) {
      sentences.append(
        "Of the defenses without trusted rows \(best.method.title) leaves the smallest mean error, "
          + "\((best.mean ?? 0).percentText())\(verdict(best, .none, "no defense")).")
    }
    if let best = statistics.best(where: { $0.trusted > 0 && $0 != .trustedOnly }) {
      sentences.append(
        "Of those with trusted rows \(best.method.title) leaves the smallest, "
          + "\((best.mean ?? 0).percentText())\(verdict(best, .trustedOnly, "the trusted rows alone"))."
      )
    }
    return sentences
  }

  /// A difference to a reference in words.
  private func verdict(
    _ summary: DefenseStatistics.Summary, _ reference: DefenseStatistics.Reference, _ name: String
  ) -> String {
    guard let differences = summary.differences[reference], let mean = differences.mean else {
      return ""
    }
    let points = "\((100 * mean.magnitude).text(digits: 1)) points"
    guard let interval = differences.studentInterval, !interval.containsZero else {
      return "; the difference to \(name), \(points), may be chance"
    }
    return ", \(points) \(mean < 0 ? "better" : "worse") than \(name)"
  }
}
