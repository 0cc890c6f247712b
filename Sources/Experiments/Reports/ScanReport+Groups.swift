import LabelContracts
import LabelDefenses

extension ScanReport {
  /// Most groups in the page's table.
  private static var groupLimit: Int { 50 }

  /// The sources of the labels, the one with most evidence of errors first; nothing where they are not known.
  var groups: Markup? {
    guard let entries = result.groupRanking?.entries else { return nil }
    let shown = entries.prefix(Self.groupLimit)
    let table = HTMLTable(
      caption: "Sources of the labels, most evidence of errors first",
      columns: [
        .text("group"), .number("labels"), .number("issues"), .number("estimated error rate"),
        .number("95 % interval"), .text("verdict"),
      ],
      rows: shown.map { entry in
        let (low, high) = (entry.interval.lowerBound, entry.interval.upperBound)
        return [
          "\(entry.name)", "\(entry.labelCount.groupedText)", "\(entry.issueCount.groupedText)",
          "\(entry.evidence.errorRate.percentText())",
          "\(low.percentText()) to \(high.percentText())",
          HTMLTable.verdict(!entry.evidence.isRejected, "usual", "rejected"),
        ]
      })
    let rest = entries.count - shown.count
    let meaning =
      """
      A source's error rate is estimated from its labels that are issues with another class predicted, and drawn \
      towards that of the other sources where it has few labels. It is rejected where the rate is surely above \
      that of the others by \(GroupEvidence.leastExcess.percentText(digits: 0)).
      """
    let note = " These are the first \(shown.count) of \(entries.count); all are in groups.csv."
    return [
      "<h3>Where the labels come from</h3>",
      HTMLPage.paragraph(meaning + (rest > 0 ? note : "")), table.markup,
    ].joined
  }
}
