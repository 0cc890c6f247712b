import ArgumentParser
import Flipguard

/// `flipguard compare`.
struct CompareCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compares all defenses by the test error that they leave, in the paper's protocol.",
    discussion: """
      Writes report.html, results.csv (every defense in every trial) and summary.json. Without options: the three \
      bundled data sets, all attacks, rates 0, 0.1, 0.2 and 0.3, 50 random splits. A run that was cut short goes on \
      where it was.
      """)

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "@name of a bundled or synthetic data set, or a data file with the labels in its last column; may be "
        + "repeated. By default \(Self.usualDatasets.joined(separator: ", ")).", valueName: "data"),
    completion: .file())
  var dataset: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "\(DefensePlan.allAttacks.joined(separator: ", ")); may be repeated. By default all.",
      valueName: "id"),
    completion: .list(DefensePlan.allAttacks))
  var attack: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Share of the training labels to flip, above 0, at most 1; may be repeated. Rate 0 is always run.",
      valueName: "rate"))
  var rate: [Double] = []

  @Option(help: ArgumentHelp("Number of random splits of each data set.", valueName: "count"))
  var splits = 50

  @Option(
    help: ArgumentHelp("The folder that the results go to.", valueName: "folder"),
    completion: .directory)
  var output = "flipguard-defenses"

  @OptionGroup var common: CommonOptions

  /// The data sets of the paper.
  static let usualDatasets = PaperReproduction.Plan.allDatasets.map { "@\($0)" }

  func validate() throws {
    try checkMembers(attack, of: "--attack", allowed: DefensePlan.allAttacks)
    try checkMembers(
      dataset.filter { $0.hasPrefix("@") }, of: "--dataset",
      allowed: BenchmarkCommand.allDatasets)
    try checkDistinct(dataset, of: "--dataset")
    try checkDistinct(attack, of: "--attack")
    try checkDistinct(rate.map { "\($0)" }, of: "--rate")
    if let wrong = rate.first(where: { !($0 > 0 && $0 <= 1) }) {
      throw ValidationError("--rate is \(wrong); allowed: above 0, at most 1")
    }
    guard (1...1000).contains(splits) else {
      throw ValidationError("--splits is \(splits); allowed: 1 to 1000")
    }
  }

  /// What is run.
  var plan: DefensePlan {
    DefensePlan(
      attacks: attack.isEmpty
        ? DefensePlan.allAttacks : DefensePlan.allAttacks.filter(attack.contains),
      poisoningRates: rate.isEmpty ? DefensePlan.usualRates : rate.sorted(), splitCount: splits,
      seed: common.seed)
  }

  private static let journalName = "compare.partial"

  func execute() throws {
    let names = dataset.isEmpty ? Self.usualDatasets : dataset
    let sources = try names.map { try BenchmarkSource(argument: $0, common: common) }
    let folder = try OutputFolder(
      output, for: DefenseReport.documentNames + [Self.journalName],
      inputs: names.filter { !$0.hasPrefix("@") })
    let journal = try DefenseJournal(
      path: folder.file(Self.journalName), plan: plan, version: flipguardVersion)
    if journal.trialCount > 0 {
      common.note(
        "\(journal.path): an earlier run finished \(journal.trialCount) trials; going on from there"
      )
    }
    let results = try Interruption.withJournal(journal) {
      try common.withProgress("running trials") {
        try DefenseComparison(plan, sources: sources).run(
          journal: journal, version: flipguardVersion, execution: $0)
      }
    }
    let documents = try DefenseReport.documents(results)
    try folder.write(documents)
    try journal.remove()
    try common.show(
      text: DefenseReport.words(results) + "\n\nThe report is \(folder.file("report.html")).",
      documents: documents, json: "summary.json", csv: "results.csv")
  }
}
