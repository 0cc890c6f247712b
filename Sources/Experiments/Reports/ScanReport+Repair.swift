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
    let rows = effects.flatMap { effect -> [[Markup]] in
      let seen = [
        ("trusted", effect.trusted), ("held out, without an issue", effect.unflagged),
        ("held out, all as given", effect.given),
      ]
      return seen.compactMap { name, comparison in
        comparison.map {
          let low = RepairEffect.Comparison.points($0.interval.lowerBound)
          let high = RepairEffect.Comparison.points($0.interval.upperBound)
          return [
            "\(effect.repair.gerund)", "\(name) (\($0.rowCount.groupedText))",
            "\($0.errorBefore.percentText())", "\($0.errorAfter.percentText())",
            "\(low) to \(high)",
          ]
        }
      }
    }
    let table = HTMLTable(
      caption:
        "Error of \(result.conclusions.classifierName ?? "a classifier") before and after a repair, "
        + "and the 95\u{202F}% interval of the change in percentage points",
      columns: [
        .text("repair"), .text("rows"), .number("before"), .number("after"), .number("change"),
      ],
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
