/// The documents of the reproduction: a page, its figures, and the tables behind them.
///
/// It arranges what was measured and computes nothing itself.
public struct PaperReport: Sendable {
  /// What was measured.
  let results: PaperResults

  /// All documents: `report.html`, one SVG for each figure, `results.csv` and `results.json`.
  ///
  /// - Throws: `EncodingError` when a result is not a finite number.
  public static func documents(_ results: PaperResults) throws -> [ReportDocument] {
    let report = PaperReport(results: results)
    let figures = report.figures.map { name, chart in
      ReportDocument(name: "\(name).svg", contents: chart.svg(identifier: name) + "\n")
    }
    return [ReportDocument(name: "report.html", contents: report.page.text)] + figures + [
      ReportDocument(name: "results.csv", contents: PaperTrial.csv(results.trials)),
      ReportDocument(name: "results.json", contents: try JSONText.document(results)),
    ]
  }

  /// The page.
  var page: HTMLPage {
    HTMLPage(
      title: "Label sanitization against label flipping: the paper, measured again",
      sections: [
        answer, table1, figure1, furtherScalings, figure2, claims, baseline, comparison, settings,
      ])
  }

  /// The figures with their names, as files and in the page.
  var figures: [(name: String, chart: LineChart)] {
    results.measuredSettings(headlines: true).map {
      ("figure-1-\($0.dataset)", figure1Chart($0))
    } + (results.figure2a.isEmpty ? [] : [("figure-2a", figure2aChart)])
      + (results.figure2b.isEmpty ? [] : [("figure-2b", figure2bChart)])
  }

  /// The counts of Table 1 beside those measured.
  var table1: Markup {
    func cell(_ row: Table1Row, _ count: (Table1Counts) -> Int) -> Markup {
      "\(count(row.measured).groupedText) / \(count(row.expected).groupedText)"
    }
    let table = HTMLTable(
      caption: "Counted here / in the paper's Table 1",
      columns: [
        .text("data set"), .number("examples"), .number("features"), .number("positive"),
        .number("negative"), .text("equal"),
      ],
      rows: results.table1.map { row in
        [
          "\(PaperSetting.name(ofDataset: row.dataset))", cell(row) { $0.rows },
          cell(row) { $0.features }, cell(row) { $0.positive }, cell(row) { $0.negative },
          HTMLTable.verdict(row.isEqual, "yes", "no"),
        ]
      })
    let classes = results.table1.map { row in
      """
      \(PaperSetting.name(ofDataset: row.dataset)): positive is \(row.positiveName), negative is \
      \(row.negativeName)
      """
    }
    return HTMLPage.section(
      "Table 1: the data sets",
      [table.markup, "<p class=\"note\">\(classes.joined(separator: "; ")).</p>"])
  }

  /// The command that gives these results again.
  private var command: String {
    typealias Plan = PaperReproduction.Plan
    let datasets = results.table1.map(\.dataset)
    let measured = [results.figure1, results.figure2a, results.figure2b]
    let figures = zip(Plan.allFigures, measured).filter { !$1.isEmpty }.map(\.0)
    let chosen =
      (datasets == Plan.allDatasets ? [] : datasets.map { "--dataset \($0)" })
      + (figures == Plan.allFigures ? [] : figures.map { "--figure \($0)" })
      + (results.settings.separateValidation ? ["--separate-validation"] : [])
    return
      (["flipguard reproduce --seed \(results.seed) --splits \(results.splitCount)"] + chosen
      + ["--output DIR"]).joined(separator: " ")
  }

  /// What was set, and how to do it again.
  var settings: Markup {
    let set = results.settings
    let validation =
      set.separateValidation
      ? "two of \(set.validationCount) examples each, one for the attacker, one for the defender"
      : "one of \(set.validationCount) examples, which attacker and defender share"
    let rows: [(String, String)] = [
      ("random splits", "\(results.splitCount)"),
      ("training examples", "\(set.trainingCount)"),
      ("validation sets", validation),
      ("test examples", "all others"),
      ("victim model", "linear, hinge loss, stochastic gradient descent"),
      ("learning rate, epochs", "\(set.learningRate), \(set.epochs)"),
      ("attack", "greedy: retrains for every possible flip, keeps the most harmful one, repeats"),
      ("threshold eta, Figures 1 and 2a", "\(set.thresholdFigure1)"),
      ("candidates for k, Figure 1", set.kCandidates.map(String.init).joined(separator: ", ")),
      ("k, Figure 2b", "\(set.kFigure2b)"),
      ("seed", "\(results.seed)"),
      ("version", results.version),
    ]
    let table = HTMLTable(
      caption: "Settings of this run", columns: [.text("setting"), .words("value")],
      rows: rows.map { ["\($0)", "\($1)"] })
    return HTMLPage.section(
      "Settings, and how to run it again",
      [
        HTMLPage.paragraph(
          """
          The accessible copies of the paper have lost their digits. Split sizes, learning rate, \
          epochs, eta, the candidates for k, the k of Figure 2b and the scaling of the features \
          are therefore our assumptions, and no factor or error given on this page is the \
          paper's.
          """
        ),
        table.markup, "<pre>\(command)</pre>",
        HTMLPage.paragraph(
          """
          The same seed gives the same numbers on any machine and any number of threads. Every \
          single training is a row of results.csv; the means and standard errors are in \
          results.json.
          """
        ),
      ])
  }
}
