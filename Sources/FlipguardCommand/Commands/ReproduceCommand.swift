import ArgumentParser
import Flipguard

/// `flipguard reproduce`.
struct ReproduceCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce",
    abstract: "Runs the experiments of Paudice, Muñoz-González and Lupu (2018) anew.",
    discussion: """
      Writes report.html, figure-*.svg, results.csv (every trial) and results.json (the summary). The \
      data are bundled; nothing is downloaded.
      """)

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("1, 2a or 2b; may be repeated. By default all.", valueName: "figure"),
    completion: .list(PaperReproduction.Plan.allFigures))
  var figure: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "breastcancer, mnist17 or spambase; may be repeated. By default all.", valueName: "name"),
    completion: .list(PaperReproduction.Plan.allDatasets))
  var dataset: [String] = []

  @Option(help: "Number of random splits of each data set.")
  var splits = 10

  @Flag(help: "Attacker and defender have validation sets of their own.")
  var separateValidation = false

  @Option(
    help: ArgumentHelp("The folder that the results go to.", valueName: "folder"),
    completion: .directory)
  var output = "flipguard-report"

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard (1...1000).contains(splits) else {
      throw ValidationError("--splits is \(splits); allowed: 1 to 1000")
    }
    try checkMembers(figure, of: "--figure", allowed: PaperReproduction.Plan.allFigures)
    try checkMembers(dataset, of: "--dataset", allowed: PaperReproduction.Plan.allDatasets)
    if !dataset.isEmpty, !dataset.contains("breastcancer"), !figure.isEmpty,
      !figure.contains("1")
    {
      throw ValidationError("Figures 2a and 2b are about breastcancer; add --dataset breastcancer")
    }
  }

  func execute() throws {
    typealias Plan = PaperReproduction.Plan
    let plan = Plan(
      datasets: dataset.isEmpty ? Plan.allDatasets : Plan.allDatasets.filter(dataset.contains),
      figures: figure.isEmpty ? Plan.allFigures : Plan.allFigures.filter(figure.contains),
      splitCount: splits, separateValidation: separateValidation, seed: common.seed)
    let folder = try OutputFolder(output)
    let results = try common.withProgress("reproducing") { execution in
      try PaperReproduction(plan).run(version: flipguardVersion, execution: execution) { name in
        guard let set = BundledDataset(rawValue: name) else {
          throw UsageError("no bundled data set '\(name)'")
        }
        return try set.load()
      }
    }
    let documents = try PaperReport.documents(results)
    try folder.write(documents)
    try common.show(
      text: PaperReport.words(results) + "\n\nThe report is \(folder.path)/report.html.",
      documents: documents, json: "results.json", csv: "results.csv")
  }
}
