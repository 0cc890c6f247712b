extension PaperReport {
  /// The result for a terminal: the errors of the three main settings, and what they say.
  ///
  /// - Parameter results: What was measured.
  /// - Returns: A few lines of text.
  public static func words(_ results: PaperResults) -> String {
    let report = PaperReport(results: results)
    var lines: [String] = []
    let settings = results.measuredSettings(headlines: true)
    if !settings.isEmpty {
      lines.append("Test error (mean of \(results.splitCount) splits)")
      lines.append(row("", ["clean", "20 % flipped", "with kNN sanitization", "trusted only"]))
      for setting in settings {
        let cells = [
          results.error(setting, .none, at: 0), results.error(setting, .none, at: 0.2),
          results.error(setting, .knn, at: 0.2), results.error(setting, .trustedOnly, at: 0.2),
        ]
        lines.append(row(setting.name, cells.map { $0?.percentText() ?? "-" }))
      }
    }
    let inside = results.comparisons.count(where: \.isInside)
    if !results.comparisons.isEmpty {
      lines.append(
        "\(inside) of \(results.comparisons.count) means lie within the bands of an independent run."
      )
    }
    if let sentence = report.baselineSentence { lines.append(sentence) }
    lines.append("Took \(results.elapsedSeconds.text(digits: 1)) s.")
    return lines.joined(separator: "\n")
  }

  private static func row(_ name: String, _ cells: [String]) -> String {
    func padded(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    let first = name + String(repeating: " ", count: max(0, 14 - name.count))
    return first + zip(cells, [8, 14, 23, 14]).map(padded).joined()
  }
}
