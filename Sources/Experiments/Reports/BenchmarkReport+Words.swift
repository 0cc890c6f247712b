extension BenchmarkReport {
  /// The result for a terminal: the best detectors, and what the results say.
  ///
  /// - Parameter results: What was measured.
  /// - Returns: A few lines of text.
  public static func words(_ results: BenchmarkResults) -> String {
    let report = BenchmarkReport(results)
    let ranking = report.ranking
    var lines: [String] = []
    if !ranking.detectors.isEmpty {
      lines.append("Mean average precision over \(ranking.attacks.count.text(of: "attack"))")
      let shown = Array(ranking.detectors.prefix(8)) + report.scoredBaselines
      let width = shown.map(\.title.count).max() ?? 0
      for method in shown {
        let gap = String(repeating: " ", count: width - method.title.count + 2)
        lines.append("  \(method.title)\(gap)\((ranking.mean(method) ?? 0).text(digits: 2))")
      }
    }
    if !results.rows.contains(where: { $0.flips > 0 }) {
      lines.append("No label was flipped, so nothing tells how detectors rank flips.")
    } else if !report.hasCalm {
      lines.append(
        "Without trials of no attack, which --attack none adds, nothing tells what is won back.")
    }
    lines += BenchmarkLessons(report).sentences
    let omitted = report.omissions.names
    if !omitted.isEmpty {
      lines.append("Not measured everywhere: \(omitted.listed); the report tells why.")
    }
    return lines.joined(separator: "\n")
  }
}
