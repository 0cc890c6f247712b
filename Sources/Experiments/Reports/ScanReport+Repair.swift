import LabelContracts

extension ScanReport {
  /// What to do, and what it does to a classifier's error.
  var repair: Markup {
    HTMLPage.section(
      "4. What to do?",
      [
        HTMLPage.paragraph(result.repairAnswer),
        result.conclusions.repairCommand.map { "<pre>\($0)</pre>" }, effects,
      ].compactMap(\.self))
  }

  /// The effect of every repair.
  private var effects: Markup? {
    let effects = result.conclusions.effects
    guard let first = effects.first else { return nil }
    let isTrusted = first.trusted != nil
    let names =
      isTrusted ? ["on trusted rows"] : ["on rows without an issue", "on all rows as given"]
    let rows = effects.map { effect -> [Markup] in
      let seen = isTrusted ? [effect.trusted] : [effect.unflagged, effect.given]
      return ["\(effect.repair.gerund)"]
        + seen.flatMap { comparison -> [Markup] in
          guard let comparison else { return ["–", "–"] }
          let low = RepairEffect.Comparison.points(comparison.interval.lowerBound)
          let high = RepairEffect.Comparison.points(comparison.interval.upperBound)
          return [
            "\(comparison.errorBefore.percentText()) → \(comparison.errorAfter.percentText())",
            "\(low) to \(high)",
          ]
        }
    }
    let table = HTMLTable(
      caption:
        "Error of \(result.conclusions.classifierName ?? "a classifier") before and after a repair",
      columns: [.words("repair")]
        + names.flatMap {
          [.number("error \($0)"), .number("change in points (95\u{202F}% interval)")]
        },
      rows: rows)
    let sample =
      first.rowCount < result.rows.count
      ? " It was trained on a random sample of \(first.rowCount.groupedText) rows (seed \(result.seed))."
      : ""
    let meaning =
      isTrusted
      ? "The classifier was trained on labels as given and on repaired ones; both predicted the "
        + "\(first.trusted?.rowCount.text(of: "trusted row") ?? "trusted rows"), whose labels are correct."
      : "There are no trusted rows, so the classifier predicted rows held out in five folds, whose own labels are in "
        + "doubt. Rows without an issue are partial to the repair: the detector that chose them chose the repair too. "
        + "All rows as given are partial against it: predicting the true class of a wrong label counts as a mistake. "
        + "What a repair does on correct labels can only be seen with --trusted."
    return [
      table.markup,
      HTMLPage.paragraph(
        meaning + sample
          + " The interval allows for the rows that happened to be predicted, not for those that were trained on. "
          + "The best of several repairs looks better than it is."),
    ].joined
  }
}
