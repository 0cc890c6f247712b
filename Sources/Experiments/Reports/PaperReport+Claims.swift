extension PaperReport {
  /// The paper's claims beside the measured values.
  var claims: Markup {
    let sections = PaperClaim.all(in: results).map { claim in
      HTMLTable.Section(
        heading:
          "<b>\(claim.statement)</b> <span class=\"note\">Criterion (ours): \(claim.criterion)</span>",
        rows: claim.findings.isEmpty
          ? [["–", "not measured", "–"]]
          : claim.findings.map { finding in
            [
              "\(finding.subject)", "\(finding.measured)",
              HTMLTable.verdict(finding.agrees, "agrees", "differs"),
            ]
          })
    }
    let differing = PaperClaim.all(in: results).flatMap { claim in
      claim.findings.filter { !$0.agrees }.map { (claim, $0) }
    }
    let table = HTMLTable(
      caption: "Claims, criteria and findings",
      columns: [.text("subject"), .words("measured"), .text("verdict")], sections: sections)
    let isJudged = PaperClaim.all(in: results).contains { !$0.findings.isEmpty }
    let summary: Markup =
      differing.isEmpty
      ? (isJudged
        ? "<p>Everything that was measured agrees with the paper.</p>"
        : "<p>This run measured nothing that the claims are about.</p>")
      : """
      <p>These findings differ from the paper:</p>
      <ul>
      \(Markup(differing.map { "<li>\($1.subject): \($1.measured). Claimed: \($0.statement)</li>" }))
      </ul>
      """
    return HTMLPage.section(
      "The paper's claims beside the measured values",
      [
        HTMLPage.paragraph(
          """
          The claims are the paper's in our words; the criteria are ours, because the digits of \
          the paper are lost in every accessible copy.
          """
        ),
        table.markup, summary,
      ])
  }

  /// The defense beside the trusted examples alone.
  var baseline: Markup {
    let baselines = TrustedBaseline.all(in: results)
    guard let sentence = baselineSentence else { return "" }
    let table = HTMLTable(
      caption: "Test error: clean without defense; the other two at a poisoning rate of 20 %",
      columns: [
        .text("data set"), .number("clean"), .number("kNN"),
        .number("trusted only"), .text("better"),
      ],
      rows: baselines.map { baseline in
        [
          "\(baseline.setting.name)", "\(baseline.clean.percentText())",
          "\(baseline.defended.percentText())", "\(baseline.trustedOnly.percentText())",
          baseline.trustedIsBetter ? "trusted only" : "kNN",
        ]
      })
    let isEverywhere = baselines.allSatisfy(\.trustedIsBetter)
    let advice =
      isEverywhere
      ? """
      Who owns that many trusted examples of this kind should train on them first, and use the \
      sanitization for what they cannot cover. The defense remains for those who fix k without \
      trusted labels, or whose trusted examples are too few to train on.
      """
      : """
      Where the defense does better, the poisoned examples still taught the model something that \
      the trusted ones could not.
      """
    return HTMLPage.section(
      "An honest baseline",
      [
        HTMLPage.paragraph(
          """
          Choosing k takes \(results.settings.validationCount) examples with correct labels. A \
          model trained on these alone never sees a flipped label, so its error does not depend \
          on the poisoning rate; where there are as many of them as training examples, it is the \
          clean error in expectation. \(sentence) \(advice)
          """
        ),
        table.markup,
      ])
  }

  /// The means beside an independent run.
  var comparison: Markup {
    let cells = results.comparisons
    guard !results.settings.separateValidation else {
      return HTMLPage.section(
        "Beside an independent run of the same protocol",
        [
          HTMLPage.paragraph(
            """
            The independent run let attacker and defender share one validation set; this run does \
            not, so it is not held against it.
            """)
        ])
    }
    guard !cells.isEmpty else { return "" }
    let outside = cells.filter { !$0.isInside }
    let table = HTMLTable(
      caption: "Mean test error in percent; the band is how far other random splits may lie apart",
      columns: [
        .text("figure"), .text("data"), .text("defense"), .number("rate"), .number("measured"),
        .number("independent"), .number("band"), .text("inside"),
      ],
      rows: cells.map { cell in
        [
          "\(cell.figure)", "\(Self.data(of: cell))", "\(defense(of: cell))",
          "\(cell.poisoningRate.percentText(digits: 0))",
          "\((100 * cell.measured).text(digits: 1))", "\((100 * cell.reference).text(digits: 1))",
          "± \((100 * cell.band).text(digits: 1))", HTMLTable.verdict(cell.isInside, "yes", "no"),
        ]
      })
    let reasons = outside.map { cell -> Markup in
      let place =
        """
        Figure \(cell.figure), \(Self.data(of: cell)), \(defense(of: cell)), \
        \(cell.poisoningRate.percentText(digits: 0))
        """
      return "<li>\(place): \(cell.explanation ?? "")</li>"
    }
    let list: Markup = outside.isEmpty ? "" : "<ul>\n\(Markup(reasons))\n</ul>"
    return HTMLPage.section(
      "Beside an independent run of the same protocol",
      [
        HTMLPage.paragraph(
          """
          \(cells.count - outside.count) of \(cells.count.text(of: "mean")) lie inside the band \
          around those of an independent run with other random splits.
          """
        ),
        list, table.markup,
      ])
  }

  private static func data(of cell: ReferenceCell) -> String {
    let setting = PaperSetting(dataset: cell.dataset, scaling: cell.scaling)
    return "\(setting.name), \(setting.scalingName)"
  }

  private func defense(of cell: ReferenceCell) -> String {
    [
      shortName(of: cell.defense), cell.k.map { "k = \($0)" }, cell.eta.map { "eta = \($0)" },
    ].compactMap(\.self).joined(separator: ", ")
  }
}
