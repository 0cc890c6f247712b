import ArgumentParser
import Flipguard

/// `flipguard benchmark`.
struct BenchmarkCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Runs detectors against attacks over data sets, rates and seeds, and judges them.",
    discussion: """
      Writes report.html, results.csv (every method in every trial), summary.json and timings.csv. The usual \
      run is all data sets, attacks and detectors at rates 0.05, 0.2 and 0.4, with 5 seeds, 300 training rows \
      and 0 and 60 trusted rows. A run that was cut short goes on where it was.
      """)

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "@name of a bundled or synthetic data set, or a data file with the labels in its last column; may be "
        + "repeated. By default \(Self.allDatasets.joined(separator: ", ")).", valueName: "data"),
    completion: .file())
  var dataset: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "\(BenchmarkPlan.allAttacks.joined(separator: ", ")); may be repeated. By default all.",
      valueName: "id"),
    completion: .list(BenchmarkPlan.allAttacks))
  var attack: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Share of the training labels to flip, above 0, at most 1; may be repeated.",
      valueName: "rate"))
  var rate: [Double] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "\(DetectorChoice.help); may be repeated. By default all, each in its first variant.",
      valueName: "id"),
    completion: .list(Detectors.named.map(\.id)))
  var detector: [String] = []

  @Option(help: ArgumentHelp("Number of seeds, each with a split of its own.", valueName: "count"))
  var seeds: Int?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Number of trusted rows, 0 to \(BenchmarkSplit.trustedLimit); may be repeated.",
      valueName: "count"))
  var trusted: [Int] = []

  @Option(help: ArgumentHelp("Number of training rows.", valueName: "count"))
  var trainRows = 300

  @Option(
    help: ArgumentHelp(
      "The classifier that gives the out-of-sample probabilities: \(Classifiers.all.help).",
      valueName: "id"), completion: .list(Classifiers.all.map(\.id)))
  var scorer = BenchmarkPlan.usualScorer

  @Flag(
    help: """
      Rates \(BenchmarkPlan.allRates.map { "\($0)" }.joined(separator: ", ")), trusted rows \
      \(BenchmarkPlan.allTrustedCounts.map { "\($0)" }.joined(separator: ", ")) and \
      \(BenchmarkPlan.allSeedCount) seeds, all variants of the detectors, as far as other options do not say otherwise; takes hours.
      """)
  var full = false

  @Option(
    help: ArgumentHelp(
      "A folder that the labels, features and scores of every trial go to, for other tools.",
      valueName: "folder"),
    completion: .directory)
  var export: String?

  @Option(
    help: ArgumentHelp("The folder that the results go to.", valueName: "folder"),
    completion: .directory)
  var output = "flipguard-benchmark"

  @OptionGroup var common: CommonOptions

  /// The data sets of a usual run.
  static let allDatasets =
    (BundledDataset.allCases.map(\.id) + SyntheticDataset.allCases.map(\.id)).map { "@\($0)" }

  func validate() throws {
    try checkMembers(attack, of: "--attack", allowed: BenchmarkPlan.allAttacks)
    for name in detector { _ = try DetectorChoice.find(name) }
    try checkMembers(
      dataset.filter { $0.hasPrefix("@") }, of: "--dataset", allowed: Self.allDatasets)
    for (values, option) in [
      (dataset, "--dataset"), (attack, "--attack"), (detector, "--detector"),
      (rate.map { "\($0)" }, "--rate"), (trusted.map { "\($0)" }, "--trusted"),
    ] {
      try checkDistinct(values, of: option)
    }
    if let wrong = rate.first(where: { !($0 > 0 && $0 <= 1) }) {
      throw ValidationError("--rate is \(wrong); allowed: above 0, at most 1")
    }
    if let wrong = trusted.first(where: { !(0...BenchmarkSplit.trustedLimit).contains($0) }) {
      throw ValidationError(
        "--trusted is \(wrong); allowed: 0 to \(BenchmarkSplit.trustedLimit)")
    }
    if let seeds, !(1...1000).contains(seeds) {
      throw ValidationError("--seeds is \(seeds); allowed: 1 to 1000")
    }
    guard (20...100_000).contains(trainRows) else {
      throw ValidationError("--train-rows is \(trainRows); allowed: 20 to 100000")
    }
    _ = try Classifiers.all.member(scorer, of: "--scorer")
  }

  /// What is run.
  var plan: BenchmarkPlan {
    typealias Plan = BenchmarkPlan
    func chosen<Value>(_ given: [Value], usual: [Value], all: [Value]) -> [Value] {
      given.isEmpty ? (full ? all : usual) : given
    }
    return Plan(
      attacks: attack.isEmpty ? Plan.allAttacks : Plan.allAttacks.filter(attack.contains),
      poisoningRates: Set(chosen(rate, usual: Plan.usualRates, all: Plan.allRates)).sorted(),
      detectors: chosen(detector, usual: Plan.allDetectors, all: Plan.allVariants),
      trustedCounts: Set(
        chosen(trusted, usual: Plan.usualTrustedCounts, all: Plan.allTrustedCounts)
      ).sorted(),
      seedCount: seeds ?? (full ? Plan.allSeedCount : Plan.usualSeedCount),
      trainingCount: trainRows, scorer: scorer, seed: common.seed)
  }

  private static let journalName = "benchmark.partial"

  func execute() throws {
    let plan = plan
    let names = dataset.isEmpty ? Self.allDatasets : dataset
    let sources = try names.map { try BenchmarkSource(argument: $0, common: common) }
    if export != nil { try checkExport(names) }
    let exportFolder = try export.map { try OutputFolder($0) }
    let folder = try OutputFolder(
      output, for: BenchmarkReport.documentNames + [Self.journalName],
      inputs: names.filter { !$0.hasPrefix("@") })
    let journal = try BenchmarkJournal(
      path: folder.file(Self.journalName), plan: plan, exportFolder: exportFolder?.path,
      version: flipguardVersion)
    if journal.trialCount > 0 {
      common.note(
        "\(journal.path): an earlier run finished \(journal.trialCount) trials; going on from there"
      )
    }
    let results = try Interruption.withJournal(journal) {
      try common.withProgress("running trials") {
        try Benchmark(plan, sources: sources).run(
          journal: journal, export: exportFolder.map { BenchmarkExport(folder: $0.path) },
          version: flipguardVersion, execution: $0)
      }
    }
    guard !results.rows.isEmpty else {
      try journal.remove()
      throw UsageError(
        "nothing could be measured: \(results.omissions.first?.reason ?? "no trial was asked for")")
    }
    let documents = try BenchmarkReport.documents(results)
    try folder.write(documents)
    try journal.remove()
    try common.show(
      text: BenchmarkReport.words(results)
        + "\n\nThe report is \(folder.file("report.html")).",
      documents: documents, json: "summary.json", csv: "results.csv")
  }

  /// Refuses data sets whose exported files would have one name.
  private func checkExport(_ names: [String]) throws {
    let byFile = Dictionary(grouping: names, by: BenchmarkExport.fileName)
    if let same = names.compactMap({ byFile[BenchmarkExport.fileName($0)] }).first(where: {
      $0.count > 1
    }) {
      throw UsageError(
        "\(same[0]) and \(same[1]) would have the same files in --export; rename one of them")
    }
  }
}

extension Classifiers.Entry: Method {}
